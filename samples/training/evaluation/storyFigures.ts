import { judge } from '../grammar/acceptor';
import { isHeldOut } from '../grammar/stories';
import type { Told } from './storyteller';

/** Counts over a model's stories. */
export interface StoryFigures {
  readonly stories: number;
  /** The model sampled the end token. */
  readonly ended: number;
  /** Complete stories of the grammar, with consistent names. */
  readonly accepted: number;
  readonly distinct: number;
  /** Word for word in the training text. */
  readonly copied: number;
  /** Accepted ones with a combination that never occurs in the training text. */
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
