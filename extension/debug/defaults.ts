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
  /** Of PCSX2, from the settings. */
  readonly pcsx2Path?: string;
  readonly checkpointSlot?: number;
}

/** Fills in what is missing; what the configuration says stays. A prompt needs a tokenizer, so without one none is added. */
export function withDefaults<Configuration extends object>(
  configuration: Configuration,
  defaults: LaunchDefaults,
): Configuration {
  const { tokens, stopAtEnd, arithmetic, tokenizer, prompt, listingUri, pcsx2Path, checkpointSlot } =
    defaults;
  return {
    tokens,
    ...(stopAtEnd && { stopAtEnd }),
    arithmetic,
    ...(tokenizer !== undefined && { tokenizer, ...(prompt !== undefined && { prompt }) }),
    ...(pcsx2Path !== undefined && { pcsx2Path }),
    ...(checkpointSlot !== undefined && { checkpointSlot }),
    ...configuration,
    __listingUri: listingUri,
  };
}
