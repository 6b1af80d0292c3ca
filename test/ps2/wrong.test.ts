import assert from 'node:assert/strict';
import type { Checkers } from '../../ps2/console/options';
import { boot, finish } from './program';

async function wrong(what: string, checkers: Checkers = {}) {
  const console = await boot('wrong', [what], { checkers });
  return { console, stop: finish(console) };
}

describe('programs that do something wrong', () => {
  const crashes: [string, RegExp, Checkers?][] = [
    ['syscall', /kernel call 16383 \(0x00003fff\).* at 0x0010[0-9a-f]{4}, returning to \$ra = 0x0010/],
    ['load', /lw .*0x08000000/],
    ['misaligned', /lw .*no multiple of 4/],
    ['jump', /0x0bad0000/],
    ['no-rest-buffer', /head and tail of a disc read \(fifth argument\) to 0x00000000.*no valid address/],
    ['unaligned-target', /result of CDVD N commands to 0x0010[0-9a-f]{4}.*multiple of 16/],
    ['quadword', /lq .*no multiple of 16/, { misalignedQuadwords: true }],
    ['code', /stores into its own code at 0x0010/, { codeWrites: true }],
    [
      'cache-stale',
      /a load from 0x0010[0-9a-f]{4} meets a line that was changed in RAM/,
      { dataCache: true },
    ],
    ['cache-dirty', /disc data is transferred to .* a line with changes in the cache/, { dataCache: true }],
    ['cache-mixed', /an uncached load from 0x2010[0-9a-f]{4} meets a line with changes/, { dataCache: true }],
    ['cache-send', /SifSetDma transfers 0x0010.* only in the cache/, { dataCache: true }],
  ];
  for (const [what, message, checkers] of crashes) {
    it(`${what}: stops with words`, async () => {
      const { stop } = await wrong(what, checkers);
      assert.ok(stop.kind === 'crash', `${what} ended with ${stop.kind}`);
      assert.match(stop.message, message);
      assert.doesNotMatch(stop.message, /undefined|NaN|\.\./);
    });
  }

  it('what only a checker sees goes unnoticed without it', async () => {
    for (const [what, , checkers] of crashes) {
      if (checkers === undefined) continue;
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
  const checkers = { dataCache: true, codeWrites: true, misalignedQuadwords: true };

  it('has no finding in correct programs', async () => {
    assert.deepEqual((await wrong('cache-clean', checkers)).stop, { kind: 'exit', code: 7 });
    assert.deepEqual(finish(await boot('disc', [], { checkers })), { kind: 'exit', code: 0 });
    assert.deepEqual(finish(await boot('threads', [], { checkers })), { kind: 'exit', code: 42 });
  });

  it('does not change what a program does', async () => {
    const plain = await boot('disc');
    const checked = await boot('disc', [], { checkers });
    finish(plain);
    finish(checked);
    assert.equal(checked.text, plain.text);
    assert.equal(checked.cycles, plain.cycles);
  });
});
