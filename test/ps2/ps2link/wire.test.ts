import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decodeCommand,
  decodeFileReply,
  decodeFileRequest,
  encodeCommand,
  encodeFileReply,
  encodeFileRequest,
  modeBits,
  type FileReply,
  type FileRequest,
  type LinkCommand,
} from '../../../ps2/ps2link/wire';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** A text with zeros behind it, as hexadecimal digits. */
const text = (value: string, bytes: number): string =>
  Buffer.concat([Buffer.from(value), Buffer.alloc(bytes - value.length)]).toString('hex');

describe('ps2link on the wire', () => {
  // Id, length (whole packet), body: the table of ps2link's command header.
  const commands: readonly (readonly [LinkCommand, string, bytes: number])[] = [
    [{ kind: 'reset' }, 'babe02010006', 6],
    [{ kind: 'execiop', words: ['host:a.irx'] }, `babe0202010a00000001${text('host:a.irx', 256)}`, 266],
    [
      { kind: 'execee', words: ['host:ps2ml.elf', 'wait=5'] },
      `babe0203010a00000002${text('host:ps2ml.elf\0wait=5', 256)}`,
      266,
    ],
    [{ kind: 'poweroff' }, 'babe02040006', 6],
    [{ kind: 'scrdump' }, 'babe02050006', 6],
    [{ kind: 'netdump' }, 'babe02060006', 6],
    [
      { kind: 'dumpmem', address: 0x100000, bytes: 0x2000, path: 'host:d' },
      `babe0207010e0010000000002000${text('host:d', 256)}`,
      270,
    ],
    [{ kind: 'startvu', unit: 1 }, 'babe0208000a00000001', 10],
    [{ kind: 'stopvu', unit: 0 }, 'babe0209000a00000000', 10],
    [{ kind: 'dumpreg', registers: 10, path: 'host:r' }, `babe020a010a0000000a${text('host:r', 256)}`, 266],
    [{ kind: 'gsexec', bytes: 0x1234, path: 'host:g' }, `babe020b01081234${text('host:g', 256)}`, 264],
    [
      { kind: 'writemem', address: 0x21f00000, bytes: 64, path: 'host:w' },
      `babe020c010e21f0000000000040${text('host:w', 256)}`,
      270,
    ],
  ];
  for (const [command, expected, bytes] of commands) {
    it(`has ${command.kind} as the table says`, () => {
      const packet = encodeCommand(command);
      assert.equal(hex(packet), expected);
      assert.equal(packet.length, bytes);
      assert.deepEqual(decodeCommand(packet), command);
    });
  }

  const requests: readonly (readonly [FileRequest, string, reply: FileReply, replyHex: string])[] = [
    [
      { kind: 'open', flags: 0x601, path: 'a/b' },
      `babe0111010a00000601${text('a/b', 256)}`,
      { result: 3 },
      'babe0112000a00000003',
    ],
    [
      { kind: 'open', flags: 1, path: 'no' },
      `babe0111010a00000001${text('no', 256)}`,
      { result: -1 },
      'babe0112000affffffff',
    ],
    [{ kind: 'close', descriptor: 3 }, 'babe0121000a00000003', { result: 0 }, 'babe0122000a00000000'],
    [
      { kind: 'read', descriptor: 3, bytes: 16384 },
      'babe0131000e0000000300004000',
      { result: 3, data: Uint8Array.of(1, 2, 3) },
      'babe0132000e0000000300000003010203',
    ],
    [
      { kind: 'write', descriptor: 3, data: Uint8Array.of(9, 8) },
      'babe0141000e00000003000000020908',
      { result: 2 },
      'babe0142000a00000002',
    ],
    [
      { kind: 'lseek', descriptor: 3, offset: -4, whence: 2 },
      'babe0151001200000003fffffffc00000002',
      { result: 96 },
      'babe0152000a00000060',
    ],
    [
      { kind: 'opendir', path: 'a' },
      `babe0161010a00000000${text('a', 256)}`,
      { result: 5 },
      'babe0162000a00000005',
    ],
    [{ kind: 'closedir', descriptor: 5 }, 'babe0171000a00000005', { result: 0 }, 'babe0172000a00000000'],
    [{ kind: 'remove', path: 'a' }, `babe01910106${text('a', 256)}`, { result: 0 }, 'babe0192000a00000000'],
    // The mode alone comes as the console has it.
    [
      { kind: 'mkdir', mode: 0x1ff, path: 'a' },
      `babe01a1010aff010000${text('a', 256)}`,
      { result: 0 },
      'babe01a2000a00000000',
    ],
    [{ kind: 'rmdir', path: 'a' }, `babe01b10106${text('a', 256)}`, { result: 0 }, 'babe01b2000a00000000'],
  ];
  for (const [request, expected, reply, replyHex] of requests) {
    it(`has ${request.kind} and its answer ${reply.result} as the table says`, () => {
      const packet = encodeFileRequest(request);
      assert.equal(hex(packet), expected);
      assert.deepEqual(decodeFileRequest(packet), { request, bytes: packet.length });
      const answer = encodeFileReply(request.kind, reply);
      assert.equal(hex(answer), replyHex);
      assert.deepEqual(decodeFileReply(request.kind, answer), { reply, bytes: answer.length });
    });
  }

  it('has what is said of a file as the table says', () => {
    const date = new Date(2026, 10, 23, 1, 2, 3);
    const status = {
      mode: modeBits.file | modeBits.all,
      size: 258,
      created: date,
      accessed: date,
      modified: date,
    };
    const time = '00030201170b7e00';
    const body = `000000170000000000000102${time.repeat(3)}00000000`;
    const stat = encodeFileReply('getstat', { result: 0, status });
    assert.equal(hex(stat), `babe01c2003200000000${body}`);
    assert.equal(stat.length, 50);
    const entry = encodeFileReply('readdir', { result: 1, status, name: 'a.bin' });
    assert.equal(hex(entry), `babe0182013200000001${body}${text('a.bin', 256)}`);
    assert.equal(entry.length, 306);
    assert.deepEqual(decodeFileReply('readdir', entry), {
      reply: { result: 1, status, name: 'a.bin' },
      bytes: entry.length,
    });
  });

  it('is read from pieces of any size, and never gets stuck on what is not the protocol', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...requests.map(([request]) => request)), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
        (wanted, cuts) => {
          const stream = Buffer.concat(wanted.map(encodeFileRequest));
          const seen: FileRequest[] = [];
          let [held, at, cut] = [new Uint8Array(0), 0, 0];
          while (at < stream.length) {
            const size = cuts[cut++ % cuts.length] ?? 1;
            held = Uint8Array.from([...held, ...stream.subarray(at, at + size)]);
            at += size;
            for (let found = decodeFileRequest(held); found; found = decodeFileRequest(held)) {
              seen.push(found.request);
              held = held.slice(found.bytes);
            }
          }
          assert.deepEqual(seen, wanted);
        },
      ),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        for (const decode of [decodeFileRequest, decodeCommand]) {
          try {
            decode(bytes);
          } catch (error) {
            assert.equal((error as Error).name, 'Ps2LinkError');
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
