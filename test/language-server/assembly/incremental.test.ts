import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completionsAt } from '../../../language-server/assembly/completion';
import type { Dialect } from '../../../language-server/assembly/dialect';
import { AssemblyDocument } from '../../../language-server/assembly/document';
import { findingsOf } from '../../../language-server/assembly/checks';
import { hintsIn } from '../../../language-server/assembly/hints';
import { hoverAt } from '../../../language-server/assembly/hover';
import { definitionsAt } from '../../../language-server/assembly/navigation';
import { foldingOf, outlineOf } from '../../../language-server/assembly/outline';
import { signatureAt } from '../../../language-server/assembly/signature';
import { definedNames } from '../../../language-server/assembly/symbols';
import { documentOf } from './support';

/** What stays of a document when everything else is taken away: the same for the same text. */
function content(document: AssemblyDocument): unknown {
  return document.lines.map(({ text, starts, ends, statements }) => [text, starts, ends, statements]);
}

/** All that is done for a document after a change, and at a position in it. */
function everything(document: AssemblyDocument, line: number, character: number): void {
  const sources = { document, included: [], missing: [] };
  findingsOf(document, { defined: definedNames(document), missing: [] });
  hoverAt(sources, line, character);
  completionsAt(sources, line, character);
  signatureAt(document, line, character);
  definitionsAt(sources, line, character);
  hintsIn(document, { first: line, last: line + 60 });
}

const pieces = [
  '\n', ' ', '\t', ',', '(', ')', ':', ';', '#', '/*', '*/', '//', '"', "'", '\\', '$', '%', '.', '-', '--', '[E]', '=', '1f',
  'addu', '$v0', 'vadd.xyz', '$vf1', 'lq', '0($sp)', 'li', '0x', '.macro', '.endm', '.set noreorder\n', 'bne', 'loop:',
  '#define', '\n#define a \\\n', '#include "', 'NOP', 'LQ', 'VF01', 'mulax', 'ACC', '(VI01++)', 'é', '\u2028', '😀', '\0', '.align 4', '<<', '~',
]; // prettier-ignore
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((list) => list.join('')),
  fc.string({ maxLength: 60 }),
);
const anyDialect = fc.constantFrom<Dialect>('r5900', 'vsm', 'vcl');

describe('half-typed and broken text', () => {
  it('ends nothing, wherever the cursor is', () => {
    fc.assert(
      fc.property(anyText, anyDialect, fc.nat(5), fc.nat(80), (text, dialect, line, character) => {
        const document = documentOf(text, dialect);
        everything(document, line, character);
        outlineOf(document);
        foldingOf(document);
        for (const { tokens, statements } of document.lines) {
          for (const { start, end } of [...tokens, ...statements]) assert.ok(start <= end);
          for (let index = 1; index < tokens.length; index++)
            assert.ok((tokens[index - 1]?.end ?? 0) <= (tokens[index]?.start ?? 0));
        }
      }),
      { numRuns: 2500 },
    );
  });

  it('of any depth is read to its end', () => {
    for (const text of [
      '('.repeat(20_000),
      `li $v0, ${'-'.repeat(20_000)}1`,
      `.word ${'(1+'.repeat(5000)}1`,
      'a:'.repeat(5000),
      `"${'\\'.repeat(20_000)}`,
    ]) {
      const document = documentOf(text);
      everything(document, 0, 5);
      assert.equal(document.lines[0]?.tokens.at(-1)?.end, text.length, text.slice(0, 20));
    }
  });
});

describe('changes of a document', () => {
  it('give what the whole text gives, whatever changes', () => {
    fc.assert(
      fc.property(anyDialect, fc.array(anyText, { minLength: 1, maxLength: 6 }), (dialect, texts) => {
        const document = new AssemblyDocument('file:///a', dialect);
        for (const text of texts) {
          document.update(text);
          assert.deepEqual(content(document), content(documentOf(text, dialect)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of 20,000 lines cost one line each', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => {
      const kinds = [
        `function${index}:`,
        '\tlq $v0, 0($a0)',
        '\tpmaddh $t0, $v0, $v1 # sum',
        '\taddiu $a0, $a0, 16',
        `\tbne $a0, $a1, function${index - (index % 8)}`,
        '\tnop',
        '\tvmulaw.xyz $ACC, $vf1, $vf2w',
        '\tmul.s $f0, $f1, $f2',
      ];
      return kinds[index % 8] ?? '';
    });
    const document = documentOf(lines.join('\n'));
    assert.equal(document.linesParsed, 20_000);
    const times: number[] = [];
    for (let key = 0; key < 30; key++) {
      // A new line moves all that follows; that is no reason to read it again.
      if (key % 10 === 9) lines.splice(10_000, 0, '');
      lines[10_000] = `\taddu $v0, $v1, $a0 # ${'x'.repeat(key)}`;
      const text = lines.join('\n');
      const parsed: number = document.linesParsed;
      const start = process.cpuUsage();
      document.update(text);
      everything(document, 10_000, 8);
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1000);
      assert.equal(document.linesParsed - parsed, 1);
    }
    times.sort((a, b) => a - b);
    console.log(
      `      a keystroke in 20,000 lines, with all checks and hints: CPU median ${times[15]?.toFixed(1) ?? ''} ms, worst ${times.at(-1)?.toFixed(1) ?? ''} ms`,
    );
  });

  it('reads on after a comment is opened, until it closes', () => {
    const document = documentOf('nop\nnop\n*/ nop\nnop');
    const parsed = document.linesParsed;
    document.update('nop /*\nnop\n*/ nop\nnop');
    assert.equal(document.lines[1]?.statements.length, 0);
    assert.equal(document.linesParsed - parsed, 3);
  });
});
