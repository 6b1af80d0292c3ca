import type { RunSettings } from '../plan/runSettings';
import type { FloatUnit } from './floatUnit';
import { CandidateList } from './candidateList';
import { f32Bits } from './f32Bits';
import type { Kernels } from './kernels';
import { nextXorshift32 } from './xorshift32';

/** The sampler's rows, as EE addresses. */
interface SampleRows {
  readonly logits: number;
  readonly vocabSize: number;
  /** Scratch: logits after penalties, then probabilities in sorted order; f32. */
  readonly candidates: number;
  /** Scratch: ids in sorted order; i32. */
  readonly order: number;
}

export interface Sampled {
  readonly id: number;
  /** State of the generator afterwards. */
  readonly generator: number;
}

const excluded = 0xff7fffff;
/** 2⁻²⁴ */
const perStep = 0x33800000;

/** Chooses the next token: docs/arithmetic.md, "Sample". */
export class Sampler {
  private readonly ids: Int32Array;
  private readonly settings: RunSettings;

  constructor(
    private readonly unit: FloatUnit,
    private readonly kernels: Kernels,
    ram: ArrayBuffer,
    settings: RunSettings,
  ) {
    this.ids = new Int32Array(ram);
    // The float in RUN.BIN decides whether a setting is off.
    const { temperature, topP, repetitionPenalty } = settings;
    this.settings = {
      ...settings,
      temperature: Math.fround(temperature),
      topP: Math.fround(topP),
      repetitionPenalty: Math.fround(repetitionPenalty),
    };
  }

  /** @param history all ids so far, prompt included. */
  sample(all: SampleRows, history: readonly number[], generator: number): Sampled {
    const { sampledIds } = this.settings;
    const vocabSize = sampledIds > 0 ? Math.min(sampledIds, all.vocabSize) : all.vocabSize;
    const rows = { ...all, vocabSize };
    this.penalise(rows, history);
    this.excludeRepeats(rows, history);
    if (this.settings.temperature === 0) return { id: this.largest(rows), generator };
    const next = nextXorshift32(generator);
    if (this.unit.version === 2) return { id: this.drawSelected(rows, next), generator: next };
    const kept = this.sort(rows);
    this.kernels.softmax(rows.candidates, kept);
    return { id: this.draw(rows, kept, next), generator: next };
  }

  private penalise({ logits, candidates, vocabSize }: SampleRows, history: readonly number[]): void {
    const { unit, ids } = this;
    ids.copyWithin(candidates >>> 2, logits >>> 2, (logits >>> 2) + vocabSize);
    const { repetitionPenalty } = this.settings;
    if (repetitionPenalty === 1) return;
    const penalty = unit.fromBits(f32Bits(repetitionPenalty));
    const zero = unit.fromBits(0);
    for (const id of new Set(history)) {
      if (id >= vocabSize) continue;
      const logit = unit.load(candidates + id * 4);
      const penalised = unit.less(zero, logit) ? unit.div(logit, penalty) : unit.mul(logit, penalty);
      unit.store(candidates + id * 4, penalised);
    }
  }

  private excludeRepeats({ candidates, vocabSize }: SampleRows, history: readonly number[]): void {
    const n = this.settings.noRepeatNgram;
    if (n <= 0 || history.length < n - 1) return;
    const prefix = history.slice(history.length - (n - 1));
    for (let end = n - 1; end < history.length; end++) {
      const repeats = prefix.every((id, i) => id === history[end - (n - 1) + i]);
      const id = history[end] ?? 0;
      if (repeats && id < vocabSize) this.ids[(candidates >>> 2) + id] = excluded;
    }
  }

  private largest({ candidates, vocabSize }: SampleRows): number {
    const { unit } = this;
    let best = 0;
    for (let id = 1; id < vocabSize; id++) {
      if (unit.less(unit.load(candidates + best * 4), unit.load(candidates + id * 4))) best = id;
    }
    return best;
  }

  /** Divides by the temperature and sorts. @returns the number of tokens after top-k. */
  private sort({ candidates, order, vocabSize }: SampleRows): number {
    const { unit, ids } = this;
    const temperature = unit.fromBits(f32Bits(this.settings.temperature));
    const values = Array.from({ length: vocabSize }, (_, id) =>
      unit.div(unit.load(candidates + id * 4), temperature),
    );
    const valueOf = (id: number): number => values[id] ?? 0;
    const sorted = ids.subarray(order >>> 2, (order >>> 2) + vocabSize);
    sorted.forEach((_, id) => (sorted[id] = id));
    sorted.sort((a, b) => {
      if (unit.less(valueOf(b), valueOf(a))) return -1;
      return unit.less(valueOf(a), valueOf(b)) ? 1 : a - b;
    });
    sorted.forEach((id, i) => unit.store(candidates + i * 4, valueOf(id)));
    const { topK } = this.settings;
    return topK > 0 ? Math.min(topK, vocabSize) : vocabSize;
  }

  /** As version 2 does it. */
  private drawSelected({ candidates, order, vocabSize }: SampleRows, generator: number): number {
    const { unit, ids } = this;
    const { topK, topP } = this.settings;
    const temperature = unit.fromBits(f32Bits(this.settings.temperature));
    const rows = { values: candidates, ids: order };
    const list = new CandidateList(unit, ids, rows, vocabSize, topK, temperature);
    let total = unit.fromInt(1);
    let last = list.count - 1;
    if (topP > 0 && topP < 1) {
      const limit = unit.fromBits(f32Bits(topP));
      total = unit.fromBits(0);
      for (let i = 0; i < list.count; i++) {
        total = unit.add(total, list.probability(i));
        last = i;
        if (!unit.less(total, limit)) break;
      }
    }
    const target = this.targetOf(generator, total);
    let c = unit.fromBits(0);
    for (let i = 0; i < last; i++) {
      c = unit.add(c, list.probability(i));
      if (unit.less(target, c)) return list.id(i);
    }
    return list.id(last);
  }

  /** A number from 0 up to `total`. */
  private targetOf(generator: number, total: number): number {
    const { unit } = this;
    const u = unit.mul(unit.fromInt(generator >>> 8), unit.fromBits(perStep));
    return unit.mul(u, total);
  }

  private draw({ candidates, order }: SampleRows, kept: number, generator: number): number {
    const { unit, ids } = this;
    const { topP } = this.settings;
    const zero = unit.fromBits(0);
    const limit = topP > 0 && topP < 1 ? unit.fromBits(f32Bits(topP)) : undefined;
    let total = zero;
    let last = 0;
    for (; last < kept; last++) {
      total = unit.add(total, unit.load(candidates + last * 4));
      if (limit !== undefined && !unit.less(total, limit)) break;
    }
    last = Math.min(last, kept - 1);
    const target = this.targetOf(generator, total);
    let c = zero;
    let chosen = 0;
    for (; chosen < last; chosen++) {
      c = unit.add(c, unit.load(candidates + chosen * 4));
      if (unit.less(target, c)) break;
    }
    return ids[(order >>> 2) + chosen] ?? 0;
  }
}
