import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { bitmapOf } from '../../debug-adapter/mailbox/bitmap';
import { MailboxClient } from '../../debug-adapter/mailbox/client';
import { findMailbox } from '../../debug-adapter/mailbox/find';
import { commands, mailboxBytes, offsets, states } from '../../debug-adapter/mailbox/layout';
import { waitFor } from '../../debug-adapter/waits/waitFor';
import type { MemoryPort } from '../../debug-adapter/mailbox/memoryPort';
import { capacities, MailboxProgram, places } from './mailboxProgram';

const attach = (program: MailboxProgram, random?: () => number): Promise<MailboxClient> =>
  MailboxClient.attach(program, places.block, random);
const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

describe('mailbox client', () => {
  describe('finding', () => {
    const port = (program: MailboxProgram) => ({
      read: (address: number, length: number) => {
        const bytes = new Uint8Array(length);
        bytes.set(program.bytes.subarray(address, address + length));
        return Promise.resolve(bytes);
      },
    });

    it('finds the block by its symbol once its magic is whole', async () => {
      const program = new MailboxProgram();
      assert.equal(await findMailbox(port(program), places.block), places.block);
      program.set(offsets.magic + 12, 0);
      assert.equal(await findMailbox(port(program), places.block), undefined);
    });

    it('finds it anywhere in RAM, and no copy of it', async () => {
      const program = new MailboxProgram();
      program.bytes.copyWithin(0x1000, places.block, places.block + mailboxBytes);
      assert.equal(await findMailbox(port(program)), places.block);
      program.set(offsets.self, 0);
      assert.equal(await findMailbox(port(program)), undefined);
    });
  });

  describe('a damaged block', () => {
    for (const [offset, value, words] of [
      [offsets.version, 0x00020003, /version 2\.3, but this debugger supports 1\.x/],
      [offsets.size, 0x100, /offset 0x18 contains a size of 256, expected at least 640/],
      [
        offsets.eventsCapacity,
        12,
        /offset 0x44 contains a capacity of 12 for the events, expected a power of two/,
      ],
      [offsets.textAddress, 0x7fffffff, /offset 0x48 contains the text at 0x7fffffff/],
      [offsets.logCapacity, 0, /offset 0x54 contains a capacity of 0/],
      [offsets.ticksPerSecond, 0, /0 ticks per second/],
      [offsets.self, 4, /There is no mailbox at 0x00004000/],
    ] as const) {
      it(`is refused in words: 0x${offset.toString(16)} = 0x${value.toString(16)}`, async () => {
        const program = new MailboxProgram();
        program.set(offset, value);
        await assert.rejects(attach(program), words);
      });
    }

    it('never leads to a read outside RAM or to anything but words, whatever stands there', async () => {
      const sound = new MailboxProgram();
      const constants = Array.from({ length: 19 }, (_, index) => offsets.ticksPerSecond + index * 4);
      let taken = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ minLength: 0x26c, maxLength: 0x26c }),
          fc.boolean(),
          fc.subarray(constants, { minLength: 15 }),
          async (bytes, isKnown, kept) => {
            const program = new MailboxProgram();
            program.bytes.set(bytes, places.block + 0x14);
            // What has another version or is too small is refused before anything else of it is looked at.
            if (isKnown) {
              program.set(offsets.version, 0x00010001);
              program.set(offsets.size, mailboxBytes);
            }
            // Some places and counts as they should be, so that the others are reached.
            for (const offset of kept) program.set(offset, sound.get(offset));
            const read = (address: number, length: number): Promise<Uint8Array> => {
              assert.ok(address >= 0 && length <= 0x2000000 && address + length <= 0x2000000);
              const inside = program.bytes.subarray(address, address + length);
              const result = new Uint8Array(length);
              result.set(inside);
              return Promise.resolve(result);
            };
            const guarded: MemoryPort = {
              read,
              readAll: (ranges) => Promise.all(ranges.map(({ address, length }) => read(address, length))),
              write: () => Promise.resolve(),
              writeAll: () => Promise.resolve(),
            };
            try {
              const client = await MailboxClient.attach(guarded, places.block);
              taken++;
              await client.look();
            } catch (error) {
              assert.equal((error as Error).name, 'MailboxError', String(error));
            }
          },
        ),
        { numRuns: 600 },
      );
      assert.ok(taken > 10, `${taken} blocks were taken for sound`);
    });
  });

  describe('status', () => {
    it('is never a mixture of two, however the program changes it while it is read', async () => {
      let read = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(3), { minLength: 50, maxLength: 400 }), async (steps) => {
          const program = new MailboxProgram();
          program.setStatus('running', 1);
          const client = await attach(program);
          let [pass, isOpen, at] = [1, false, 0];
          program.between = () => {
            const step = steps[at++];
            if (step === 1 && !isOpen) {
              program.beginStatus();
              isOpen = true;
              program.set(offsets.pass, pass + 1);
            } else if (step === 2 && isOpen) {
              program.finishStatus('stopped', ++pass);
              isOpen = false;
            }
          };
          const { status } = await client.look();
          if (!status) return;
          read++;
          const { position, known } = status;
          const { operation, first, count } = position;
          assert.deepEqual([operation, first, count, known], Array(4).fill(position.pass));
        }),
        { numRuns: 200 },
      );
      assert.ok(read > 50, `the status was read ${read} times of 200`);
    });

    it('is none as long as the program changes it', async () => {
      const program = new MailboxProgram();
      const client = await attach(program);
      program.beginStatus();
      assert.equal((await client.look()).status, undefined);
      program.finishStatus('ended', 3);
      assert.equal((await client.look()).status?.state, 'ended');
    });

    it('carries the sentence of a failure', async () => {
      const program = new MailboxProgram();
      const client = await attach(program);
      const sentence = new TextEncoder().encode('PLAN.BIN: größer als erlaubt.');
      program.bytes.set(sentence, places.block + offsets.errorText);
      program.set(offsets.errorBytes, sentence.length);
      program.setStatus('failed', 0);
      const { status } = await client.look();
      assert.deepEqual([status?.state, status?.error], ['failed', 'PLAN.BIN: größer als erlaubt.']);
    });
  });

  describe('rings', () => {
    it('give every entry once and in order, or count it as lost, however host and program take turns', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(12), { maxLength: 40 }), fc.boolean(), async (bursts, wraps) => {
          const program = new MailboxProgram();
          const start = wraps ? 0xffffffe0 : 0;
          program.set(offsets.eventsWritten, start);
          program.set(offsets.textWritten, start);
          const client = await attach(program);
          // What was there before is taken first.
          await client.look();
          let [events, letters, lostEvents, lostText] = [[] as number[], '', 0, 0];
          let next = 0;
          let written = '';
          for (const burst of bursts) {
            for (let i = 0; i < burst; i++, next++) {
              program.addEvent(next);
              const letter = String.fromCharCode(97 + (next % 26));
              program.addText(letter);
              written += letter;
            }
            const look = await client.look();
            events = [...events, ...look.events.map(({ value }) => value)];
            letters += text(look.text);
            lostEvents += look.lost.events;
            lostText += look.lost.text;
            assert.equal(program.get(offsets.eventsTaken), program.get(offsets.eventsWritten));
          }
          assert.equal(events.length + lostEvents, next);
          assert.deepEqual(
            [...events].sort((a, b) => a - b),
            events,
          );
          assert.equal(letters.length + lostText, next);
          if (lostText === 0) assert.equal(letters, written);
          const largest = Math.max(0, ...bursts);
          if (largest <= capacities.events) assert.equal(lostEvents, 0);
          if (largest > capacities.events) assert.ok(lostEvents > 0);
        }),
        { numRuns: 200 },
      );
    });

    it('never give a mixture of two events, however the program writes them word by word meanwhile', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(6), { minLength: 30, maxLength: 300 }), async (bursts) => {
          const program = new MailboxProgram();
          const client = await attach(program);
          const writing = program.eventsWordByWord();
          let [at, given, lost] = [0, 0, 0];
          program.between = () => {
            for (let left = bursts[at++ % bursts.length] ?? 0; left > 0; left--) writing.next();
          };
          for (let looks = 0; looks < 10; looks++) {
            const look = await client.look();
            for (const { number, pass, index, value, extra, start, ticks } of look.events)
              assert.deepEqual([pass, index, value, extra, start, ticks], Array(6).fill(number));
            given += look.events.length;
            lost += look.lost.events;
          }
          program.between = () => undefined;
          const last = await client.look();
          assert.equal(
            given + lost + last.events.length + last.lost.events,
            program.get(offsets.eventsWritten),
          );
        }),
        { numRuns: 200 },
      );
    });

    it('leave out what was overwritten while it was read', async () => {
      const program = new MailboxProgram();
      const client = await attach(program);
      await client.look();
      for (let i = 0; i < capacities.events; i++) program.addEvent(i);
      program.addText('abcdefghijklmnop');
      let reads = 0;
      // The block is 80 pieces long, its sequence one; then come the entries.
      program.between = () => {
        if (++reads !== 83) return;
        program.addEvent(100);
        program.addEvent(101);
        program.addText('QR');
      };
      const look = await client.look();
      program.between = () => undefined;
      assert.deepEqual(
        look.events.map(({ value }) => value),
        [2, 3, 4, 5, 6, 7],
      );
      assert.equal(text(look.text), 'cdefghijklmnop');
      assert.deepEqual(look.lost, { events: 2, text: 2, log: 0 });
      const next = await client.look();
      assert.deepEqual(
        next.events.map(({ value }) => value),
        [100, 101],
      );
      assert.equal(text(next.text), 'QR');
    });
  });

  describe('commands', () => {
    it('are taken whole, one after the other, and never twice', async () => {
      const program = new MailboxProgram();
      program.setStatus('stopped', 1);
      const client = await attach(program);
      const taken: object[] = [];
      program.between = () => {
        const command = program.takeCommand();
        if (command) taken.push(command);
      };
      for (const [name, argument] of [
        ['run', 3],
        ['pause', 0],
        ['detach', 0],
      ] as const) {
        await client.send(name, argument);
        assert.equal(client.settled(await client.look()), true);
        assert.deepEqual(taken.pop(), { code: commands[name], argument });
      }
      assert.deepEqual(taken, []);
    });

    it('wait for the one before, and say so', async () => {
      const program = new MailboxProgram();
      const client = await attach(program);
      await client.send('pause');
      assert.equal(client.pending, 'pause');
      assert.equal(client.settled(await client.look()), false);
      await assert.rejects(
        client.send('run'),
        /Cannot send "run": the program has not acknowledged "pause" yet/,
      );
      program.takeCommand();
      assert.equal(client.settled(await client.look()), true);
      await client.send('run');
    });

    for (const [result, words] of [
      [1, /rejected the command "run": unknown command/],
      [2, /rejected the command "run": invalid argument/],
      [3, /rejected the command "run": not possible in its current state/],
      [9, /unknown result 9/],
    ] as const) {
      it(`that are refused say why: ${result}`, async () => {
        const program = new MailboxProgram();
        const client = await attach(program);
        await client.send('run', 77);
        program.takeCommand(result);
        const look = await client.look();
        assert.throws(() => client.settled(look), words);
      });
    }

    for (const how of ['attach', 'rejoin'] as const) {
      // The client starts at 0x80000000 or, the second time, at the last number before the count wraps.
      for (const [random, start] of [
        [0.5, 0x80000000],
        [1 - 2 ** -32, 0xffffffff],
      ] as const) {
        for (const ahead of [0, 1, 2]) {
          const left = (start + ahead) % 2 ** 32;
          it(`are taken after ${how} at 0x${start.toString(16)} where an earlier one left 0x${left.toString(16)} acknowledged`, async () => {
            const program = new MailboxProgram();
            program.set(offsets.acknowledged, left);
            const client = await MailboxClient[how](program, places.block, () => random);
            await client.send('pause');
            assert.deepEqual(program.takeCommand(), { code: commands.pause, argument: 0 });
            assert.equal(client.settled(await client.look()), true);
          });
        }
      }
    }

    it('begin another text, or say why not', async () => {
      const program = new MailboxProgram();
      const client = await attach(program);
      await client.newRun(Uint8Array.of(1, 2, 3, 4));
      assert.equal(program.word(places.input), 0x04030201);
      assert.deepEqual(program.takeCommand(), { code: commands.newRun, argument: 4 });
      assert.equal(client.settled(await client.look()), true);
      await assert.rejects(client.newRun(new Uint8Array(65)), /needs 65 bytes, but the program accepts 64/);
      await client.newRun(new Uint8Array(8));
      program.takeCommand(2);
      const sentence = new TextEncoder().encode('RUN.BIN: the prompt is empty.');
      program.bytes.set(sentence, places.block + offsets.errorText);
      program.set(offsets.errorBytes, sentence.length);
      const look = await client.look();
      assert.throws(() => client.settled(look), /"newRun": .*: RUN\.BIN: the prompt is empty\./);
    });

    it('show each time that the host lives', async () => {
      const program = new MailboxProgram();
      const client = await attach(program);
      const beats = new Set([program.get(offsets.hostHeartbeat)]);
      await client.beat();
      beats.add(program.get(offsets.hostHeartbeat));
      await client.send('pause');
      beats.add(program.get(offsets.hostHeartbeat));
      assert.equal(beats.size, 3);
    });
  });

  it('sets bitmaps, the range of positions and the limit where the program looks for them', async () => {
    const program = new MailboxProgram();
    const client = await attach(program);
    await client.setBreakpoints([0, 9, 127]);
    await client.setUntil([3]);
    await client.setStopRange(5, 6);
    await client.setHostLimit(1234);
    const bitmap = program.bytes.subarray(places.breakpoints, places.breakpoints + capacities.bitmap);
    const isSet = (operation: number): boolean =>
      ((bitmap[operation >> 3] ?? 0) >> (operation & 7)) % 2 === 1;
    const set = Array.from({ length: 128 }, (_, operation) => operation).filter(isSet);
    assert.deepEqual(set, [0, 9, 127]);
    assert.equal(program.bytes[places.until], 8);
    const fields = [offsets.stopFirst, offsets.stopLast, offsets.hostLimitMs].map((at) => program.get(at));
    assert.deepEqual(fields, [5, 6, 1234]);
    assert.throws(() => bitmapOf([128], 16), /Operation 128 does not fit/);
  });

  it('notices that the program was restarted', async () => {
    const program = new MailboxProgram();
    const client = await attach(program);
    program.set(offsets.runNumber, 8);
    await assert.rejects(client.look(), /was restarted/);
  });

  it('knows every state', async () => {
    const program = new MailboxProgram();
    const client = await attach(program);
    for (const state of states) {
      program.setStatus(state, 0);
      assert.equal((await client.look()).status?.state, state);
    }
    program.set(offsets.state, 99);
    assert.equal((await client.look()).status, undefined);
  });
});

describe('a wait for the program', () => {
  const wait = (limitMs: number, signal?: AbortSignal) => {
    let now = 0;
    return {
      what: 'the program to stop',
      limitMs,
      advice: 'see whether it runs',
      pause: () => {
        now += 10;
        return Promise.resolve();
      },
      clock: () => now,
      ...(signal && { signal }),
    };
  };

  it('gives what comes in time', async () => {
    let left = 5;
    assert.equal(await waitFor(() => Promise.resolve(left-- === 0 ? 'here' : undefined), wait(1000)), 'here');
  });

  it('ends in words, or by its signal', async () => {
    const never = (): Promise<undefined> => Promise.resolve(undefined);
    const words =
      /^MailboxError: Timed out after 1 s waiting for the program to stop: see whether it runs\.$/;
    await assert.rejects(waitFor(never, wait(1000)), words);
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(waitFor(never, wait(1000, signal)), /enough/);
  });
});
