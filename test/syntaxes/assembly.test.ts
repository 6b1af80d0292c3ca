import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Dialect } from '../../language-server/assembly/dialect';
import { mnemonicOf, writtenNames } from '../../language-server/assembly/mnemonics';
import { projectRoot } from '../support/project';
import { assemblyGrammar, type Grammar } from './assemblyGrammars';

const files: Readonly<Record<Dialect, string>> = {
  r5900: 'r5900-asm.tmLanguage.json',
  vsm: 'ps2-vu-asm.tmLanguage.json',
  vcl: 'ps2-vcl.tmLanguage.json',
};
const dialects = Object.keys(files) as Dialect[];
const inSyntaxes = (name: string): string => path.join(projectRoot, 'syntaxes', name);
const cases = path.join(__dirname, 'assembly');

function onDisk(dialect: Dialect): Grammar {
  return JSON.parse(readFileSync(inSyntaxes(files[dialect]), 'utf8')) as Grammar;
}

describe('assembly grammars', () => {
  for (const dialect of dialects)
    it(`of ${files[dialect]} are what the instruction tables give`, () => {
      const made = assemblyGrammar(dialect);
      if (process.env['UPDATE_GOLDEN'] === '1')
        writeFileSync(inSyntaxes(files[dialect]), `${JSON.stringify(made, null, 2)}\n`);
      assert.deepEqual(
        onDisk(dialect),
        made,
        `UPDATE_GOLDEN=1 npx mocha ${path.relative(projectRoot, __filename)}`,
      );
    });

  for (const dialect of dialects)
    it(`of ${files[dialect]} know every mnemonic, once`, () => {
      const rules = onDisk(dialect).repository['instructions']?.patterns ?? [];
      for (const name of writtenNames(dialect)) {
        const forms =
          mnemonicOf(name, dialect)?.row.mnemonic.endsWith('.dest') === true ? [name, `${name}.xyz`] : [name];
        for (const form of [...forms, name.toUpperCase()]) {
          const fitting = rules.filter(({ begin = '' }) => {
            const pattern = new RegExp(begin.replace('(?i)', ''), 'i');
            return pattern.exec(`${form} `)?.[0]?.trim() === form;
          });
          assert.equal(fitting.length, 1, form);
        }
      }
      for (const none of ['foo', 'addx1', 'xadd', '.add', '$add'])
        for (const { begin = '' } of rules)
          assert.ok(!new RegExp(begin.replace('(?i)', ''), 'i').test(`${none} `), none);
    });

  it('give the parts of sources their scopes', () => {
    const snap = path.join(projectRoot, 'node_modules/vscode-tmgrammar-test/dist/snapshot.js');
    const sources = readdirSync(cases).filter((name) => !name.endsWith('.snap'));
    assert.equal(sources.length, 3);
    const update = process.env['UPDATE_GOLDEN'] === '1' ? ['--updateSnapshot'] : [];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        snap,
        ...update,
        '--config',
        path.join(cases, '..', 'assemblyLanguages.json'),
        ...sources.map((name) => path.join(cases, name)),
      ],
      { cwd: projectRoot, encoding: 'utf8' },
    );
    assert.equal(status, 0, stdout + stderr);
  });
});
