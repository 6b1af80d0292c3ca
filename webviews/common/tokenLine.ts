import { timeParts, totalMs } from '../../model/trace/timeSplit';
import { executorLabel } from '../../targets/provenance';
import type { TokenTime } from '../../model/trace/passTimes';
import type { Subject } from '../messages/subject';
import { element, setText } from './dom';
import { decimalsFor, fixed } from './numbers';

/** `"the" 412 ms = disc 371 · matmul 33 · attention 5 · rest 3 (built-in console)`; the parts add up as written. */
export function tokenSentence({ token, split }: TokenTime, provenance: string): string {
  const decimals = decimalsFor(totalMs(split));
  const parts = roundTogether(
    timeParts.map((part) => split[part]),
    decimals,
  );
  const total = parts.reduce((sum, value) => sum + value, 0);
  const words = timeParts.map((part, index) => `${part} ${fixed(parts[index] ?? 0, decimals)}`);
  return `${tokenName(token)} ${fixed(total, decimals)} ms = ${words.join(' · ')} (${executorLabel(provenance)})`;
}

/** `"the"`, or `token 263` when its text is not known. */
export const tokenName = ({ id, text }: TokenTime['token']): string =>
  text === undefined ? `token ${id}` : JSON.stringify(text);

/** Rounds so that the rounded values add up to the rounded sum: those that lose most are rounded up. */
export function roundTogether(values: readonly number[], decimals: number): number[] {
  const unit = 10 ** decimals;
  const scaled = values.map((value) => value * unit);
  const rounded = scaled.map(Math.floor);
  const sum = scaled.reduce((total, value) => total + value, 0);
  const missing = Math.round(sum) - rounded.reduce((total, value) => total + value, 0);
  const byLoss = scaled
    .map((value, index) => ({ index, loss: value - Math.floor(value) }))
    .sort((a, b) => b.loss - a.loss);
  for (const { index } of byLoss.slice(0, missing)) rounded[index] = (rounded[index] ?? 0) + 1;
  return rounded.map((value) => value / unit);
}

/**
 * The line about the last token. Screen readers announce it when the run has stopped, not at each token of a running
 * one.
 */
export class TokenLine {
  readonly element: HTMLElement;
  private readonly line = element('span', { class: 'token-line' });
  private readonly status = element('span', {
    class: 'visually-hidden',
    attributes: { role: 'status', 'aria-live': 'polite' },
  });

  constructor() {
    this.element = element('p', { class: 'token-bar' }, this.line, this.status);
    this.element.hidden = true;
  }

  show(lastToken: TokenTime | undefined, { provenance, state }: Subject, fresh: boolean): void {
    this.element.hidden = lastToken === undefined;
    const text = lastToken === undefined ? '' : tokenSentence(lastToken, provenance);
    this.line.textContent = this.element.title = text;
    if (fresh && state !== 'running') setText(this.status, text);
  }
}
