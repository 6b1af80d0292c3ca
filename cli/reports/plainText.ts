const controls = /(?![\n\t])\p{Cc}/gu;

/** Replaces control characters, except for line ends and tabs, in text with names from a file, because a terminal would interpret them. */
export const withoutControls = (text: string): string => text.replaceAll(controls, '\uFFFD');
