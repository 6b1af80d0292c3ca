import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { licencesFile } from '../../scripts/licences.mjs';
import { packagedExtension } from '../support/package';
import { projectFileName } from '../../project/project';
import { projectRoot } from '../support/project';

/** What the whole package may weigh; 0.7 MB of it is the model of stories, whose weights hardly compress. */
const budgetBytes = 3_800_000;

/** All texts in a manifest, wherever they stand. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

function readManifest(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(projectRoot, name), 'utf8')) as Record<string, unknown>;
}

describe('the package', () => {
  let files: string[] = [];
  let size = 0;
  const manifest = readManifest('package.json');

  before(async () => {
    // Fails when the manifest is not valid.
    size = statSync(await packagedExtension()).size;
    files = (await listFiles({ cwd: projectRoot, packageManager: PackageManager.None })).map((file) =>
      file.replaceAll('\\', '/'),
    );
  });

  it(`weighs less than ${budgetBytes} bytes`, () => {
    assert.ok(size > 0 && size < budgetBytes, `it weighs ${size} bytes`);
  });

  it('holds its documents', () => {
    for (const name of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])
      assert.ok(files.includes(name), `${name} is missing`);
  });

  it('holds the licence of every package from which its bundles have code', () => {
    assert.ok(files.includes(licencesFile), `${licencesFile} is missing`);
    const text = readFileSync(path.join(projectRoot, licencesFile), 'utf8');
    // As the source maps say, which the licences were not found by.
    const maps = files.filter((file) => /^dist\/.*\.js$/.test(file)).map((file) => `${file}.map`);
    const sources = maps.flatMap((map) => textsOf(readManifest(map)['sources']));
    const names = sources.flatMap(
      (source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? [],
    );
    assert.ok(new Set(names).size > 10, `only ${names.length} sources are of packages`);
    assert.deepEqual(
      [...new Set(names)].filter((name) => !text.includes(`\n\n${name} `)),
      [],
    );
  });

  it('holds the sample that its commands open', () => {
    for (const name of ['samples/stories/stories.psnt', 'samples/stories/stories.tokenizer.bin'])
      assert.ok(files.includes(name), `${name} is missing`);
  });

  it('holds every file that its manifest names', () => {
    const named = [
      manifest['main'],
      manifest['browser'],
      manifest['icon'],
      ...textsOf(manifest['contributes']),
    ]
      .filter((text): text is string => typeof text === 'string')
      .map((text) => text.replace(/^\.\//, ''))
      .filter((text) => /^(dist|media|schemas|syntaxes)\/|^[\w-]+\.json$/.test(text))
      // The name of the user's file, not of one of ours.
      .filter((text) => text !== projectFileName);
    assert.ok(named.length >= 5, `only ${named.length} files are named`);
    assert.deepEqual(
      named.filter((name) => !files.includes(name)),
      [],
    );
  });

  it('holds a text for every place in the manifest that wants one', () => {
    const texts = readManifest('package.nls.json');
    const wanted = textsOf(manifest).flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []);
    assert.deepEqual(
      wanted.filter((key) => typeof texts[key] !== 'string'),
      [],
      'texts that are wanted and not there',
    );
    const unused = Object.keys(texts).filter((key) => !wanted.includes(key));
    assert.deepEqual(unused, [], 'texts that nothing wants');
  });

  it('holds the pictures of its README', () => {
    const readme = readFileSync(path.join(projectRoot, 'README.md'), 'utf8');
    const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, target]) => target ?? '');
    assert.ok(pictures.length > 0);
    assert.deepEqual(
      pictures.filter((picture) => !files.includes(picture)),
      [],
    );
  });

  it('holds bundles for the web worker host that want nothing of Node', () => {
    const bundle = readFileSync(path.join(projectRoot, 'dist/web/extension.js'), 'utf8');
    const wanted = [...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(wanted)], ['vscode']);
  });

  it('holds no source, no source map and no test', () => {
    const allowed = [
      /^(package|package\.nls[\w.-]*|language-configuration[\w-]*)\.json$/,
      /^(README\.md|CHANGELOG\.md|LICENSE)$/,
      /^dist\/.*\.(js|css)$/,
      /^dist\/THIRD-PARTY-LICENSES\.txt$/,
      /^docs\/images\/.*\.png$/,
      /^media\/.*\.(svg|png|md)$/,
      /^samples\/stories\/(stories\.(psnt|tokenizer\.bin)|README\.md)$/,
      /^schemas\/ps2ml\.schema\.json$/,
      /^syntaxes\/.*\.json$/,
      /^runtime\/prebuilt\/.*\.elf$/,
      // The worked example of a program of one's own, and what it is compiled from.
      /^samples\/own-runtime\/(?:[\w-]+\.(?:c|h|elf|json|md)|Makefile|\.gitignore)$/,
      /^runtime\/(?:ps2ml_(?:report|mailbox)\.[ch]|link\.ld|sdk\/[\w.-]+|console\/arguments\.[ch])$/,
    ];
    assert.deepEqual(
      files.filter((file) => !allowed.some((pattern) => pattern.test(file))),
      [],
    );
  });
});
