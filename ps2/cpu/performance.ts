import { COP0, COP0_OFFSET, CYCLES_OFFSET, PERF_OFFSET, SURPLUS_OFFSET } from './stateLayout';

/**
 * The two performance counters. They are brought up to date when something looks at them or changes what they count.
 * Registers and masks are recorded on a console (ps2autotests, ee_cop0/performance).
 */
const CONTROL = PERF_OFFSET / 4;
const COUNTERS = CONTROL + 1;
const SINCE = CONTROL + 3;
const CYCLES = CYCLES_OFFSET / 4;
const STATUS = COP0_OFFSET / 4 + COP0.status;

/** Bits of PCCR that can be written; CTE, the highest, turns both counters on. */
const WRITABLE = 0x800ffbfe;
/** Position of the fields of each counter: modes (EXL, kernel, supervisor, user) and, four bits higher, the event. */
const FIELDS = [1, 11] as const;
/** Events that are counted: processor cycles, completed instructions. */
const INSTRUCTIONS = 12;
const COUNTED: ReadonlySet<number> = new Set([1, INSTRUCTIONS]);
/** Events that count nothing. */
const NO_EVENT = 16;

const EXL = 2;
const ERL = 4;

/** Bit of the current mode among those of a counter; 0 in a level 2 exception, where nothing counts. */
function modeBit(status: number): number {
  if ((status & ERL) !== 0) return 0;
  return (status & EXL) !== 0 ? 1 : 2 << ((status >>> 3) & 3);
}

const eventOf = (control: number, counter: 0 | 1) => (control >>> (FIELDS[counter] + 4)) & 31;

/** Counts up to now. Call it before COP0 Status or the control register changes. */
export function settleCounters(words: Int32Array): void {
  const control = words[CONTROL] ?? 0;
  const low = words[CYCLES] ?? 0;
  const high = words[CYCLES + 1] ?? 0;
  const surplus = new Float64Array(words.buffer, SURPLUS_OFFSET, 2);
  if (control < 0) {
    const elapsed = (low - (words[SINCE] ?? 0)) | 0;
    const instructions = elapsed - ((surplus[0] ?? 0) - (surplus[1] ?? 0));
    const mode = modeBit(words[STATUS] ?? 0);
    for (const counter of [0, 1] as const)
      if (((control >>> FIELDS[counter]) & mode) !== 0 && COUNTED.has(eventOf(control, counter)))
        words[COUNTERS + counter] =
          (words[COUNTERS + counter] ?? 0) +
          (eventOf(control, counter) === INSTRUCTIONS ? instructions : elapsed);
  }
  surplus[1] = surplus[0] ?? 0;
  words[SINCE] = low;
  words[SINCE + 1] = high;
}

/** The control register. */
export const counterControl = (words: Int32Array): number => words[CONTROL] ?? 0;

/** @returns the event that is not counted, when the value turns such a counter on; then nothing has changed. */
export function setCounterControl(words: Int32Array, value: number): number | undefined {
  for (const counter of [0, 1] as const) {
    const event = eventOf(value, counter);
    const on = value < 0 && ((value >>> FIELDS[counter]) & 15) !== 0;
    if (on && event !== 0 && event < NO_EVENT && !COUNTED.has(event)) return event;
  }
  settleCounters(words);
  words[CONTROL] = value & WRITABLE;
  return undefined;
}

/** Counter 0 or 1; the specifier's higher bits are ignored. */
export function readCounter(words: Int32Array, specifier: number): number {
  settleCounters(words);
  return words[COUNTERS + (specifier & 1)] ?? 0;
}

export function writeCounter(words: Int32Array, specifier: number, value: number): void {
  settleCounters(words);
  words[COUNTERS + (specifier & 1)] = value;
}
