import type { Quantization } from '../../model/psnt/fields';

/** A change of the project's text: the field, as `disc.type`, and its new value; undefined removes it. */
export interface FieldChange {
  readonly field: string;
  readonly value: unknown;
}

/** A conversion that writes a new model file and makes it the project's. */
export interface ConversionFix {
  readonly type: Quantization;
  /** The context of the new file, if it is shorter. */
  readonly context?: number;
}

/** A fix for a finding. */
export type Fix =
  | { readonly title: string; readonly changes: readonly FieldChange[] }
  | { readonly title: string; readonly replacement: Replacement }
  | { readonly title: string; readonly conversion: ConversionFix };

/** Another text for a stretch of the project's text. */
export interface Replacement {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** A `hint` is about a word that has another name now. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A problem, or possible problem, of a project. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** The field concerned, or a range of the text. */
  readonly place: string | { readonly offset: number; readonly length: number };
  readonly fixes: readonly Fix[];
}

/** A check was cancelled. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Lets other requests run. @throws Cancelled when the check was cancelled. */
export type YieldPoint = () => Promise<void>;
