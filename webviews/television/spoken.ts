/** Rows at the bottom that change all the time: activity, and figures. */
const footRows = 2;

/** The row that the menu's arrow is at. */
const chosenRow = (rows: readonly string[]): string | undefined =>
  rows
    .find((row) => row.startsWith('→ '))
    ?.slice(2)
    .replace(/ {2,}/g, ': ');

/** Rows of text that are complete: something is below them. */
function completeRows(rows: readonly string[]): readonly string[] {
  const text = rows.slice(0, -footRows).filter((row) => /[\p{L}\p{N}]/u.test(row));
  return text.slice(0, -1);
}

/** What buttons do now, or that a text has ended; not what the program is reading. */
function activityOf(rows: readonly string[]): string | undefined {
  const row = rows.at(-footRows) ?? '';
  return /START|Stopped/.test(row) ? row.replace(/ {2,}/g, ', ') : undefined;
}

/**
 * What screen readers announce when a picture follows another: the menu's row that was chosen or changed, rows of the
 * text once they are complete, and what buttons do. Empty when there is nothing to say.
 */
export function spokenChange(before: readonly string[], now: readonly string[]): string {
  const parts: string[] = [];
  const chosen = chosenRow(now);
  if (chosen !== undefined) {
    if (chosen !== chosenRow(before)) parts.push(chosen);
  } else {
    const known = new Set(completeRows(before));
    // The title is not part of the text.
    parts.push(
      ...completeRows(now)
        .slice(1)
        .filter((row) => !known.has(row)),
    );
  }
  const activity = activityOf(now);
  if (activity !== undefined && activity !== activityOf(before)) parts.push(activity);
  return parts.join('\n');
}
