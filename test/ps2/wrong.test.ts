import assert from 'node:assert/strict';
import type { Checks } from '../../ps2/console/options';
import { boot, finish } from './program';

async function wrong(what: string, checks: Checks = {}) {
  const console = await boot('wrong', [what], { checks });
  return { console, stop: finish(console) };
}

describe('programs that do something wrong', () => {
  const crashes: [string, RegExp, Checks?][] = [
    ['syscall', /kernel call 16383 \(0x00003fff\).* at 0x0010[0-9a-f]{4}, returning to \$ra = 0x0010/],
    ['load', /lw .*0x08000000/],
    ['misaligned', /lw .*not a multiple of 4/],
    ['jump', /0x0bad0000/],
    ['no-rest-buffer', /head and tail of a disc read \(fifth argument\) to 0x00000000.*invalid address/],
    ['unaligned-target', /result of CDVD N commands to 0x0010[0-9a-f]{4}.*multiple of 16/],
    ['quadword', /lq .*not a multiple of 16/, { misalignedQuadwords: true }],
    ['code', /overwrites its own code at 0x0010/, { codeWrites: true }],
    ['cache-stale', /a load from 0x0010[0-9a-f]{4} hits a line that changed in RAM/, { dataCache: true }],
    ['cache-dirty', /disc data is transferred to .* the cache has changes to this line/, { dataCache: true }],
    ['cache-mixed', /an uncached load from 0x2010[0-9a-f]{4} hits a line with changes/, { dataCache: true }],
    ['cache-send', /SifSetDma transfers 0x0010.* still in the cache/, { dataCache: true }],
  ];
  for (const [what, message, checks] of crashes) {
    it(`${what}: stops with words`, async () => {
      const { stop } = await wrong(what, checks);
      assert.ok(stop.kind === 'crash', `${what} ended with ${stop.kind}`);
      assert.match(stop.message, message);
      assert.doesNotMatch(stop.message, /undefined|NaN|\.\./);
    });
  }

  it('what only a checker sees goes unnoticed without it', async () => {
    for (const [what, , checks] of crashes) {
      if (checks === undefined) continue;
      const { stop } = await wrong(what);
      assert.deepEqual(stop, { kind: 'exit', code: 7 }, what);
    }
  });

  it('the receiving channel must be armed again after each packet', async () => {
    const { stop } = await wrong('not-armed');
    assert.ok(stop.kind === 'deadlock');
    assert.match(stop.message, /handler must call SifSetDChain/);
  });

  it('the interrupt of the receiving channel must be on', async () => {
    const { stop } = await wrong('no-chain');
    assert.ok(stop.kind === 'deadlock');
    assert.match(stop.message, /EnableDmac\(5\) was not called/);
  });

  it('a thread that waits with its interrupts off is woken all the same', async () => {
    const { console, stop } = await wrong('interrupts-off');
    assert.deepEqual(stop, { kind: 'exit', code: 7 });
    assert.match(console.text, /came back/);
  });
});

describe('the model of the data cache', () => {
  const checks = { dataCache: true, codeWrites: true, misalignedQuadwords: true };

  it('has no finding in correct programs', async () => {
    assert.deepEqual((await wrong('cache-clean', checks)).stop, { kind: 'exit', code: 7 });
    assert.deepEqual(finish(await boot('disc', [], { checks })), { kind: 'exit', code: 0 });
    assert.deepEqual(finish(await boot('threads', [], { checks })), { kind: 'exit', code: 42 });
  });

  it('does not change what a program does', async () => {
    const plain = await boot('disc');
    const checked = await boot('disc', [], { checks });
    finish(plain);
    finish(checked);
    assert.equal(checked.text, plain.text);
    assert.equal(checked.cycles, plain.cycles);
  });
});
