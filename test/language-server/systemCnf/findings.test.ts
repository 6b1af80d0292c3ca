import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatSystemCnf, parseSystemCnf } from '../../../disc/systemCnf';
import { findingsOf } from '../../../language-server/systemCnf/findings';
import { formatted } from '../../../language-server/systemCnf/format';

const right = 'BOOT2 = cdrom0:\\PSML_000.01;1\r\nVER = 1.00\r\nVMODE = NTSC\r\n';
const codes = (text: string): string[] => findingsOf(text).map(({ code }) => code);

/** The text with the fix of its only finding of that code applied. */
function fixed(text: string, code: string): string {
  const finding = findingsOf(text).find((candidate) => candidate.code === code);
  assert.ok(finding?.fix, `${code} has no fix in ${JSON.stringify(text)}`);
  const lines = text.split('\n');
  const line = lines[finding.line] ?? '';
  lines[finding.line] = line.slice(0, finding.start) + finding.fix.text + line.slice(finding.end);
  return lines.join('\n');
}

/** What is wrong, and whether the fix makes a text without that finding. */
const cases: readonly (readonly [code: string, text: string, fixable: boolean])[] = [
  ['no-setting', 'BOOT2 = cdrom0:\\PSML_000.01;1\nhello\n', false],
  ['no-value', 'BOOT2 = cdrom0:\\PSML_000.01;1\nVER =\n', false],
  ['boot-of-first-playstation', 'BOOT = cdrom0:\\PSML_000.01;1\n', true],
  ['unknown-key', 'BOOT2 = cdrom0:\\PSML_000.01;1\nSPEED = 9\n', false],
  ['key-case', 'boot2 = cdrom0:\\PSML_000.01;1\n', true],
  ['twice', 'BOOT2 = cdrom0:\\PSML_000.01;1\nBOOT2 = cdrom0:\\PSML_000.02;1\n', false],
  ['version', 'BOOT2 = cdrom0:\\PSML_000.01;1\nVER = 1\n', false],
  ['vmode', 'BOOT2 = cdrom0:\\PSML_000.01;1\nVMODE = ntsc\n', true],
  ['boot-name', 'BOOT2 = cdrom0:\\PROGRAM_WITH_NAME.ELF;1\n', false],
  ['boot-device', 'BOOT2 = \\PSML_000.01;1\n', true],
  ['boot-path', 'BOOT2 = cdrom0:/PSML_000.01;1\n', true],
  ['boot-path', 'BOOT2 = cdrom:\\PSML_000.01;1\n', true],
  ['boot-case', 'BOOT2 = cdrom0:\\psml_000.01;1\n', true],
  ['boot-case', 'BOOT2 = CDROM0:\\PSML_000.01;1\n', true],
  ['boot-version', 'BOOT2 = cdrom0:\\PSML_000.01\n', true],
  ['boot-version', 'BOOT2 = cdrom0:\\PSML_000.01;2\n', true],
  ['boot-serial', 'BOOT2 = cdrom0:\\HELLO.ELF;1\n', false],
  ['no-boot', 'VER = 1.00\n', true],
  ['last-newline', 'BOOT2 = cdrom0:\\PSML_000.01;1', true],
];

describe('findings in SYSTEM.CNF', () => {
  it('are none in the one that is written to discs', () => {
    const bytes = formatSystemCnf({ bootFile: 'PSML_000.01', version: '1.00', videoMode: 'PAL' });
    assert.deepEqual(codes(new TextDecoder().decode(bytes)), []);
    assert.deepEqual(codes(right), []);
  });

  for (const [code, text, fixable] of cases) {
    it(`say ${code} of ${JSON.stringify(text)} and of no right text${fixable ? ', and mend it' : ''}`, () => {
      assert.deepEqual(codes(text), [code]);
      if (fixable) assert.deepEqual(codes(fixed(text, code)), []);
      else assert.equal(findingsOf(text)[0]?.fix, undefined);
    });
  }

  it('say of a foreign television standard what there is, without a guess', () => {
    const [finding] = findingsOf('BOOT2 = cdrom0:\\PSML_000.01;1\nVMODE = SECAM\n');
    assert.match(finding?.message ?? '', /"SECAM".*NTSC or PAL\.$/);
    assert.equal(finding?.fix, undefined);
  });

  it('agree with the reader: a text without errors boots what it says', () => {
    const part = fc.constantFrom(
      'BOOT2',
      'boot2',
      ' = ',
      '=',
      'cdrom0:',
      '\\',
      'PSML_000.01',
      ';1',
      '\n',
      'x',
    );
    // A right text with something put into it: some of them stay right.
    const pieces = ['BOOT2', ' = ', 'cdrom0:', '\\', 'PSML_000.01', ';1', '\n'];
    const edit = fc.tuple(fc.nat({ max: pieces.length }), part);
    let agreed = 0;
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 2 }), (edits) => {
        const parts = [...pieces];
        for (const [at, inserted] of edits) parts.splice(at, 0, inserted);
        const text = parts.join('');
        // The reader knows only the root directory; the findings let a program lie in a folder.
        if (/\\.*\\/.test(text)) return;
        if (findingsOf(text).some(({ severity }) => severity === 'error')) return;
        assert.equal(parseSystemCnf(new TextEncoder().encode(text)).bootFile, 'PSML_000.01', text);
        agreed++;
      }),
      { numRuns: 1000 },
    );
    assert.ok(agreed > 20, `${agreed} texts were without errors`);
  });

  it('come for any text, inside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const lines = text.split(/\r\n|\r|\n/);
        for (const { line, start, end } of findingsOf(text)) {
          assert.ok(start <= end && end <= (lines[line]?.length ?? -1));
        }
      }),
    );
  });
});

describe('the format of SYSTEM.CNF', () => {
  it('is that of the one that is written to discs', () => {
    assert.equal(formatted('  boot2=cdrom0:\\PSML_000.01;1\r\n\r\nVer  =1.00\r\nVMODE = NTSC'), right);
  });

  it('changes nothing the second time, and no value', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.equal(formatted(formatted(text)), formatted(text));
      }),
    );
  });
});
