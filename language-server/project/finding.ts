import type { Quantization } from '../../model/psnt/fields';

/** A change of the project's text: the field, as `disc.type`, and its new value; undefined removes it. */
export interface FieldChange {
  readonly field: string;
  readonly value: unknown;
}

/** A conversion that writes a new model file and makes it the project's. */
export interface ConversionFix {
  readonly type: Quantization;
  /** Text positions of the new file, when it has fewer. */
  readonly context?: number;
}

/** How something can be put right. */
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

/** Something about a project that stands in the way, or may do so. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** The field that it is about, or a stretch of the text. */
  readonly place: string | { readonly offset: number; readonly length: number };
  readonly fixes: readonly Fix[];
}

/** A check that is no longer wanted. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Lets others run, and ends a check that is no longer wanted. @throws Cancelled */
export type Pause = () => Promise<void>;
