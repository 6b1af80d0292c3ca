import { ramBytes } from '../../../common/ram';
import { encodedPlanBytes } from '../../../model/plan/encodePlan';
import type { Plan, Range } from '../../../model/plan/plan';
import { planDifference } from '../../../model/plan/planDifference';
import { hex } from '../error';
import type { Identity } from '../identity';
import { eventBytes, mailboxBytes, totalBytes } from '../layout';
import type { MemoryPort } from '../memoryPort';

const advice =
  'build its image from the same model and tokenizer with this version, or set "program" to the model that it runs';

/**
 * Checks that a program executes the plan of the session: values and addresses that are shown come from this plan.
 * @throws Error with the first difference, or when the program has no plan.
 */
export async function checkPlan(
  port: Pick<MemoryPort, 'read'>,
  identity: Identity,
  plan: Plan,
): Promise<void> {
  const { operations, plan: loaded } = identity;
  const another = (difference: string): Error =>
    new Error(`The program runs another plan than ${plan.model}: ${difference}; ${advice}.`);
  if (operations !== plan.operations.length)
    throw another(`it has ${operations} operations, expected ${plan.operations.length}`);
  if (loaded.address === 0) {
    throw new Error(
      `The program has a mailbox but no plan (its plan_address is 0), so PS2 ML cannot know its operations and buffers: load PLAN.BIN of ${plan.model} at ${hex(plan.planAddress)}, execute it, and set plan_address as docs/mailbox.md describes; or let the program describe itself (docs/own-runtime.md).`,
    );
  }
  if (loaded.address !== plan.planAddress)
    throw another(`PLAN.BIN is at ${hex(loaded.address)}, expected ${hex(plan.planAddress)}`);
  const bytes = encodedPlanBytes(plan);
  if (loaded.bytes !== bytes) throw another(`PLAN.BIN has ${loaded.bytes} bytes, expected ${bytes}`);
  if (loaded.address + bytes > ramBytes) throw another('PLAN.BIN does not end in RAM');
  const difference = planDifference(plan, await port.read(loaded.address, bytes));
  if (difference !== undefined) throw another(difference);
  checkAreas(identity, plan);
}

/** A program that uses a buffer's memory for its mailbox has its buffers elsewhere than its plan says. */
function checkAreas(identity: Identity, plan: Plan): void {
  for (const [name, area] of areasOf(identity)) {
    const buffer = plan.buffers.find(({ start, end }) => start < area.end && area.start < end);
    if (!buffer) continue;
    throw new Error(
      `The program does not use the buffers of its plan: buffer "${buffer.name}" is at ${hex(buffer.start)} in the plan of ${plan.model}, but ${name} of the mailbox at ${hex(area.start)} overlaps it. Keep each buffer at the address that the plan gives.`,
    );
  }
}

function areasOf(identity: Identity): [string, Range][] {
  const { address, totals, events, text, log, input, breakpoints, until, bitmapBytes } = identity;
  const area = (start: number, bytes: number): Range => ({ start, end: start + bytes });
  return [
    ['the block', area(address, mailboxBytes)],
    ['the totals', area(totals.address, totals.capacity * totalBytes)],
    ['the events', area(events.address, events.capacity * eventBytes)],
    ['the text', area(text.address, text.capacity)],
    ['the log', area(log.address, log.capacity)],
    ['the input', area(input.address, input.capacity)],
    ['the breakpoints', area(breakpoints, bitmapBytes)],
    ['the until bitmap', area(until, bitmapBytes)],
  ];
}
