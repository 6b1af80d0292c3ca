import { mergeLaunch } from '../../debug-adapter/launch/launchGroups';
import type { OriginTexts } from '../../project/program/origins';
import type { AnyFieldValues } from '../../targets/fields';

/** Defaults for fields that a launch configuration does not set, from settings and from the last run. */
export interface LaunchDefaults {
  readonly tokens: number;
  readonly stopAtEnd: boolean;
  readonly arithmetic: string;
  /** The tokenizer as a launch path; undefined shows token ids. */
  readonly tokenizer: string | undefined;
  /** undefined adds none: a program that is attached to continues with its own. */
  readonly prompt: string | undefined;
  readonly listingUri: string;
  /** Where tokenizer, layout and disc come from. */
  readonly origins: OriginTexts;
  /** The target's own fields from the settings, under its id. */
  readonly own?: AnyFieldValues;
}

/** Fills in the missing fields; those of the configuration stay. Adds a prompt only with a tokenizer, which it needs. */
export function withDefaults<Configuration extends object>(
  configuration: Configuration,
  defaults: LaunchDefaults,
): Configuration {
  const { tokens, stopAtEnd, arithmetic, tokenizer, prompt, listingUri, origins, own = {} } = defaults;
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
    __origins: origins,
  };
}
