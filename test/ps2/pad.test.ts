import assert from 'node:assert/strict';
import type { Console } from '../../ps2/console/console';
import type { InputEntry } from '../../ps2/console/inputLog';
import type { ConsoleOptions } from '../../ps2/console/options';
import { noController, pressing, untouched, type Controller } from '../../ps2/iop/controller';
import { boot, finish } from './program';

const second = 294_912_000;

const at = (seconds: number, controller: Controller): InputEntry => ({
  cycle: Math.round(seconds * second),
  input: { kind: 'controller', port: 0, controller },
});
/** A button for a tenth of a second. */
const press = (seconds: number, ...buttons: Parameters<typeof pressing>[0]): InputEntry[] => [
  at(seconds, pressing(buttons)),
  at(seconds + 0.1, untouched),
];
/** START ends the program. */
const bye = press(3, 'start');

const loading = `PADMAN before SIO2MAN -200
SIO2MAN 0
PADMAN 0
PADMAN again 1
something else -203
bound 1
`;
/** What the program says of START, and at its end. */
const end = `buttons 8
mode 65
close 1
written after close 0
`;

async function run(options: ConsoleOptions, words: readonly string[] = []): Promise<Console> {
  const console = await boot('screen', words, options);
  assert.deepEqual(finish(console), { kind: 'exit', code: 3 }, console.text);
  return console;
}

describe('a controller', () => {
  it('is found after its driver was loaded, and tells its buttons until the port is closed', async () => {
    const console = await run({ inputs: [...press(1, 'cross', 'up'), ...bye] });
    assert.equal(
      console.text,
      `${loading}open 1\nstate 6\nbuttons ${(1 << 14) | (1 << 4)}\nmode 65\nbuttons 0\nmode 65\n${end}`,
    );
    assert.deepEqual(
      console.notices().map((notice) => /"[^"]*"/.exec(notice)?.[0]),
      ['"rom0:NOTHERE"'],
    );
  });

  it('is not loaded again when the launcher has loaded its driver', async () => {
    for (const modules of [
      ['SIO2MAN', 'PADMAN'],
      ['XSIO2MAN', 'XPADMAN'],
    ]) {
      const console = await run({ modules, inputs: bye });
      assert.equal(console.text, `open 1\nstate 6\n${end}`);
    }
  });

  it('that has only its digital mode is usable in state 2', async () => {
    const digital: Controller = { ...untouched, kind: 'digital' };
    const console = await run({ controller: digital, inputs: [at(3, { ...digital, pressed: 8 })] });
    assert.equal(console.text, `${loading}open 1\nstate 2\n${end}`);
  });

  it('goes to analog mode when the program asks, and by its ANALOG button', async () => {
    const asked = await run({ inputs: bye }, ['analog']);
    // 0x73: analog; the request takes three fields, in which there is no data.
    assert.equal(
      asked.text,
      `${loading}open 1\nstate 6\nanalog 1\nstate 5\nstate 6\n${end.replace('mode 65', 'mode 115')}`,
    );
    const lit = { ...untouched, isAnalog: true };
    const console = await run({ inputs: [at(1, lit), at(2, { ...lit, pressed: 8 })] });
    assert.ok(console.text.includes('buttons 8\nmode 115\n'), console.text);
  });

  it('that is missing, plugged in late, and pulled out, is looked for without end', async () => {
    const console = await run({
      controller: noController,
      inputs: [at(1, untouched), at(2, noController), at(2.5, untouched), ...bye],
    });
    // State 1 while the driver asks one that does not answer any more; 5 while it finds out what it is.
    assert.equal(
      console.text,
      `${loading}open 1\nstate 0\nstate 5\nstate 6\nstate 1\nstate 0\nstate 5\nstate 6\n${end}`,
    );
  });

  it('stays away when the modules cannot be loaded', async () => {
    const console = await boot('screen', [], { faults: { moduleError: -201 } });
    console.run(second);
    assert.ok(console.text.startsWith('PADMAN before SIO2MAN -201\nSIO2MAN -201\n'), console.text);
    assert.ok(console.text.includes('bound 0'));
  });

  it('whose driver never answers leaves the program waiting, and the report says so', async () => {
    const console = await boot('screen', [], { faults: { silentPads: true } });
    const stop = console.run(2 * second);
    assert.equal(stop.kind, 'deadlock');
    assert.ok(stop.message.includes('semaphore'), stop.message);
  });
});
