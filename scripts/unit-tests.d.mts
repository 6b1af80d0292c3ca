/** The test files below `folder` that are not part of `npm run test:quick`, and why. */
export function leftOut(folder?: string): { readonly file: string; readonly why: string }[];
