/** Something that a story can be about, in the forms used by templates. A form may itself contain slots. */
export type Entry = Readonly<Record<string, string>>;

/** What must hold between two of the cast. */
export interface Rule {
  readonly between: readonly [string, string];
  readonly holds: (a: Entry, b: Entry) => boolean;
}

/**
 * A kind of story: who and what takes part, and what happens in which order. A template is text with slots:
 * `{hero.his}` is the form `his` of the entry chosen as `hero`, `{hero}` its form `name`.
 */
export interface Plot {
  readonly name: string;
  /** The candidates of each role. */
  readonly cast: Readonly<Record<string, readonly Entry[]>>;
  readonly rules: readonly Rule[];
  /** One template of each beat is used, in this order; an empty one omits the beat. */
  readonly beats: readonly (readonly string[])[];
  /** Two roles with some combinations that never occur in the training text. */
  readonly heldOutBy: readonly [string, string];
}

/** The entry of each role. */
export type Cast = Readonly<Record<string, Entry>>;

/** A piece of a template. */
export type Segment =
  { readonly text: string } | { readonly role: string; readonly form: string; readonly text?: undefined };

const parsed = new Map<string, readonly Segment[]>();

/** The pieces of a template. */
export function segmentsOf(template: string): readonly Segment[] {
  const known = parsed.get(template);
  if (known !== undefined) return known;
  const segments = template
    .split(/(\{[^}]+\})/)
    .filter((piece) => piece !== '')
    .map((piece): Segment => {
      if (!piece.startsWith('{')) return { text: piece };
      const [role = '', form = 'name'] = piece.slice(1, -1).split('.');
      return { role, form };
    });
  parsed.set(template, segments);
  return segments;
}

/** The two differ. */
export function different(a: string, b: string): Rule {
  return { between: [a, b], holds: (x, y) => x['name'] !== y['name'] };
}

/** `a` and `b` have the same form `form`. */
export function sameForm(a: string, b: string, form: string): Rule {
  return { between: [a, b], holds: (x, y) => x[form] === y[form] };
}
