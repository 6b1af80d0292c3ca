import { toOnigurumaAst } from 'oniguruma-parser';
import type {
  AlternativeElementNode,
  AlternativeNode,
  AssertionNode,
  BackreferenceNode,
  CharacterClassNode,
  CharacterNode,
  LookaroundAssertionNode,
  QuantifierNode,
} from 'oniguruma-parser/parser';
import { errorText } from '../../../common/errorText';
import { caseFolding, folded } from './caseFolding';
import { CharacterSet, PatternError, positiveClass, testOfClass, testOfSet } from './characterSets';
import type { Instruction, Program } from './instructions';
import { lengthOf } from './lengths';

/** A pattern as a program, with the number of positions that it notes. */
export interface Compiled {
  readonly program: Program;
  readonly slots: number;
}

/** Repetitions are written out, so that a small pattern may have a large program. */
const mostInstructions = 20_000;

/**
 * Compiles an Oniguruma pattern.
 * @throws PatternError when it is invalid or has parts that are not supported.
 */
export function compilePattern(pattern: string): Compiled {
  const { body, flags } = parsed(pattern);
  const { digitIsAscii, posixIsAscii, spaceIsAscii, wordIsAscii, textSegmentMode } = flags;
  if (digitIsAscii || posixIsAscii || spaceIsAscii || wordIsAscii || textSegmentMode !== null) {
    throw new PatternError('the options D, P, S, W and y are not supported');
  }
  if (/\{(\d+),\1\}\?/.test(pattern)) throw new PatternError('{n,n}? is not supported; write {n}');
  const compiler = new Compiler();
  const program = compiler.whole(body, { ignoresCase: false, dotsAll: false });
  return { program, slots: compiler.slots };
}

function parsed(pattern: string): ReturnType<typeof toOnigurumaAst> {
  try {
    return toOnigurumaAst(pattern);
  } catch (error) {
    throw new PatternError(error instanceof RangeError ? 'it is nested too deeply' : errorText(error), {
      cause: error,
    });
  }
}

interface Options {
  readonly ignoresCase: boolean;
  /** `.` is also a line break. */
  readonly dotsAll: boolean;
}

class Compiler {
  private code: Instruction[] = [];
  private written = 0;
  private notes = 0;
  /** Whether `\b` is supported here. */
  private seesWords = true;
  /** Slots of groups: 2n and 2n + 1 are the start and end of the nth. */
  private readonly groupSlots = new Map<number, number>();
  private readonly names = new Map<string, number[]>();

  get slots(): number {
    return this.notes;
  }

  /** A program of its own. */
  whole(alternatives: readonly AlternativeNode[], options: Options): Program {
    const outer = this.code;
    this.code = [];
    this.alternatives(alternatives, options);
    this.add({ kind: 'end' });
    const program = this.code;
    this.code = outer;
    return program;
  }

  private add(instruction: Instruction): number {
    if (++this.written > mostInstructions) throw new PatternError('it repeats too much');
    return this.code.push(instruction) - 1;
  }

  private get here(): number {
    return this.code.length;
  }

  /** Adds an instruction whose target comes later. @returns what sets the target to the next instruction. */
  private ahead(make: (to: number) => Instruction): () => void {
    const at = this.add(make(0));
    return () => {
      this.code[at] = make(this.here);
    };
  }

  private slot(): number {
    return this.notes++;
  }

  private alternatives(given: readonly AlternativeNode[], options: Options): void {
    const ends: (() => void)[] = [];
    const alternatives = withFlagGroups(given);
    alternatives.forEach(({ body }, i) => {
      const isLast = i === alternatives.length - 1;
      const next = isLast ? undefined : this.ahead((to) => ({ kind: 'fork', to }));
      this.sequence(body, options);
      if (!isLast) ends.push(this.ahead((to) => ({ kind: 'jump', to })));
      next?.();
    });
    for (const end of ends) end();
  }

  private sequence(nodes: readonly AlternativeElementNode[], options: Options): void {
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (node === undefined) continue;
      if (node.type === 'Character' && options.ignoresCase) {
        // Several characters may be one in the text: ss is also ß.
        const run: CharacterNode[] = [];
        for (let next = nodes[i]; next?.type === 'Character'; next = nodes[++i]) run.push(next);
        i--;
        this.foldedText(run.map(({ value }) => String.fromCodePoint(value)));
      } else this.node(node, options);
    }
  }

  private foldedText(characters: readonly string[]): void {
    this.add({ kind: 'folded', text: characters.map(folded).join('') });
  }

  private node(node: AlternativeElementNode, options: Options): void {
    switch (node.type) {
      case 'Character':
        if (options.ignoresCase) this.foldedText([String.fromCodePoint(node.value)]);
        else this.add({ kind: 'character', code: node.value });
        return;
      case 'CharacterSet':
        if (node.kind === 'newline' && node.negate !== true) this.lineBreak();
        else if (node.kind === 'dot' && options.dotsAll) this.set(() => true);
        else this.set(testOfSet(node, 'alone'));
        return;
      case 'CharacterClass':
        this.characterClass(node, options);
        return;
      case 'Group': {
        const changed = {
          ignoresCase: switched(options.ignoresCase, node.flags, 'ignoreCase'),
          dotsAll: switched(options.dotsAll, node.flags, 'dotAll'),
        };
        if (node.atomic === true) this.add({ kind: 'atomic', body: this.whole(node.body, changed) });
        else this.alternatives(node.body, changed);
        return;
      }
      case 'CapturingGroup': {
        const { number, name, body } = node;
        const slot = this.groupSlot(number);
        if (name !== undefined) {
          const same = this.names.get(name) ?? [];
          if (!same.includes(slot)) this.names.set(name, [...same, slot]);
        }
        const start = this.slot();
        this.add({ kind: 'note', slot: start });
        this.alternatives(body, options);
        this.add({ kind: 'copy', from: start, slot });
        this.add({ kind: 'note', slot: slot + 1 });
        return;
      }
      case 'Backreference':
        this.backreference(node, options);
        return;
      case 'LookaroundAssertion':
        this.lookaround(node, options);
        return;
      case 'Assertion':
        this.assertion(node);
        return;
      case 'Quantifier':
        this.quantifier(node, options);
        return;
      case 'AbsenceFunction':
        throw new PatternError('(?~…) is not supported');
      case 'Directive':
        throw new PatternError('\\K is not supported');
      case 'NamedCallout':
        throw new PatternError('callouts are not supported');
      case 'Subroutine':
        throw new PatternError('subroutines \\g<…> are not supported');
    }
  }

  private set(test: (code: number) => boolean): void {
    this.add({ kind: 'set', set: new CharacterSet(test) });
  }

  /** `\R`: the two characters of Windows are one line break, and are not taken apart. */
  private lineBreak(): void {
    const single = new CharacterSet((code) =>
      /[\n\v\f\r\u0085\u2028\u2029]/.test(String.fromCodePoint(code)),
    );
    const body: Program = [
      { kind: 'fork', to: 4 },
      { kind: 'character', code: 13 },
      { kind: 'character', code: 10 },
      { kind: 'end' },
      { kind: 'set', set: single },
      { kind: 'end' },
    ];
    this.add({ kind: 'atomic', body });
  }

  private characterClass(node: CharacterClassNode, { ignoresCase }: Options): void {
    if (!ignoresCase || node.negate) {
      this.set(testOfClass(node, ignoresCase));
      return;
    }
    const has = positiveClass(node, ignoresCase);
    const plain = positiveClass(node, false);
    // A character that is equal to several stands for these too.
    const several = [
      ...new Set(
        caseFolding()
          .multiple.filter(({ code }) => plain(code))
          .map(({ text }) => text),
      ),
    ];
    const ends: (() => void)[] = [];
    let next = several.length === 0 ? undefined : this.ahead((to) => ({ kind: 'fork', to }));
    this.set(has);
    several.forEach((text, i) => {
      ends.push(this.ahead((to) => ({ kind: 'jump', to })));
      next?.();
      next = i === several.length - 1 ? undefined : this.ahead((to) => ({ kind: 'fork', to }));
      this.add({ kind: 'folded', text });
    });
    for (const end of ends) end();
  }

  private groupSlot(number: number): number {
    let slot = this.groupSlots.get(number);
    if (slot === undefined) {
      slot = this.slot();
      this.slot();
      this.groupSlots.set(number, slot);
    }
    return slot;
  }

  private backreference({ ref, orphan }: BackreferenceNode, { ignoresCase }: Options): void {
    if (orphan === true) throw new PatternError('references to groups that do not exist are not supported');
    const groups = typeof ref === 'number' ? [this.groupSlot(ref)] : (this.names.get(ref) ?? []);
    // Of several groups of one name, the last that took part counts.
    this.add({ kind: 'again', groups: [...groups].reverse(), ignoresCase });
  }

  private lookaround({ kind, negate, body }: LookaroundAssertionNode, options: Options): void {
    if (kind === 'lookahead') {
      this.add({ kind: 'ahead', body: this.whole(body, options), negate });
      return;
    }
    const { least, most } = lengthOf(body, true);
    const plain = lengthOf(body, false);
    const seesAhead = plain.least === plain.most;
    const outer = this.seesWords;
    this.seesWords = outer && seesAhead;
    const program = this.whole(body, options);
    this.seesWords = outer;
    this.add({ kind: 'behind', body: program, negate, least, most, seesAhead });
  }

  private assertion({ kind, negate = false }: AssertionNode): void {
    if (kind === 'text_segment_boundary') throw new PatternError('\\y and \\Y are not supported');
    if (kind === 'word_boundary' && !this.seesWords) {
      throw new PatternError('\\b in a lookbehind of several lengths is not supported');
    }
    this.add({ kind: 'place', place: kind, negate });
  }

  private quantifier({ kind, min, max, body }: QuantifierNode, options: Options): void {
    if (body.type === 'Quantifier' && (kind !== 'greedy' || body.kind !== 'greedy')) {
      throw new PatternError('several quantifiers in a row are not supported; put the first in a group');
    }
    if (kind === 'possessive') {
      const outer = this.code;
      this.code = [];
      this.repeat('greedy', min, max, body, options);
      this.add({ kind: 'end' });
      const program = this.code;
      this.code = outer;
      this.add({ kind: 'atomic', body: program });
    } else this.repeat(kind, min, max, body, options);
  }

  private repeat(
    kind: 'greedy' | 'lazy',
    min: number,
    max: number,
    body: AlternativeElementNode,
    options: Options,
  ): void {
    if (kind === 'lazy' && min === max) {
      // In this dialect {n}? is n times or not at all.
      const end = this.choice('greedy');
      this.repeat('greedy', min, max, body, options);
      end();
      return;
    }
    for (let i = 0; i < min; i++) this.node(body, options);
    if (max === Infinity) {
      this.loop(kind, body, options);
      return;
    }
    const ends: (() => void)[] = [];
    for (let i = min; i < max; i++) {
      ends.push(this.choice(kind));
      this.node(body, options);
    }
    for (const end of ends) end();
  }

  /** As many turns as there are; a turn without a character is the last. */
  private loop(kind: 'greedy' | 'lazy', body: AlternativeElementNode, options: Options): void {
    const start = this.here;
    const end = this.choice(kind);
    const slot = this.slot();
    const mayBeEmpty = lengthOf([{ type: 'Alternative', body: [body] }], true).least === 0;
    if (mayBeEmpty) this.add({ kind: 'note', slot });
    this.node(body, options);
    const leave = mayBeEmpty ? this.ahead((to) => ({ kind: 'leaveIfEmpty', slot, to })) : undefined;
    this.add({ kind: 'jump', to: start });
    leave?.();
    end();
  }

  /** Between what follows and what comes after it. @returns what sets the place after it. */
  private choice(kind: 'greedy' | 'lazy'): () => void {
    if (kind === 'greedy') return this.ahead((to) => ({ kind: 'fork', to }));
    const body = this.ahead((to) => ({ kind: 'fork', to }));
    const end = this.ahead((to) => ({ kind: 'jump', to }));
    body();
    return end;
  }
}

type FlagNode = Extract<AlternativeElementNode, { type: 'Directive' }>;

/** Options such as `(?i)` hold to the end of their group, alternatives included: `a(?i)b|c` is `a(?i:b|c)`. */
function withFlagGroups(alternatives: readonly AlternativeNode[]): readonly AlternativeNode[] {
  for (const [i, { body }] of alternatives.entries()) {
    const isFlags = (node: AlternativeElementNode): node is FlagNode =>
      node.type === 'Directive' && node.kind === 'flags';
    const at = body.findIndex(isFlags);
    const directive = body[at];
    if (directive?.type !== 'Directive' || directive.flags === undefined) continue;
    const inside: AlternativeNode[] = [
      { type: 'Alternative', body: body.slice(at + 1) },
      ...alternatives.slice(i + 1),
    ];
    const group = { type: 'Group' as const, flags: directive.flags, body: inside };
    return [...alternatives.slice(0, i), { type: 'Alternative', body: [...body.slice(0, at), group] }];
  }
  return alternatives;
}

type Flags = NonNullable<FlagNode['flags']>;

function switched(now: boolean, flags: Flags | undefined, name: 'ignoreCase' | 'dotAll'): boolean {
  if (flags?.disable?.[name] === true) return false;
  return now || flags?.enable?.[name] === true;
}
