/** The relative path from one file to another; undefined if there is none. */
export function relativePath(from: string, to: string): string | undefined {
  const [start, end] = [new URL(from), new URL(to)];
  if (start.protocol !== end.protocol || start.host !== end.host) return undefined;
  const folders = start.pathname.split('/').slice(0, -1);
  const parts = end.pathname.split('/');
  let same = 0;
  while (same < folders.length && same < parts.length - 1 && folders[same] === parts[same]) same++;
  const up = folders.slice(same).map(() => '..');
  return [...up, ...parts.slice(same).map(decodeURIComponent)].join('/');
}
