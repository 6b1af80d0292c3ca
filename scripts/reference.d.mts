/** Where the reference pages are. */
export const referenceFolder: string;

/** The pages as they should be: file name → text. */
export function referencePages(): Promise<Map<string, string>>;
