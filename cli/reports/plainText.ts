const controls = /(?!\n)\p{Cc}/gu;

/** Removes control characters from text with names from a file, because a terminal would interpret them. */
export const withoutControls = (text: string): string => text.replaceAll(controls, '\uFFFD');
