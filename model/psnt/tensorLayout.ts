import type { ByteSource } from '../../disc/byteSource';
import type { Tensor } from '../model';
import { placeTensors } from '../tensorOrder';
import type { TensorOrderName } from './tensorOrders';
import { candidatesOf, type Candidate } from './candidates';
import { PsntError } from './error';
import { weigh, type Plausibility } from './evidence';
import { configOf, type PsntHeader } from './header';

/** The detected layout of the body, and why. */
export interface PsntLayout {
  /** null when no known order fits. */
  readonly order: TensorOrderName | null;
  /** The order with its variant, in the form of `order` in OpenPsntOptions. */
  readonly variant: string | null;
  /** Another order or variant fits too. */
  readonly ambiguous: boolean;
  /** Sentences: the reasons for the order, and the alternatives. */
  readonly evidence: readonly string[];
}

interface Weighed extends Candidate {
  readonly tensors: readonly Tensor[];
  readonly plausibility: Plausibility;
}

/** Above this share of implausible scales and norms, the tested order is wrong. */
const toleratedShare = 0.02;
/** An order with this many more plausible samples than another is right and the other wrong. */
const toleratedCount = 2;

/**
 * Finds the tensor order of the body: compares every candidate's size with the file's and samples its scales and
 * norms.
 * @param wanted use this order or variant if its size fits, regardless of other evidence.
 * @throws PsntError when none fits.
 */
export async function findLayout(
  source: ByteSource,
  header: PsntHeader,
  wanted?: string,
): Promise<{ readonly layout: PsntLayout; readonly tensors: readonly Tensor[] }> {
  if (header.error) throw header.error;
  const candidates = wantedCandidates(header, wanted);
  const fitting = candidates.filter(({ bytes }) => bytes === source.size);
  if (fitting.length === 0) throw wrongSize(header, candidates);
  const weighed: Weighed[] = [];
  for (const candidate of fitting) {
    const tensors = placeTensors(candidate.order.sections, candidate.body, header.bytes);
    weighed.push({ ...candidate, tensors, plausibility: await weigh(source, tensors) });
  }
  // A stable sort: of equally plausible orders the first in the table is used.
  weighed.sort((a, b) => share(a) - share(b));
  const [best, ...others] = weighed;
  if (best === undefined || (wanted === undefined && share(best) > toleratedShare)) {
    throw implausibleBody(header, weighed);
  }
  const rivals = others.filter(
    (other) =>
      share(other) <= toleratedShare &&
      other.plausibility.implausible - best.plausibility.implausible <= toleratedCount,
  );
  return {
    tensors: best.tensors,
    layout: {
      order: best.order.name,
      variant: best.title,
      ambiguous: rivals.length > 0,
      evidence: evidenceOf(source.size, best, others, rivals, wanted),
    },
  };
}

function wantedCandidates(header: PsntHeader, wanted: string | undefined): Candidate[] {
  const { label, values, version, quantization } = header;
  if (quantization === undefined) {
    throw new PsntError({
      label,
      field: 'quant_type',
      offset: 8,
      found: String(values.quant_type),
      expected: '1 (ternary), 4 (Q4) or 8 (Q8)',
      advice: 'convert the model again',
    });
  }
  const candidates = candidatesOf({
    config: configOf(header),
    version,
    quantization,
    ropeTables: values.freq_blocks,
    headerBytes: header.bytes,
  });
  if (wanted === undefined) return candidates;
  const chosen = candidates.filter(({ order, title }) => order.name === wanted || title === wanted);
  if (chosen.length > 0) return chosen;
  throw new PsntError({
    label,
    field: 'the requested tensor order',
    found: JSON.stringify(wanted),
    expected:
      [...new Set(candidates.map(({ order }) => order.name))].join(', ') + ', optionally with a variant',
    advice: 'use one of these, or omit it',
  });
}

function share({ plausibility: { looked, implausible } }: Weighed): number {
  return looked === 0 ? 0 : implausible / looked;
}

function evidenceOf(
  size: number,
  best: Weighed,
  others: readonly Weighed[],
  rivals: readonly Weighed[],
  wanted: string | undefined,
): string[] {
  const sentences = [`The file size of ${size} bytes matches ${best.title}.`, found(best)];
  for (const other of others) {
    const end = rivals.includes(other) ? 'It also fits.' : 'It was ruled out.';
    sentences.push(`${other.title} has the same size. ${found(other)} ${end}`);
  }
  if (wanted !== undefined) sentences.push(`Tensor order ${wanted} was requested.`);
  return sentences;
}

function found({ title, plausibility: { looked, implausible } }: Weighed): string {
  return implausible === 0
    ? `Read as ${title}, all ${looked} sampled scales, norms and other floats are plausible.`
    : `Read as ${title}, ${implausible} of ${looked} sampled scales, norms and other floats are implausible.`;
}

function wrongSize(header: PsntHeader, candidates: readonly Candidate[]): PsntError {
  const sizes = new Map<number, string>();
  for (const { bytes, title } of candidates) if (!sizes.has(bytes)) sizes.set(bytes, title);
  const bestBytes = candidates[0]?.bytes ?? 0;
  const advice = !Number.isSafeInteger(bestBytes)
    ? 'the header has impossible counts; convert the model again'
    : header.fileBytes < bestBytes
      ? 'the file is truncated, its header is damaged or its body is in an unknown tensor order; copy or download it again'
      : 'the file is too long, its header is damaged or its body is in an unknown tensor order; convert the model again';
  return new PsntError({
    label: header.label,
    field: 'the file size',
    found: `${header.fileBytes} bytes`,
    expected: sizesInWords(sizes),
    advice,
  });
}

/** The most likely sizes; more would not help. */
function sizesInWords(sizes: ReadonlyMap<number, string>): string {
  const shown = [...sizes].slice(0, 2).map(([bytes, title]) => `${bytesInWords(bytes)} (${title})`);
  const more = sizes.size - shown.length;
  return shown.join(' or ') + (more > 0 ? `, or one of ${more} other sizes` : '');
}

function bytesInWords(bytes: number): string {
  return Number.isSafeInteger(bytes) ? `${bytes} bytes` : `about ${bytes.toExponential(1)} bytes`;
}

function implausibleBody(header: PsntHeader, weighed: readonly Weighed[]): PsntError {
  return new PsntError({
    label: header.label,
    field: 'the body',
    offset: header.bytes,
    found: `implausible in every known tensor order (${weighed
      .map(
        ({ title, plausibility: { looked, implausible } }) =>
          `${title}: ${implausible} of ${looked} scales and norms`,
      )
      .join(', ')})`,
    expected: 'finite scales and norms of ordinary size',
    advice: 'the file is damaged or in an unknown tensor order; convert the model again',
  });
}
