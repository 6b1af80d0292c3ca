import type { ByteSource } from '../../disc/byteSource';
import type { Tensor } from '../model';
import { placeTensors } from '../tensorOrder';
import type { BodyOrderName } from './bodyOrders';
import { candidatesOf, type Candidate } from './candidates';
import { PsntError } from './error';
import { weigh, type Plausibility } from './evidence';
import { configOf, type PsntHeader } from './header';

/** How the body was taken to lie in the file, and why. */
export interface PsntLayout {
  /** null when no known order fits. */
  readonly order: BodyOrderName | null;
  /** The order with its variant, as `order` of OpenPsntOptions takes it. */
  readonly variant: string | null;
  /** Another order or variant fits as well. */
  readonly ambiguous: boolean;
  /** Sentences: what spoke for the order, and what else was possible. */
  readonly evidence: readonly string[];
}

interface Weighed extends Candidate {
  readonly tensors: readonly Tensor[];
  readonly plausibility: Plausibility;
}

/** A body of which more scales and norms than this share are implausible is not in the order that was tried. */
const toleratedShare = 0.02;
/** An order that makes more sense of a body than another by this many samples is right and the other wrong. */
const toleratedCount = 2;

/**
 * Finds the order of the body: every candidate's size is held against the file's, and what it would make of
 * scales and norms is sampled.
 * @param wanted takes this order or variant, when its size fits, whatever else speaks against it.
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
  // A stable sort: of equally plausible orders the one that stands first in the table is taken.
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
    field: 'the order that was asked for',
    found: JSON.stringify(wanted),
    expected:
      [...new Set(candidates.map(({ order }) => order.name))].join(', ') + ', or one with its variant',
    advice: 'choose one of these, or leave it out',
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
  const sentences = [`The file has exactly the ${size} bytes that ${best.title} asks for.`, found(best)];
  for (const other of others) {
    const end = rivals.includes(other) ? 'It fits as well.' : 'It was dismissed.';
    sentences.push(`${other.title} would have the same size. ${found(other)} ${end}`);
  }
  if (wanted !== undefined) sentences.push(`The order ${wanted} was asked for.`);
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
  const likeliest = candidates[0]?.bytes ?? 0;
  const advice = !Number.isSafeInteger(likeliest)
    ? 'the counts in the header are impossible; convert the model again'
    : header.fileBytes < likeliest
      ? 'the file is cut short, its header is damaged or its body is in an order that is not known; copy or download it again'
      : 'the file has bytes too many, its header is damaged or its body is in an order that is not known; convert the model again';
  return new PsntError({
    label: header.label,
    field: 'the file size',
    found: `${header.fileBytes} bytes`,
    expected: sizesInWords(sizes),
    advice,
  });
}

/** The likeliest sizes; more would say nothing. */
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
    found: `implausible in every known order (${weighed
      .map(
        ({ title, plausibility: { looked, implausible } }) =>
          `${title}: ${implausible} of ${looked} scales and norms`,
      )
      .join(', ')})`,
    expected: 'finite scales and norms of ordinary size',
    advice: 'the file is damaged or in an order that is not known; convert the model again',
  });
}
