import { judge } from '../grammar/acceptor';
import { isHeldOut } from '../grammar/stories';
import type { Told } from './storyteller';

/** What is counted over stories that a model told. */
export interface StoryFigures {
  readonly stories: number;
  /** Ended by the model itself. */
  readonly ended: number;
  /** Whole stories of the grammar, with everything named the same throughout. */
  readonly accepted: number;
  readonly distinct: number;
  /** Word for word in the training text. */
  readonly copied: number;
  /** Accepted ones whose combination never occurs in the training text. */
  readonly heldOut: number;
}

/** @param known the texts that the model was trained on. */
export function storyFigures(told: readonly Told[], known: ReadonlySet<string>): StoryFigures {
  const verdicts = told.map(({ text }) => judge(text));
  return {
    stories: told.length,
    ended: told.filter(({ isEnded }) => isEnded).length,
    accepted: verdicts.filter(({ accepted }) => accepted).length,
    distinct: new Set(told.map(({ text }) => text)).size,
    copied: told.filter(({ text }) => known.has(text)).length,
    heldOut: verdicts.filter((verdict) => verdict.accepted && isHeldOut(verdict.plot, verdict.cast)).length,
  };
}
