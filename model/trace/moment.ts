/** A moment of a run: before an operation of a pass, or at the end of the pass if there is no operation. */
export interface Moment {
  readonly pass: number;
  readonly operation?: number;
}

/** Whether `operation` of `pass` is complete at this moment. */
export function isCompleteAt(moment: Moment, pass: number, operation: number): boolean {
  if (pass !== moment.pass) return pass < moment.pass;
  return moment.operation === undefined || operation < moment.operation;
}
