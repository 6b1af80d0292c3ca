/** The operation or header that each line of a listing begins with; lines count from 1, others are left out. */
export function idsOfLines(text: string): Map<number, string> {
  const ids = new Map<number, string>();
  text.split('\n').forEach((line, index) => {
    const id = /^([A-Za-z]\S*)/.exec(line)?.[1];
    if (id !== undefined) ids.set(index + 1, id);
  });
  return ids;
}

/** Where a line of one listing is in another: at the same id. Undefined when the other has no such id. */
export function lineOfId(text: string, id: string): number | undefined {
  for (const [line, found] of idsOfLines(text)) if (found === id) return line;
  return undefined;
}
