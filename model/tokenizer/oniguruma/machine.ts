import type { Work } from '../work';
import { folded } from './caseFolding';
import { wordCharacters } from './characterSets';
import type { Compiled } from './compile';
import type { Instruction, Program } from './instructions';

/** Steps between two looks at the limit of work. */
const stepsPerLook = 1024;
/** The stack may not fill the memory. */
const mostEntries = 10_000_000;
/** An index below this one is not an instruction: the entry restores a slot. */
const restores = -1;

/** Runs the program of a pattern on a text by backtracking, in the order of Oniguruma. */
export class Machine {
  private readonly slots: Int32Array;
  private steps = 0;

  constructor(
    private readonly compiled: Compiled,
    private readonly text: string,
    private readonly work: Work,
  ) {
    this.slots = new Int32Array(compiled.slots);
  }

  private searchStart = 0;
  /** No character from here on is matched. */
  private limit = 0;

  /** The end of the match that starts at `start`; −1 if there is none. */
  matchAt(start: number, searchStart: number): number {
    this.searchStart = searchStart;
    this.limit = this.text.length;
    this.slots.fill(-1);
    const end = this.run(this.compiled.program, start, -1);
    this.work.spend(this.steps + 1);
    this.steps = 0;
    return end;
  }

  /**
   * @param wantedEnd where the match must end; −1: anywhere.
   * @returns the end; −1 without a match, and then the slots are as before.
   */
  private run(program: Program, start: number, wantedEnd: number): number {
    const { text, slots } = this;
    /** Pairs: an instruction and a position, or a slot and its former value. */
    const stack: number[] = [];
    let at = 0;
    let position = start;
    for (;;) {
      if (++this.steps >= stepsPerLook) {
        this.work.spend(stack.length > mostEntries ? Infinity : this.steps);
        this.steps = 0;
      }
      const instruction = program[at];
      if (instruction === undefined) throw new RangeError(`instruction ${at} of ${program.length}`);
      let holds = true;
      switch (instruction.kind) {
        case 'end':
          if (wantedEnd < 0 || position === wantedEnd) return position;
          holds = false;
          break;
        case 'character':
        case 'set': {
          const code = position < this.limit ? text.codePointAt(position) : undefined;
          holds =
            code !== undefined &&
            (instruction.kind === 'set' ? instruction.set.has(code) : code === instruction.code);
          if (holds) position += code !== undefined && code > 0xffff ? 2 : 1;
          at++;
          break;
        }
        case 'fork':
          stack.push(instruction.to, position);
          at++;
          break;
        case 'jump':
          at = instruction.to;
          break;
        case 'note':
        case 'copy':
          this.set(
            instruction.slot,
            instruction.kind === 'copy' ? (slots[instruction.from] ?? -1) : position,
            stack,
          );
          at++;
          break;
        case 'leaveIfEmpty':
          at = slots[instruction.slot] === position ? instruction.to : at + 1;
          break;
        default: {
          const end = this.special(instruction, position, stack);
          holds = end >= 0;
          position = holds ? end : position;
          at++;
        }
      }
      if (holds) continue;
      for (;;) {
        const value = stack.pop();
        const target = stack.pop();
        if (value === undefined || target === undefined) return -1;
        if (target > restores) {
          at = target;
          position = value;
          break;
        }
        slots[restores - target] = value;
      }
    }
  }

  private set(slot: number, value: number, stack: number[]): void {
    stack.push(restores - slot, this.slots[slot] ?? -1);
    this.slots[slot] = value;
  }

  /** Instructions that are not in every pattern. @returns the position after it; −1 when it does not hold. */
  private special(
    instruction: Extract<Instruction, { kind: 'folded' | 'place' | 'again' | 'atomic' | 'ahead' | 'behind' }>,
    position: number,
    stack: number[],
  ): number {
    switch (instruction.kind) {
      case 'folded':
        return this.folded(instruction.text, position);
      case 'place':
        return this.isAt(instruction.place, position) !== instruction.negate ? position : -1;
      case 'again': {
        for (const slot of instruction.groups) {
          const [start = -1, end = -1] = [this.slots[slot], this.slots[slot + 1]];
          if (start < 0 || end < 0) continue;
          const text = this.text.slice(start, end);
          this.steps += text.length;
          if (instruction.ignoresCase) return this.folded(Array.from(text, folded).join(''), position);
          return position + text.length <= this.limit && this.text.startsWith(text, position)
            ? position + text.length
            : -1;
        }
        return -1;
      }
      case 'atomic':
        return this.inside(instruction.body, position, -1, stack, true);
      case 'ahead': {
        const end = this.inside(instruction.body, position, -1, stack, !instruction.negate);
        return end >= 0 !== instruction.negate ? position : -1;
      }
      case 'behind': {
        const { limit } = this;
        if (!instruction.seesAhead) this.limit = position;
        const found = this.behind(instruction, position, stack);
        this.limit = limit;
        return found !== instruction.negate ? position : -1;
      }
    }
  }

  /** Runs a program within this one; what it noted is kept, and restored when a choice before it is taken back. */
  private inside(body: Program, start: number, wantedEnd: number, stack: number[], keeps: boolean): number {
    const before = this.slots.slice();
    const end = this.run(body, start, wantedEnd);
    if (end >= 0) {
      const noted = this.slots.slice();
      this.slots.set(before);
      noted.forEach((value, slot) => {
        if (keeps && value !== before[slot]) this.set(slot, value, stack);
      });
    }
    return end;
  }

  private behind(
    { body, negate, least, most }: Extract<Instruction, { kind: 'behind' }>,
    position: number,
    stack: number[],
  ): boolean {
    let start = position;
    for (let characters = 0; characters <= most; characters++) {
      if (characters >= Math.floor(least) && this.inside(body, start, position, stack, !negate) >= 0)
        return true;
      if (start === 0) return false;
      start -= isSecondHalf(this.text, start - 1) ? 2 : 1;
      this.steps++;
    }
    return false;
  }

  /** The end of the characters that are `wanted` when case is folded. */
  private folded(wanted: string, position: number): number {
    let done = 0;
    while (done < wanted.length) {
      const code = position < this.limit ? this.text.codePointAt(position) : undefined;
      if (code === undefined) return -1;
      const character = String.fromCodePoint(code);
      const form = folded(character);
      if (!wanted.startsWith(form, done)) return -1;
      done += form.length;
      position += character.length;
      this.steps++;
    }
    return position;
  }

  private isAt(place: Extract<Instruction, { kind: 'place' }>['place'], position: number): boolean {
    const { text } = this;
    switch (place) {
      case 'string_start':
        return position === 0;
      case 'string_end':
        return position === text.length;
      case 'string_end_newline':
        return position === text.length || (position === text.length - 1 && text[position] === '\n');
      case 'line_start':
        return position === 0 || (text[position - 1] === '\n' && position < text.length);
      case 'line_end':
        return position === text.length || text[position] === '\n';
      case 'search_start':
        return position === this.searchStart;
      case 'word_boundary':
        return this.isWord(position) !== (position > 0 && this.isWord(previous(text, position)));
    }
  }

  private isWord(position: number): boolean {
    const code = this.text.codePointAt(position);
    return code !== undefined && wordCharacters.has(code);
  }
}

function previous(text: string, position: number): number {
  return position - (isSecondHalf(text, position - 1) ? 2 : 1);
}

/** Whether the unit at `index` is the second of a surrogate pair. */
export function isSecondHalf(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  const before = index > 0 ? text.charCodeAt(index - 1) : 0;
  return unit >= 0xdc00 && unit < 0xe000 && before >= 0xd800 && before < 0xdc00;
}
