/** The kinds of assembly that the server reads. */
export type Dialect = 'r5900' | 'vsm' | 'vcl';

/** What begins a comment to the end of the line; `#` only where no preprocessor directive can stand. */
export const lineComments: Readonly<Record<Dialect, readonly string[]>> = {
  r5900: ['//', '#'],
  vsm: ['//', ';'],
  vcl: ['//', ';'],
};
