import { samplingDefaults } from '../../project/limits';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { targetTable } from '../../targets/table';
import { projectRoot } from '../support/project';

const page = readFileSync(path.join(projectRoot, 'docs', 'debugging.md'), 'utf8');

describe('docs/debugging.md', () => {
  it('carries the table of targets as the code has it', () => {
    assert.ok(page.includes(`\n${targetTable()}\n`), `put this in its place:\n${targetTable()}`);
  });

  it('names every field of a launch configuration with its default', () => {
    const [, table = ''] = /## Launch configuration\n([\s\S]*?)\n### /.exec(page) ?? [];
    const documented = new Map(
      [...table.matchAll(/^\| `(\w+)` +\|.*\| (.*?) +\|$/gm)].map((match) => [
        match[1] ?? '',
        match[2] ?? '',
      ]),
    );
    const optional = {
      ...{ program: 'x', tokenizer: 'y', order: 'z', system: 's' },
      ...{ context: 64, kvCache: 'f32', arithmeticVersion: 2 },
    };
    const rest = parseLaunchArguments(optional, ['reference']);
    const values = { ...rest, ...samplingDefaults, tokens: rest.tokens, chat: false };
    // Fields of the request and of the editor, and those that docs/pcsx2.md and docs/hardware.md describe.
    const elsewhere = ['request', 'hasPrompt', 'own', 'origins'];
    const here = Object.keys(values).filter((name) => !elsewhere.includes(name));
    assert.deepEqual([...documented.keys()].sort(), here.sort());
    for (const [name, value] of Object.entries(values)) {
      if (elsewhere.includes(name) || name in optional) continue;
      if (typeof value === 'number' || typeof value === 'boolean')
        assert.equal(documented.get(name), String(value));
    }
  });
});
