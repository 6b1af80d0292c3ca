import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkPlan } from '../../debug-adapter/mailbox/host/checkPlan';
import { readIdentity, type Identity } from '../../debug-adapter/mailbox/identity';
import { Words } from '../../debug-adapter/mailbox/words';
import { ramBytes } from '../../common/ram';
import { tinyModel } from '../../model/convert/tiny';
import { encodePlan } from '../../model/plan/encodePlan';
import { planOf } from '../../project/program/plan';
import { MailboxProgram, places } from './mailboxProgram';

const plan = planOf(tinyModel());
const file = encodePlan(plan, { id: new Uint8Array(32), crcs: [] });

/** The check of a program that has the plan, apart from what a test changes. */
async function check(change: Partial<Identity> = {}, damage?: (loaded: Uint8Array) => void): Promise<void> {
  const ram = new Uint8Array(ramBytes);
  const loaded = file.slice();
  damage?.(loaded);
  ram.set(loaded, plan.planAddress);
  const identity = {
    ...readIdentity(new Words(new MailboxProgram().bytes.subarray(places.block)), places.block),
    operations: plan.operations.length,
    plan: { address: plan.planAddress, bytes: file.length, crc: 0 },
    ...change,
  };
  const read = (at: number, length: number): Promise<Uint8Array> =>
    Promise.resolve(ram.slice(at, at + length));
  await checkPlan({ read }, identity, plan);
}

describe('the check of the plan that a program has', () => {
  it('accepts the plan of the session', () => check());

  it('refuses another number of operations, with both', () =>
    assert.rejects(check({ operations: 12 }), /another plan than .*: it has 12 operations, expected \d+; /));

  it('refuses a program without a plan', () =>
    assert.rejects(check({ plan: { address: 0, bytes: 0, crc: 0 } }), /has a mailbox but no plan /));

  it('refuses a plan that is not at its load address, or of another size', async () => {
    const place = { address: plan.planAddress + 64, bytes: file.length, crc: 0 };
    await assert.rejects(check({ plan: place }), /: PLAN\.BIN is at 0x[0-9a-f]{8}, expected 0x[0-9a-f]{8}; /);
    const short = { address: plan.planAddress, bytes: 64, crc: 0 };
    await assert.rejects(check({ plan: short }), /: PLAN\.BIN has 64 bytes, expected \d+; /);
  });

  it('refuses a difference in any byte but the digest of the weights', async () => {
    const flipped = (at: number) => (loaded: Uint8Array) => {
      loaded[at] = (loaded[at] ?? 0) ^ 1;
    };
    for (const at of [0, 24, 200, 600, file.length >> 1, file.length - 1])
      await assert.rejects(check({}, flipped(at)), /^Error: The program runs another plan than /, String(at));
  });

  it('refuses a mailbox that overlaps a buffer of the plan, and names both', () => {
    const logits = plan.buffers.find(({ name }) => name === 'logits') ?? assert.fail('no logits');
    const text = { address: logits.start, capacity: 16 };
    return assert.rejects(
      check({ text }),
      /does not use the buffers of its plan: buffer "logits" is at 0x.*, but the text of the mailbox at 0x/,
    );
  });
});
