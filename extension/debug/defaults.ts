/** What a launch configuration does not say, from settings and from what was used last. */
export interface LaunchDefaults {
  readonly tokens: number;
  readonly arithmetic: string;
  /** The tokenizer as a launch path; undefined shows token ids. */
  readonly tokenizer: string | undefined;
  readonly prompt: string;
  readonly listingUri: string;
}

/** Fills in what is missing; what the configuration says stays. A prompt needs a tokenizer, so without one none is added. */
export function withDefaults<Configuration extends object>(
  configuration: Configuration,
  defaults: LaunchDefaults,
): Configuration {
  const { tokens, arithmetic, tokenizer, prompt, listingUri } = defaults;
  return {
    tokens,
    arithmetic,
    ...(tokenizer !== undefined && { tokenizer, prompt }),
    ...configuration,
    __listingUri: listingUri,
  };
}
