import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { describe, it } from 'mocha';
import { configurations } from '../../scripts/bundles.mjs';
import { bundledPackages, licencesText } from '../../scripts/licences.mjs';
import { withFolder } from '../disc/folder';
import { projectRoot } from '../support/project';

/** A package in node_modules of a folder, with these files beside its package.json. */
async function install(root: string, manifest: object, files: Readonly<Record<string, string>> = {}) {
  const { name } = manifest as { readonly name: string };
  const folder = path.join(root, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
  return `node_modules/${name}`;
}

describe('the licences of what is bundled', () => {
  it('name every package that the bundles hold, with a text', async () => {
    const todo = await configurations({ production: true });
    const results = await Promise.all(todo.map((entry) => build({ ...entry, write: false })));
    const text = await licencesText(bundledPackages(results.map(({ metafile }) => metafile)), projectRoot);
    const [head, ...parts] = text.split(`\n\n${'='.repeat(80)}\n\n`);
    assert.match(head ?? '', /^PS2 ML contains/);
    const named = new Map(parts.map((part) => [part.split(' ')[0], part]));
    // Looked for in another way than the script does, so that one checks the other.
    const inputs = results.flatMap(({ metafile }) =>
      Object.values(metafile?.outputs ?? {}).flatMap((output) => Object.keys(output.inputs)),
    );
    const wanted = inputs.flatMap((input) => {
      const [name = '', second = ''] = input.split('node_modules/').slice(1).at(-1)?.split('/') ?? [];
      return name === '' ? [] : [name.startsWith('@') ? `${name}/${second}` : name];
    });
    assert.ok(wanted.includes('@microsoft/fast-element') && wanted.includes('vscode-jsonrpc'));
    for (const name of new Set(wanted)) {
      const part = named.get(name) ?? '';
      assert.match(part, /^\S+ \d+\.\d+\.\d+\S* \([\w.-]+\)\n\n/, name);
      assert.match(part, /copyright|blue oak/i, name);
    }
  });

  it('take notices too, and two versions of a package apart', async () => {
    await withFolder(async (root) => {
      const folders = [
        await install(
          root,
          { name: 'a', version: '2.0.0', license: 'MIT' },
          { 'License.txt': 'MIT of a\r\n' },
        ),
        await install(
          root,
          { name: 'a/node_modules/b', version: '1.0.0', license: 'Apache-2.0' },
          { LICENSE: 'Apache of b', NOTICE: 'b thanks c', 'licences.js': 'no licence' },
        ),
      ];
      const text = await licencesText(folders, root);
      assert.match(text, /^a 2\.0\.0 \(MIT\)\n\nMIT of a\n\n===/m);
      assert.match(text, /\(Apache-2\.0\)\n\nApache of b\n\nb thanks c\n$/);
      assert.doesNotMatch(text, /no licence/);
    });
  });

  it('fail with a sentence where a package has none', async () => {
    await withFolder(async (root) => {
      const silent = await install(root, { name: '@x/silent', version: '1.0.0', license: 'MIT' });
      await assert.rejects(
        licencesText([silent], root),
        /^Error: @x\/silent 1\.0\.0 \(MIT\) is bundled, but the package has no licence file\. Bundle another version, or/,
      );
      const nameless = await install(root, { name: 'nameless', version: '1.0.0' }, { LICENSE: 'text' });
      await assert.rejects(
        licencesText([nameless], root),
        /nameless 1\.0\.0 .* names no licence in "license"\.$/,
      );
    });
  });

  it('leave out what a bundle imports and does not keep', () => {
    const inputs = {
      'node_modules/kept/a.js': { bytesInOutput: 5 },
      'node_modules/shaken-off/a.js': { bytesInOutput: 0 },
      'node_modules/kept/node_modules/@inner/one/a.js': { bytesInOutput: 1 },
      'model/a.ts': { bytesInOutput: 9 },
    };
    const metafile = { inputs: {}, outputs: { 'dist/a.js': { inputs } } } as unknown as Metafile;
    assert.deepEqual(bundledPackages([metafile, undefined]), [
      'node_modules/kept',
      'node_modules/kept/node_modules/@inner/one',
    ]);
  });
});
