import type { CharacterSet } from './characterSets';

/** Where a match may be, without a character of its own. */
export type Place =
  | 'line_start'
  | 'line_end'
  | 'search_start'
  | 'string_start'
  | 'string_end'
  | 'string_end_newline'
  | 'word_boundary';

/** A step of a pattern's program. Numbers named `to` are indexes of instructions. */
export type Instruction =
  | { readonly kind: 'character'; readonly code: number }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  /** Characters that are this text when case is folded. */
  | { readonly kind: 'folded'; readonly text: string }
  | { readonly kind: 'place'; readonly place: Place; readonly negate: boolean }
  /** Goes on with the next instruction, and at `to` when that fails. */
  | { readonly kind: 'fork'; readonly to: number }
  | { readonly kind: 'jump'; readonly to: number }
  /** Notes the position. */
  | { readonly kind: 'note'; readonly slot: number }
  /** Copies a noted position. */
  | { readonly kind: 'copy'; readonly from: number; readonly slot: number }
  /** Goes on at `to` when the position is the noted one: a loop whose turn was empty ends. */
  | { readonly kind: 'leaveIfEmpty'; readonly slot: number; readonly to: number }
  /** The text of a group again. */
  | { readonly kind: 'again'; readonly groups: readonly number[]; readonly ignoresCase: boolean }
  | { readonly kind: 'atomic'; readonly body: Program }
  | { readonly kind: 'ahead'; readonly body: Program; readonly negate: boolean }
  /** `least` and `most` are characters. Only where all alternatives have one length may it look ahead of its place. */
  | {
      readonly kind: 'behind';
      readonly body: Program;
      readonly negate: boolean;
      readonly least: number;
      readonly most: number;
      readonly seesAhead: boolean;
    }
  | { readonly kind: 'end' };

export type Program = readonly Instruction[];
