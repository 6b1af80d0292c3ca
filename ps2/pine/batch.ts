import { viewOf } from '../../common/littleEndian';
import type { PineMachine, PineTexts } from './machine';
import { opcodes, pineStates, replyHeadBytes, replyLimitBytes } from './wire';

/** A command of a batch, with the offset of its payload in the reply. */
export type Step =
  | { readonly kind: 'read'; readonly address: number; readonly width: number; readonly at: number }
  | { readonly kind: 'write'; readonly address: number; readonly bytes: Uint8Array }
  | { readonly kind: 'payload'; readonly bytes: Uint8Array; readonly at: number }
  | { readonly kind: 'saveState' | 'loadState'; readonly slot: number };

/** The commands of a request up to the first that fails. */
export interface Batch {
  readonly steps: readonly Step[];
  /** Bytes of the reply, including its head, if none fails. */
  readonly replyBytes: number;
  readonly failed: boolean;
}

const textOf = new Map<number, keyof PineTexts>([
  [opcodes.version, 'version'],
  [opcodes.title, 'title'],
  [opcodes.id, 'id'],
  [opcodes.uuid, 'uuid'],
  [opcodes.gameVersion, 'gameVersion'],
]);

/** Reads the commands of a request, checking what PCSX2 checks: a game, the bytes that are left, room in the reply. */
export function readBatch(body: Uint8Array, machine: Pick<PineMachine, 'state' | 'texts'>): Batch {
  const view = viewOf(body);
  const steps: Step[] = [];
  let [from, at] = [0, replyHeadBytes];
  while (from < body.length) {
    const step = readStep(view, from, at, machine);
    if (!step || at + step.replyBytes >= replyLimitBytes) return { steps, replyBytes: at, failed: true };
    steps.push(step.step);
    from += step.bytes;
    at += step.replyBytes;
  }
  return { steps, replyBytes: at, failed: false };
}

interface ReadStep {
  readonly step: Step;
  /** Bytes of the command and of its payload in the reply. */
  readonly bytes: number;
  readonly replyBytes: number;
}

/** @returns undefined when the command fails. */
function readStep(
  view: DataView,
  from: number,
  at: number,
  { state, texts }: Pick<PineMachine, 'state' | 'texts'>,
): ReadStep | undefined {
  const opcode = view.getUint8(from);
  if (opcode === opcodes.status) return payload(wordBytes(pineStates.indexOf(state)), at);
  if (state === 'shut down') return undefined;
  const left = view.byteLength - from;
  if (opcode <= opcodes.write64) {
    const width = 1 << (opcode & 3);
    const isWrite = opcode >= opcodes.write8;
    const bytes = 5 + (isWrite ? width : 0);
    if (left < bytes) return undefined;
    const address = view.getUint32(from + 1, true);
    if (!isWrite) return { step: { kind: 'read', address, width, at }, bytes, replyBytes: width };
    const value = new Uint8Array(view.buffer, view.byteOffset + from + 5, width);
    return { step: { kind: 'write', address, bytes: value }, bytes, replyBytes: 0 };
  }
  if (opcode === opcodes.saveState || opcode === opcodes.loadState) {
    if (left < 2) return undefined;
    const kind = opcode === opcodes.saveState ? 'saveState' : 'loadState';
    return { step: { kind, slot: view.getUint8(from + 1) }, bytes: 2, replyBytes: 0 };
  }
  const text = textOf.get(opcode);
  return text === undefined ? undefined : payload(textBytes(texts[text]), at);
}

function payload(bytes: Uint8Array, at: number): ReadStep {
  return { step: { kind: 'payload', bytes, at }, bytes: 1, replyBytes: bytes.length };
}

function wordBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

/** Its length with the NUL, the text, NUL. */
function textBytes(text: string): Uint8Array {
  const letters = new TextEncoder().encode(`${text}\0`);
  const bytes = new Uint8Array(4 + letters.length);
  bytes.set(wordBytes(letters.length));
  bytes.set(letters, 4);
  return bytes;
}
