import assert from 'node:assert/strict';
import { boot, finish } from './program';

const transcript = `arguments 1
cdrom0:\\PSML_000.01;1
main thread is 1
priority was 0
poll of an empty semaphore -1
threads waiting 2
still here after a signal
signalled 1
released 2
urgent runs at once 3
after urgent
equal 10
equal 20
equal 11
equal 21
sleeper status 4
awake once
awake twice
wake-up of nobody -1
suspended status 12
terminated 1
deleted 1
alarms came
wait on a deleted semaphore -1
memory 33554432
through Deci2Call
`;

describe('kernel', () => {
  it('runs threads by priority, semaphores in order, alarms in time', async () => {
    const console = await boot('threads');
    assert.deepEqual(finish(console), { kind: 'exit', code: 42 });
    assert.deepEqual(console.run(1000), { kind: 'exit', code: 42 }, 'it stays so');
    assert.equal(console.text, transcript);
    // Three alarms of 100 lines at once.
    assert.ok(console.cycles > 100 * 18_743 && console.cycles < 102 * 18_743);
  });

  it('says that a program which sleeps for good is done', async () => {
    const console = await boot('threads', ['sleep']);
    const stop = finish(console);
    assert.ok(stop.kind === 'deadlock');
    assert.equal(stop.asleep, true);
    assert.match(stop.message, /has finished: .*thread 1 \(priority 10\) sleeps/);
    assert.deepEqual(console.run(1000), stop, 'it stays so');
  });

  it('says who waits for what when nothing can go on', async () => {
    const stop = finish(await boot('threads', ['stuck']));
    assert.ok(stop.kind === 'deadlock');
    assert.equal(stop.asleep, false);
    assert.match(stop.message, /Deadlock: .*thread 1 \(priority 10\) waits for semaphore 2/);
  });

  it('has COUNT, timers, blanking and their interrupts, and starts programs again', async () => {
    const console = await boot('clock', ['again']);
    assert.deepEqual(finish(console), { kind: 'exit', code: 3 });
    assert.equal(
      console.text,
      `timer 0 counts half of COUNT 1
ticks 5
five times 32000 cycles 1
handlers left 0
blanks 3
handlers in order 121212
language 1
language 3
heap end 2101248
heap end 2101248
started again with arguments 3
`,
    );
    // Three fields of 59.94 a second.
    assert.ok(console.cycles > 3 * 4_920_000 && console.cycles < 3.1 * 4_920_000);
  });

  it('takes the same cycles whatever the size of the slices', async () => {
    const whole = await boot('threads');
    finish(whole);
    for (const slice of [997, 65_536]) {
      const sliced = await boot('threads');
      let stop = sliced.run(slice);
      while (stop.kind === 'budget') stop = sliced.run(slice);
      assert.deepEqual(stop, { kind: 'exit', code: 42 });
      assert.equal(sliced.cycles, whole.cycles);
      assert.equal(sliced.text, whole.text);
    }
  });
});
