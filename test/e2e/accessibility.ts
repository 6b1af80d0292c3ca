import { source as axeSource, type AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';

/** What axe-core finds against the rules of WCAG 2.1 A and AA in a page inside VS Code: the rule and the places. */
export async function violationsIn(frame: Frame): Promise<string[]> {
  await frame.evaluate(axeSource);
  const { violations } = await frame.evaluate(() =>
    (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    }),
  );
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('\n')}`,
  );
}
