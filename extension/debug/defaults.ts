import { mergeLaunch } from '../../debug-adapter/launch/launchGroups';
import type { AnyFieldValues } from '../../targets/fields';

/** What a launch configuration does not say, from settings and from what was used last. */
export interface LaunchDefaults {
  readonly tokens: number;
  readonly stopAtEnd: boolean;
  readonly arithmetic: string;
  /** The tokenizer as a launch path; undefined shows token ids. */
  readonly tokenizer: string | undefined;
  /** undefined adds none: a program that was found goes on with its own. */
  readonly prompt: string | undefined;
  readonly listingUri: string;
  /** What the target has of its own, from the settings, under its id. */
  readonly own?: AnyFieldValues;
}

/** Fills in what is missing; what the configuration says stays. A prompt needs a tokenizer, so without one none is added. */
export function withDefaults<Configuration extends object>(
  configuration: Configuration,
  defaults: LaunchDefaults,
): Configuration {
  const { tokens, stopAtEnd, arithmetic, tokenizer, prompt, listingUri, own = {} } = defaults;
  const base = {
    tokens,
    ...(stopAtEnd && { stopAtEnd }),
    arithmetic,
    ...(tokenizer !== undefined && { tokenizer, ...(prompt !== undefined && { prompt }) }),
    ...own,
  };
  return {
    ...configuration,
    ...mergeLaunch(base, Object.fromEntries(Object.entries(configuration))),
    __listingUri: listingUri,
  };
}
