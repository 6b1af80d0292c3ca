/** A moment of a run: before an operation of a pass, or without one at the end of the pass. */
export interface Moment {
  readonly pass: number;
  readonly operation?: number;
}

/** Whether what is done for `operation` of `pass` is done by then. */
export function isDoneBy(moment: Moment, pass: number, operation: number): boolean {
  if (pass !== moment.pass) return pass < moment.pass;
  return moment.operation === undefined || operation < moment.operation;
}
