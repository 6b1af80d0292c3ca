import { gprNames } from '../../ee/registers';
import type { Dialect } from './dialect';

/** Which file a register is of; `plain` is a number alone (`$4`), which matches any. */
export type RegisterClass = 'gpr' | 'fpr' | 'vf' | 'vi' | 'accumulator' | 'special' | 'plain';

/** A register as written. */
export interface Register {
  readonly class: RegisterClass;
  /** Its number; of a special register 0. */
  readonly number: number;
  /** Component letters directly after it, or in brackets. */
  readonly components?: string;
  /** `ACC`, `Q`, `P`, `I`, `R`, `vi27` of special ones. */
  readonly name?: string;
  /** The form that the assembler accepts, if it was written differently. */
  readonly correction?: string;
}

const general = new Map(gprNames.map((name, number) => [name, number]));
general.set('fp', 30);
// Names of the older ABIs for 12 to 15.
for (let number = 4; number < 8; number++) general.set(`t${number}`, number + 8);
for (let number = 0; number < 4; number++) general.set(`ta${number}`, number + 8);

/** Every name of a general register without `$`. */
export const generalNames: readonly string[] = [...general.keys()];

const letters = '((?=[xyzw])x?y?z?w?)';
const core = new RegExp(`^\\$(?:(\\d+)|f(\\d+)|vf(\\d+)${letters}?|vi(\\d+)|(ACC)${letters}?|([QIR]))$`);
const vu = new RegExp(
  `^(?:vf(\\d{1,2})(?:\\[?${letters}\\]?)?|vi(\\d{1,2})|(acc)(?:\\[?${letters}\\]?)?|([qpir]))$`,
  'i',
);

/** Parses a register; undefined if the text is not a register of the dialect. */
export function registerOf(text: string, dialect: Dialect): Register | undefined {
  return dialect === 'r5900' ? coreRegister(text) : vuRegister(text);
}

function coreRegister(text: string): Register | undefined {
  if (!text.startsWith('$')) return bareRegister(text);
  const name = general.get(text.slice(1));
  if (name !== undefined) return { class: 'gpr', number: name };
  const found = core.exec(text);
  if (found === null) return misspelt(text);
  const [, plain, float, vector, components, integer, acc, accComponents, special] = found;
  const leadingZero = /[a-z$]0\d/.test(text);
  const correction = leadingZero ? text.replace(/0(\d)/, '$1') : undefined;
  const extra = correction === undefined ? {} : { correction };
  if (plain !== undefined && Number(plain) < 32) return { class: 'plain', number: Number(plain), ...extra };
  if (float !== undefined && Number(float) < 32) return { class: 'fpr', number: Number(float), ...extra };
  if (vector !== undefined && Number(vector) < 32)
    return { class: 'vf', number: Number(vector), ...(components !== undefined && { components }), ...extra };
  if (integer !== undefined && Number(integer) < 32)
    return { class: 'vi', number: Number(integer), ...extra };
  if (acc !== undefined)
    return {
      class: 'accumulator',
      number: 0,
      name: acc,
      ...(accComponents !== undefined && { components: accComponents }),
    };
  if (special !== undefined) return { class: 'special', number: 0, name: special };
  return undefined;
}

/** A register without `$`, which GNU as treats as a symbol unless a header defines it. */
function bareRegister(text: string): Register | undefined {
  const number = general.get(text);
  if (number !== undefined) return { class: 'gpr', number, correction: `$${text}` };
  if (!/^(?:f|v[fi])\d{1,2}[xyzw]*$|^(?:ACC|[QIR])[xyzw]*$/.test(text)) return undefined;
  const found = coreRegister(`$${text}`);
  return found && { ...found, correction: found.correction ?? `$${text}` };
}

/** Capital letters, which GNU as does not accept in registers. */
function misspelt(text: string): Register | undefined {
  const corrected = /^\$(?:acc|[qir])[xyzw]*$/.test(text)
    ? text.replace(/acc|[qir]/, (name) => name.toUpperCase())
    : text.toLowerCase();
  if (corrected === text) return undefined;
  const found = coreRegister(corrected);
  return found && { ...found, correction: found.correction ?? corrected };
}

function vuRegister(text: string): Register | undefined {
  const found = vu.exec(text);
  if (found === null) return undefined;
  const [, vector, components, integer, acc, accComponents, special] = found;
  if (vector !== undefined)
    return Number(vector) < 32
      ? {
          class: 'vf',
          number: Number(vector),
          ...(components !== undefined && { components: components.toLowerCase() }),
        }
      : undefined;
  if (integer !== undefined)
    return Number(integer) < 16 ? { class: 'vi', number: Number(integer) } : undefined;
  if (acc !== undefined)
    return {
      class: 'accumulator',
      number: 0,
      name: 'ACC',
      ...(accComponents !== undefined && { components: accComponents.toLowerCase() }),
    };
  return { class: 'special', number: 0, name: (special ?? '').toUpperCase() };
}
