import type { ByteSource } from '../../disc/byteSource';
import type { Tensor, TensorType } from '../model';
import { bodyBytes, placeTensors, type BodyShape } from '../tensorOrder';
import { bodyOrders, type BodyOrder, type BodyOrderName } from './bodyOrders';
import { PsntError } from './error';
import { weigh, type Plausibility } from './evidence';
import type { Quantization } from './fields';
import { configOf, type PsntHeader } from './header';

/** How the body was taken to lie in the file, and why. */
export interface PsntLayout {
  /** null when no known order fits. */
  readonly order: BodyOrderName | null;
  /** Another order fits as well. */
  readonly ambiguous: boolean;
  /** Sentences: what spoke for the order, and what else was possible. */
  readonly evidence: readonly string[];
}

interface Candidate {
  readonly order: BodyOrder;
  readonly body: BodyShape;
  /** For people: the order and its variant. */
  readonly title: string;
  /** Size of the file that it would make. */
  readonly bytes: number;
}

interface Weighed extends Candidate {
  readonly tensors: readonly Tensor[];
  readonly plausibility: Plausibility;
}

const matrixTypes: Readonly<Partial<Record<Quantization, TensorType>>> = { q8: 'q8' };

/** A body of which more scales and norms than this share are implausible is not in the order that was tried. */
const toleratedShare = 0.02;

/**
 * Finds the order of the body: every candidate's size is held against the file's, and what it would make of
 * scales and norms is sampled.
 * @param wanted takes this order, when its size fits, whatever else speaks against it.
 * @throws PsntError when none fits.
 */
export async function findLayout(
  source: ByteSource,
  header: PsntHeader,
  wanted?: BodyOrderName,
): Promise<{ readonly layout: PsntLayout; readonly tensors: readonly Tensor[] }> {
  if (header.error) throw header.error;
  const candidates = candidatesOf(header, wanted);
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
  const rivals = others.filter((other) => share(other) <= toleratedShare);
  return {
    tensors: best.tensors,
    layout: {
      order: best.order.name,
      ambiguous: rivals.length > 0,
      evidence: evidenceOf(source.size, best, others, rivals, wanted !== undefined),
    },
  };
}

function candidatesOf(header: PsntHeader, wanted: BodyOrderName | undefined): Candidate[] {
  const type = header.quantization && matrixTypes[header.quantization];
  if (type === undefined) {
    throw new PsntError({
      label: header.label,
      field: 'quant_type',
      offset: 8,
      found: `${header.values.quant_type} (${header.quantization ?? 'unknown'})`,
      expected: '8 (q8)',
      advice:
        'weights of this type cannot be read yet by this version of PS2 ML; convert the source model to Q8',
    });
  }
  const config = configOf(header);
  const stored = header.values.freq_blocks;
  const tables = stored === 0 ? [0] : [0, stored];
  return bodyOrders
    .filter(({ name }) => wanted === undefined || name === wanted)
    .flatMap((order) =>
      tables.map((ropeTables) => {
        const body: BodyShape = { config, ropeTables, matrixType: type };
        const variant = stored === 0 ? '' : ropeTables === 0 ? ' without RoPE tables' : ' with RoPE tables';
        return {
          order,
          body,
          title: order.name + variant,
          bytes: header.bytes + bodyBytes(order.sections, body),
        };
      }),
    );
}

function share({ plausibility: { looked, implausible } }: Weighed): number {
  return looked === 0 ? 0 : implausible / looked;
}

function evidenceOf(
  size: number,
  best: Weighed,
  others: readonly Weighed[],
  rivals: readonly Weighed[],
  chosen: boolean,
): string[] {
  const sentences = [`The file has exactly the ${size} bytes that ${best.title} asks for.`, found(best)];
  for (const other of others) {
    const end = rivals.includes(other) ? 'It fits as well.' : 'It was dismissed.';
    sentences.push(`${other.title} would have the same size. ${found(other)} ${end}`);
  }
  if (chosen) sentences.push(`The order ${best.order.name} was asked for.`);
  return sentences;
}

function found({ order, plausibility: { looked, implausible } }: Weighed): string {
  return implausible === 0
    ? `Read as ${order.name}, all ${looked} sampled scales and norms are plausible.`
    : `Read as ${order.name}, ${implausible} of ${looked} sampled scales and norms are implausible.`;
}

function wrongSize(header: PsntHeader, candidates: readonly Candidate[]): PsntError {
  const sizes = new Map<number, string>();
  for (const { bytes, title } of candidates) if (!sizes.has(bytes)) sizes.set(bytes, title);
  const smallest = Math.min(...sizes.keys());
  const largest = Math.max(...sizes.keys());
  const advice = !Number.isSafeInteger(smallest)
    ? 'the counts in the header are impossible; convert the model again'
    : header.fileBytes < smallest
      ? 'the file is cut short or its header is damaged; copy or download it again'
      : header.fileBytes > largest
        ? 'the file has bytes too many or its header is damaged; convert the model again'
        : 'its body is in an order that is not known; convert the model again';
  return new PsntError({
    label: header.label,
    field: 'the file size',
    found: `${header.fileBytes} bytes`,
    expected: [...sizes].map(([bytes, title]) => `${bytesInWords(bytes)} (${title})`).join(' or '),
    advice,
  });
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
