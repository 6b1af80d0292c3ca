import { BinaryWriter } from './binary';
import { crc32 } from './crc32';
import { PlanError } from './error';
import type { Plan } from './plan';
import type { RunSettings } from './runSettings';

export const runMagic = 'PS2MRUN1';
const version = { major: 1, minor: 0 };
const maxStopIds = 64;
const headerBytes = 512;

/**
 * RUN.BIN as docs/plan.md specifies it.
 * @throws PlanError when the prompt is empty, too long or has an id that the model does not know.
 */
export function encodeRun(plan: Plan, run: RunSettings): Uint8Array {
  checkRun(plan, run);
  const writer = new BinaryWriter(headerBytes + run.prompt.length * 4);
  writer.ascii(runMagic).u16(version.major, version.minor).u32(writer.bytes.length, 0);
  writer.at(24).u32(run.prompt.length, run.maxTokens, run.seed >>> 0);
  writer.f32(run.temperature).u32(run.topK).f32(run.topP, run.repetitionPenalty).u32(run.noRepeatNgram);
  writer.u32(run.waitForDebuggerMs, run.stopIds.length);
  writer.at(128).u32(...run.stopIds);
  writer.at(headerBytes).u32(...run.prompt);
  writer.at(16).u32(crc32(writer.bytes));
  return writer.bytes;
}

/** The prompt that a RUN.BIN says; as much of it as is there. */
export function promptIn(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const room = Math.max(0, Math.floor((bytes.length - headerBytes) / 4));
  const count = room === 0 ? 0 : Math.min(room, view.getUint32(24, true));
  return Array.from({ length: count }, (_, index) => view.getUint32(headerBytes + index * 4, true));
}

/** One sentence for each thing that a run cannot be asked to do. */
export function checkRun(plan: Plan, run: RunSettings): void {
  const { vocabSize, seqLen } = plan.config;
  if (run.prompt.length === 0)
    throw new PlanError(
      'The prompt has no token. Write a prompt, or use a tokenizer with a beginning-of-sequence token.',
    );
  if (run.prompt.length > seqLen) {
    throw new PlanError(
      `The prompt has ${run.prompt.length} tokens, and ${plan.model} takes ${seqLen}. Shorten the prompt.`,
    );
  }
  if (run.stopIds.length > maxStopIds) {
    throw new PlanError(
      `${run.stopIds.length} stop ids are given; RUN.BIN holds ${maxStopIds}. Leave some out.`,
    );
  }
  for (const id of [...run.prompt, ...run.stopIds]) {
    if (!Number.isInteger(id) || id < 0 || id >= vocabSize) {
      throw new PlanError(
        `Token ${id} is not in the vocabulary of ${plan.model} (0 to ${vocabSize - 1}). Use the tokenizer that belongs to the model.`,
      );
    }
  }
}
