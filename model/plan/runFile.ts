import { viewOf } from '../../common/littleEndian';
import { crc32 } from './crc32';
import { PlanError } from './error';
import { RecordWriter } from './format/references';
import { mostStopIds, runHeader, runMagic, runVersion } from './format/runHeader';
import type { Plan } from './plan';
import type { RunSettings } from './runSettings';

/**
 * RUN.BIN as docs/plan.md specifies it.
 * @throws PlanError when the prompt is empty, too long or has an id that the model does not know.
 */
export function encodeRun(plan: Plan, run: RunSettings): Uint8Array {
  checkRun(plan, run);
  const writer = new RecordWriter(runHeader.bytes + run.prompt.length * 4);
  runHeader.write(writer, 0, {
    ...run,
    magic: runMagic,
    ...runVersion,
    fileBytes: writer.bytes.length,
    crc: 0,
    promptCount: run.prompt.length,
    seed: run.seed >>> 0,
    stopCount: run.stopIds.length,
  });
  writer.at(runHeader.bytes).u32(...run.prompt);
  writer.at(runHeader.offsetOf('crc')).u32(crc32(writer.bytes));
  return writer.bytes;
}

/** The prompt ids of a RUN.BIN, as many as the file holds. */
export function promptIn(bytes: Uint8Array): number[] {
  const view = viewOf(bytes);
  const room = Math.max(0, Math.floor((bytes.length - runHeader.bytes) / 4));
  const count = room === 0 ? 0 : Math.min(room, view.getUint32(runHeader.offsetOf('promptCount'), true));
  return Array.from({ length: count }, (_, index) => view.getUint32(runHeader.bytes + index * 4, true));
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
  if (run.stopIds.length > mostStopIds) {
    throw new PlanError(
      `${run.stopIds.length} stop ids are given; RUN.BIN holds ${mostStopIds}. Leave some out.`,
    );
  }
  if (run.sampledIds > vocabSize) {
    throw new PlanError(
      `${run.sampledIds} ids may be sampled, and ${plan.model} has ${vocabSize} rows. Use the tokenizer that belongs to the model.`,
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
