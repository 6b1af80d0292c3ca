const controls = /(?!\n)\p{Cc}/gu;

/** Text with names that come from a file: a terminal would obey control characters. */
export const withoutControls = (text: string): string => text.replaceAll(controls, '\uFFFD');
