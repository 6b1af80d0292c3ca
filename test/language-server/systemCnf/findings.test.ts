import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { formatSystemCnf, parseSystemCnf } from '../../../disc/systemCnf';
import { findingsOf, type Finding } from '../../../language-server/systemCnf/findings';
import { formatted } from '../../../language-server/systemCnf/format';
import { sharedPath } from '../../support/shared';

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

function bootsWith(text: string): boolean {
  try {
    parseSystemCnf(new TextEncoder().encode(text));
    return true;
  } catch {
    return false;
  }
}

/** The text with the fix of a finding applied. */
function applied(text: string, { line, start, end, fix }: Finding): string {
  const parts = text.split(/(\r\n|\r|\n)/);
  const content = parts[line * 2] ?? '';
  parts[line * 2] = content.slice(0, start) + (fix?.text ?? '') + content.slice(end);
  return parts.join('');
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
  ['boot-path', 'BOOT2 = cdrom0:\\PROGRAM_WITH_NAME.ELF;1\n', false],
  ['boot-path', 'BOOT2 = cdrom1:\\PSML_000.01;1\n', true],
  ['boot-rest', 'BOOT2 = cdrom0:\\PSML_000.01;1 words\n', true],
  ['boot-path', 'BOOT2 = \\PSML_000.01;1\n', true],
  ['boot-path', 'BOOT2 = cdrom0:/PSML_000.01;1\n', true],
  ['boot-path', 'BOOT2 = cdrom:\\PSML_000.01;1\n', true],
  ['boot-case', 'BOOT2 = cdrom0:\\psml_000.01;1\n', true],
  ['boot-case', 'BOOT2 = CDROM0:\\PSML_000.01;1\n', true],
  ['boot-version', 'BOOT2 = cdrom0:\\PSML_000.01\n', true],
  ['boot-path', 'BOOT2 = cdrom0:\\PSML_000.01;2\n', true],
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

  it('are errors exactly where the reader refuses to boot, and their fixes boot', () => {
    const part = fc.constantFrom(
      ...[
        'BOOT2',
        'boot2',
        'BOOT',
        ' = ',
        '=',
        'cdrom0:',
        'cdrom:',
        'cdrom1:',
        'mc0:',
        '\\',
        '/',
        'DATA',
        ' ',
      ],
      ...[
        'PSML_000.01',
        'psml_000.01',
        'HELLO',
        ';1',
        ';2',
        '\n',
        '\r',
        'x',
        'VER = 1.00\n',
        'VMODE = pal\n',
      ],
    );
    // A correct text with something put into it: some of them stay correct.
    const pieces = ['BOOT2', ' = ', 'cdrom0:', '\\', 'PSML_000.01', ';1', '\n'];
    const edit = fc.tuple(fc.nat({ max: pieces.length }), part);
    const counts = { boots: 0, refused: 0, mended: 0 };
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 3 }), (edits) => {
        const parts = [...pieces];
        for (const [at, inserted] of edits) parts.splice(at, 0, inserted);
        const text = parts.join('');
        const errors = findingsOf(text).filter(({ severity }) => severity === 'error');
        assert.equal(errors.length === 0, bootsWith(text), text);
        counts[errors.length === 0 ? 'boots' : 'refused']++;
        for (const finding of findingsOf(text)) {
          if (!finding.fix) continue;
          const after = applied(text, finding);
          // A fix mends what it is offered for and never breaks what booted.
          if (bootsWith(text)) assert.ok(bootsWith(after), `${text} → ${after}`);
          if (!finding.code.startsWith('boot-path') || errors.length !== 1) continue;
          assert.ok(bootsWith(after), `${text} → ${after}`);
          counts.mended++;
        }
      }),
      { numRuns: 2000 },
    );
    assert.ok(
      Object.values(counts).every((count) => count > 50),
      JSON.stringify(counts),
    );
  });

  it('of a file that names a device no console has are mended to the one it means', () => {
    const file = sharedPath('cases/SYSTEM.CNF');
    if (file === undefined) {
      console.log('      skipped: ../shared/cases is not there');
      return;
    }
    const text = readFileSync(file, 'utf8');
    const [finding] = findingsOf(text);
    assert.equal(finding?.fix?.text, 'cdrom0:\\SLUS_216.42;1');
    assert.match(finding.message, /device cdrom1:, expected cdrom0:/);
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
