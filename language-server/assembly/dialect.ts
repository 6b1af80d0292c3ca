/** The kinds of assembly that the server reads. */
export type Dialect = 'r5900' | 'vsm' | 'vcl';

/** The start of a comment to the end of the line; `#` only where a preprocessor directive is not allowed. */
export const lineComments: Readonly<Record<Dialect, readonly string[]>> = {
  r5900: ['//', '#'],
  vsm: ['//', ';'],
  vcl: ['//', ';'],
};
