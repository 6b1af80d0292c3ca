import { errorText } from '../../common/errorText';
import type { Model } from '../../model/model';
import type { Operation, Plan } from '../../model/plan/plan';
import type { RunSettings } from '../../model/plan/runSettings';
import type { Arithmetic } from '../../targets/descriptor';
import type { Position, Target } from '../targets/target';
import { isSame, type Culprit, type DiscWeights } from './culprit';
import { failureDivergence } from './damage';
import { diagnose } from './diagnosis';
import { DriftLog } from './driftLog';
import type { Comparison, Divergence, WeightPlaces } from './finding';
import { Judge } from './judge';
import { rowsOf, rowValues, type OperandRow, type PassRange } from './operandRows';
import { TargetMemory } from './targetMemory';
import { TargetSteps, type Standing, type Steps } from './targetSteps';
import type { Tolerances } from './tolerances';
import { relativeDifference, vectorDifference, type ComparedRow } from './vectorDifference';

/** What is compared with what. */
export interface ComparisonOptions {
  readonly model: Model;
  /** Compiled anew from the model. */
  readonly plan: Plan;
  readonly run: RunSettings;
  /** Executes the plan; not launched yet. */
  readonly target: Target;
  /** The arithmetic of the target. */
  readonly arithmetic: Arithmetic;
  /** What judges each operation: the engine in this arithmetic. */
  readonly against: Arithmetic;
  /** Another model of the same shape, such as the float32 source: then its own run is what results are held against. */
  readonly other?: { readonly model: Model; readonly plan: Plan };
  readonly tolerances: Tolerances;
  /** The disc of the target, if it can be read. */
  readonly disc?: DiscWeights;
  /** Compares so many sampled tokens at most. */
  readonly mostTokens?: number;
  readonly placesOf?: (matrix: string, row: number, column: number) => WeightPlaces;
  readonly progress?: (message: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Launches a target, runs it operation by operation, and recomputes each one from the target's own inputs. It stops at
 * the first whose result is another.
 * @throws Error when the target cannot be launched or read, or the reason of an abort.
 */
export async function compareWithReference(options: ComparisonOptions): Promise<Comparison> {
  const { plan, run, target, signal, progress } = options;
  const { model: judging, plan: judgingPlan } = options.other ?? options;
  progress?.('Preparing the reference');
  const start = (settings: RunSettings): Promise<Judge> =>
    Judge.start(judging, judgingPlan, settings, options.against);
  const forced = isExact(options) ? run : await forcedRun(await start(run), run);
  const judge = await start(forced);
  const steps = new TargetSteps(target, signal);
  try {
    progress?.('Starting the target');
    await target.launch(forced, signal, progress);
  } catch (error) {
    signal.throwIfAborted();
    const failure = { message: errorText(error), pass: null, position: null };
    const divergence = await failureDivergence(plan, failure, { parts: judge.parts, ...options });
    if (!divergence) throw error;
    return { divergence, operations: 0, passes: 0, tokens: 0, drift: [], remarks: [] };
  }
  const free = isExact(options) || options.other ? undefined : await start(forced);
  return new Run(options, judge, free, steps).compare();
}

/** Both sides compute alike, so that results are equal to the bit. */
function isExact({ arithmetic, against, other, tolerances }: ComparisonOptions): boolean {
  return !other && arithmetic === against && Object.values(tolerances).every((tolerance) => tolerance === 0);
}

/**
 * The same from a stop of a program under way, with a judge that stands where the program does. Both compute alike.
 * @param steps of the program; what they meet is compared until a divergence or the end
 */
export async function compareFrom(
  options: ComparisonOptions,
  judge: Judge,
  steps: Steps,
): Promise<Comparison> {
  return new Run(options, judge, undefined, steps).compare();
}

/** The run whose prompt is the whole text of the reference, so that the target computes the same tokens. */
async function forcedRun(reference: Judge, run: RunSettings): Promise<RunSettings> {
  while (!reference.ended) await reference.step();
  return { ...run, prompt: reference.progress.tokens.slice(0, -1), maxTokens: 1 };
}

/** One comparison under way: the target and the judge stand before the same operation. */
class Run {
  private readonly memory: TargetMemory;
  private readonly drift: DriftLog;
  private operations = 0;

  constructor(
    private readonly options: ComparisonOptions,
    private readonly judge: Judge,
    private readonly free: Judge | undefined,
    private readonly steps: Steps,
  ) {
    this.memory = new TargetMemory(options.target);
    this.drift = new DriftLog(options.plan);
  }

  async compare(): Promise<Comparison> {
    const { plan, progress, mostTokens = Infinity } = this.options;
    let standing = await this.steps.standing();
    for (;;) {
      const at = this.judge.position();
      const operation = plan.operations[at.operation];
      if (!operation) return this.found();
      if (standing.type === 'ended') return this.found(endedEarly(operation, at));
      if (standing.type === 'paused') return this.found();
      if (standing.type === 'failed') return this.found(await this.failed(standing.message, operation));
      const other = misplaced(standing.position, at, plan, operation);
      if (other) return this.found(other);
      if (operation.index === 0) progress?.(`Comparing pass ${at.pass}, from position ${at.first}`);
      const next = await this.step(operation);
      if ('operation' in next) return this.found(next);
      this.operations++;
      if (this.steps.sampled.length >= mostTokens || this.judge.ended) return this.found();
      standing = next;
    }
  }

  /** Executes one operation on both sides. @returns where the target stands then, or what differs. */
  private async step(operation: Operation): Promise<Standing | Divergence> {
    const { plan, tolerances } = this.options;
    const { judge, memory, free } = this;
    const { pass: number, first, count } = judge.position();
    const pass = { first, count };
    const rows = rowsOf(plan, operation, operation.output, pass);
    const before = await memory.rows(rows);
    const changed = this.changedInPlace(operation, rows, before);
    if (changed) return changed;
    const { other } = this.options;
    // Another model goes its own way, from its own inputs.
    if (!other) rows.forEach(({ address }, index) => judge.write(address, before[index] ?? new Uint8Array()));
    const standing = await this.steps.resume({ kind: 'operation' });
    if (standing.type === 'failed' || standing.type === 'paused') return standing;
    await judge.step();
    await free?.step();
    const found = await memory.rows(rows);
    const expected = this.expectedRows(operation, pass).map(({ address, bytes }) =>
      judge.read(address, bytes),
    );
    const tolerance = operation.kind === 'reported' ? 0 : tolerances[operation.kind];
    const compared = this.valuesOf(operation, rows, found, expected);
    const isForced = !isExact(this.options);
    const drift = other
      ? Math.max(0, ...compared.map((row) => relativeDifference(row.found, row.expected)))
      : free && this.driftOf(free, operation, rows, found);
    if (drift !== undefined) this.drift.add(operation, number, drift);
    const isEqual = isForced
      ? operation.kind === 'sample' ||
        compared.every((row) => relativeDifference(row.found, row.expected) <= tolerance)
      : found.every((row, index) => isSame(row, expected[index] ?? new Uint8Array()));
    if (isEqual) {
      // The judge goes on from what the target has.
      if (isForced && !other)
        rows.forEach(({ address }, index) => judge.write(address, found[index] ?? new Uint8Array()));
      return standing;
    }
    if (other) return this.drifted(operation, number, compared, tolerance);
    const { model, disc } = this.options;
    const culprit: Culprit = {
      ...{ model, plan, operation, pass, rows, before, found, expected, judge, memory, tolerance },
      ...(disc && { disc }),
    };
    return this.divergence(culprit, number, compared, drift);
  }

  /** Where the judge has the result of an operation. */
  private expectedRows(operation: Operation, pass: PassRange): OperandRow[] {
    const { plan, other } = this.options;
    const judging = other?.plan ?? plan;
    const same = judging.operations[operation.index] ?? operation;
    return rowsOf(judging, same, same.output, pass);
  }

  /** The result is too far from that of another model, which says nothing of the cause. */
  private drifted(
    operation: Operation,
    pass: number,
    compared: readonly ComparedRow[],
    tolerance: number,
  ): Divergence {
    const { plan, other } = this.options;
    const difference = vectorDifference(compared);
    const relative = difference?.relative ?? 0;
    return {
      operation: operation.id,
      matrix: matrixOf(plan, operation),
      pass,
      position: difference?.first.position ?? null,
      kind: 'unknown',
      words: `The result of ${operation.id} differs from that of ${other?.plan.model ?? 'the other model'} by ${relative.toPrecision(3)} of its length; ${tolerance} is allowed.`,
      ...(difference && { difference, vectors: around(compared, difference.worst) }),
      tolerance,
      drift: relative,
    };
  }

  /** What an operation changes in place must still be what the operation before it wrote. */
  private changedInPlace(
    operation: Operation,
    rows: readonly OperandRow[],
    before: readonly Uint8Array[],
  ): Divergence | undefined {
    const { plan } = this.options;
    const { output, inputs } = operation;
    if (
      !isExact(this.options) ||
      !inputs.some(({ buffer, address }) => buffer !== undefined && address === output.address)
    )
      return undefined;
    const index = rows.findIndex(
      ({ address, bytes }, at) => !isSame(before[at] ?? new Uint8Array(), this.judge.read(address, bytes)),
    );
    if (index < 0) return undefined;
    const name = plan.buffers[output.buffer ?? -1]?.name ?? '';
    return {
      operation: operation.id,
      matrix: null,
      pass: this.judge.position().pass,
      position: rows[index]?.position ?? null,
      kind: 'unknown',
      words: `Input ${name} of ${operation.id} changed after it was written.`,
    };
  }

  private valuesOf(
    { output }: Operation,
    rows: readonly OperandRow[],
    found: readonly Uint8Array[],
    expected: readonly Uint8Array[],
  ): ComparedRow[] {
    const { plan, arithmetic, against } = this.options;
    const none = new Uint8Array();
    return rows.map(({ position }, index) => ({
      position,
      found: rowValues(plan, output, found[index] ?? none, arithmetic),
      expected: rowValues(plan, output, expected[index] ?? none, against),
    }));
  }

  private driftOf(
    free: Judge,
    operation: Operation,
    rows: readonly OperandRow[],
    found: readonly Uint8Array[],
  ): number {
    const own = rows.map(({ address, bytes }) => free.read(address, bytes));
    const compared = this.valuesOf(operation, rows, found, own);
    return Math.max(0, ...compared.map((row) => relativeDifference(row.found, row.expected)));
  }

  private async divergence(
    culprit: Culprit,
    pass: number,
    compared: readonly ComparedRow[],
    drift: number | undefined,
  ): Promise<Divergence> {
    const { plan, operation, tolerance, judge } = culprit;
    const after = judge.keep();
    const { kind, words, matrix, weights } = await diagnose(culprit);
    judge.restore(after);
    const name = matrix ?? matrixOf(plan, operation);
    const difference = vectorDifference(compared);
    const places = weights && name !== null && this.options.placesOf?.(name, weights.row, weights.column);
    return {
      operation: operation.id,
      matrix: name,
      pass,
      position: difference?.first.position ?? culprit.rows[0]?.position ?? null,
      kind,
      words,
      ...(difference && { difference, vectors: around(compared, difference.worst) }),
      tolerance,
      drift: drift ?? difference?.relative ?? 0,
      ...(places ? { weights: places } : weights && { weights }),
    };
  }

  private async failed(message: string, operation: Operation): Promise<Divergence> {
    const { plan, disc, signal } = this.options;
    const { pass, first } = this.judge.position();
    const failure = { message, operation, pass, position: first };
    const sources = { parts: this.judge.parts, ...(disc && { disc }) };
    signal.throwIfAborted();
    const divergence = await failureDivergence(plan, failure, sources);
    if (!divergence) throw new Error(message);
    return divergence;
  }

  private found(divergence?: Divergence): Comparison {
    const { pass } = this.judge.position();
    return {
      ...(divergence && { divergence }),
      operations: this.operations,
      passes: divergence ? pass : pass + 1,
      tokens: this.steps.sampled.length,
      drift: this.drift.layers,
      remarks: [],
    };
  }
}

const vectorElements = 8;

/** Elements around one, of its row. */
function around(
  rows: readonly ComparedRow[],
  { position, index }: { readonly position: number; readonly index: number },
): NonNullable<Divergence['vectors']> {
  const row = rows.find((one) => one.position === position);
  const from = Math.max(0, index - vectorElements / 2);
  const part = (values: Float64Array | undefined): number[] =>
    Array.from(values?.slice(from, from + vectorElements) ?? []);
  return { from, found: part(row?.found), expected: part(row?.expected) };
}

/** The matrix of an operation, or the vector that it uses. */
function matrixOf(plan: Plan, { matrix, inputs }: Operation): string | null {
  const index = matrix ?? inputs.find((input) => input.matrix !== undefined)?.matrix;
  return plan.matrices[index ?? -1]?.name ?? null;
}

function endedEarly({ id }: Operation, { pass, first }: Position): Divergence {
  const words = `The program ended before ${id} of pass ${pass}, which the reference goes on with.`;
  return { operation: id, matrix: null, pass, position: first, kind: 'unknown', words };
}

/** The target is before another operation, or its pass runs over other positions. */
function misplaced(
  target: Position,
  judge: Position,
  plan: Plan,
  operation: Operation,
): Divergence | undefined {
  const { pass, first, count, tail } = judge;
  const same =
    target.operation === judge.operation &&
    target.pass === pass &&
    target.first === first &&
    target.count === count &&
    target.tail === tail;
  if (same) return undefined;
  const other = plan.operations[target.operation]?.id ?? `operation ${target.operation}`;
  return {
    operation: operation.id,
    matrix: null,
    pass,
    position: first,
    kind: target.first === first && target.count === count ? 'unknown' : 'position',
    words: `The program is before ${other} of pass ${target.pass} over ${target.count} positions from ${target.first}; it should be before ${operation.id} of pass ${pass} over ${count} positions from ${first}.`,
  };
}
