import type { Instruction } from '../table';

/**
 * What an instruction occupies in the cycle in which it starts: either or both of the integer pipes, the load and
 * store pipe, the branch unit, or the operations or moves of a coprocessor.
 */
export type Issue =
  | 'either'
  | 'pipe0'
  | 'pipe1'
  | 'wide'
  | 'load-store'
  | 'cop1-move'
  | 'cop1-operate'
  | 'cop2-move'
  | 'cop2-operate'
  | 'branch';

/** When the result of an instruction is ready, and when its unit accepts the next one. */
export interface Timing {
  readonly issue: Issue;
  /** Name of the pipe for people. */
  readonly pipe: string;
  /** Cycles until the result can be used; undefined without a public source. */
  readonly latency?: number;
  /** Cycles until the unit accepts the next such instruction; undefined without a public source. */
  readonly throughput?: number;
  /** The unit that is busy for that time; instructions of the same unit wait for each other. */
  readonly unit?: 'mac0' | 'mac1' | 'both' | 'fpu-divider' | 'vu-divider';
  readonly source: string;
}

const manual = "EE Core User's Manual 6.0, instruction latencies and throughputs";
const manualAndDobie = `${manual}; DobieStation for the throughput`;
const vuManual = "VU User's Manual; DobieStation";

/** The pipes of each kind in the table's pipe column, from the manual's table of concurrent issue. */
const pipes: Readonly<Record<string, readonly [issue: Issue, pipe: string]>> = {
  alu: ['either', 'integer 0 or 1'],
  mac0: ['pipe0', 'multiplier 0 (integer 0)'],
  mac1: ['pipe1', 'multiplier 1 (integer 1)'],
  mac: ['wide', 'both multipliers (integer 0 and 1)'],
  lzc: ['pipe1', 'integer 1'],
  sync: ['pipe1', 'integer 1'],
  ls: ['load-store', 'load and store'],
  br: ['branch', 'branch'],
  cop0: ['load-store', 'system control (load and store)'],
  cop1: ['cop1-operate', 'floating-point unit'],
  cop2: ['cop2-move', 'VU0 moves (load and store)'],
  fmac: ['cop2-operate', 'VU0 multiply-add'],
  fdiv: ['cop2-operate', 'VU0 divider'],
  iadd: ['cop2-operate', 'VU0 integer'],
};

function issueOf({ mnemonic, unit, pipe = 'alu' }: Instruction): readonly [Issue, string] {
  if (/^m[ft]sa/.test(mnemonic)) return ['pipe0', 'integer 0 (shift amount)'];
  if (mnemonic === 'eret') return ['pipe1', 'integer 1'];
  if (unit === 'mmi' && pipe === 'alu') return ['wide', 'integer 0 and 1'];
  if (/^(?:[lsm][wtf]c1|c[ft]c1)$/.test(mnemonic))
    return ['cop1-move', 'floating-point moves (load and store)'];
  if (/^[ls]qc2$/.test(mnemonic)) return ['cop2-move', 'VU0 moves (load and store)'];
  return pipes[pipe] ?? ['either', 'integer 0 or 1'];
}

function unitOf({ mnemonic, pipe }: Instruction): Timing['unit'] {
  if (/^(?:m(?:ult|add)|div)u?1?$/.test(mnemonic)) return mnemonic.endsWith('1') ? 'mac1' : 'mac0';
  if (pipe === 'mac' && !/^pm[ft]h|^pm[ft]lo/.test(mnemonic)) return 'both';
  if (/^(?:div|r?sqrt)\.s$/.test(mnemonic)) return 'fpu-divider';
  if (/^v(?:div|r?sqrt)$/.test(mnemonic)) return 'vu-divider';
  return undefined;
}

function throughputOf(row: Instruction, unit: Timing['unit']): number | undefined {
  if (row.latency === undefined) return undefined;
  switch (unit) {
    case 'mac0':
    case 'mac1':
    case 'both':
      return row.latency > 4 ? row.latency : 2;
    case 'fpu-divider':
      return row.latency - 1;
    case 'vu-divider':
      return row.latency;
    case undefined:
      return 1;
  }
}

/** Latency, throughput and pipe of an instruction, each from a public source. */
export function timingOf(row: Instruction): Timing {
  const [issue, pipe] = issueOf(row);
  const unit = unitOf(row);
  const throughput = throughputOf(row, unit);
  return {
    issue,
    pipe,
    ...(row.latency !== undefined && { latency: row.latency }),
    ...(throughput !== undefined && { throughput }),
    ...(unit !== undefined && { unit }),
    source: row.unit === 'vu0' ? vuManual : unit === undefined ? manual : manualAndDobie,
  };
}

/**
 * Whether two instructions may start in one cycle, apart from data dependencies. The rules are those of
 * DobieStation's timing of blocks, which follow the manual's table of concurrent issue; a branch does not pair with
 * its delay slot.
 */
export function canPair(first: Issue, second: Issue): boolean {
  if (first === 'branch') return false;
  if (second === 'branch') return true;
  if (conflicts(first, second) || conflicts(second, first)) return false;
  const one = side(first);
  const other = side(second);
  return one === undefined || other === undefined || one !== other;
}

function conflicts(a: Issue, b: Issue): boolean {
  if (a === 'wide') return b === 'wide' || b === 'either' || b === 'pipe0' || b === 'pipe1';
  return a.startsWith('cop') && a.slice(0, 4) === b.slice(0, 4);
}

/** The issue slot that an instruction needs; undefined if either will do. */
function side(issue: Issue): 0 | 1 | undefined {
  switch (issue) {
    case 'pipe0':
    case 'cop1-operate':
    case 'cop2-operate':
      return 0;
    case 'pipe1':
    case 'load-store':
    case 'cop1-move':
    case 'cop2-move':
      return 1;
    case 'either':
    case 'wide':
    case 'branch':
      return undefined;
  }
}
