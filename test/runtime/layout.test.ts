import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkGolden } from '../debug-adapter/goldenFile';
import { layoutHeaders } from './layoutHeader';
import { runtimeFolder, temporaryFolder, versionOf } from './toolchain';

const folder = path.join(runtimeFolder, 'plan');
/** Every file that has a struct of a file on the disc. */
const sources = ['plan_file.h', 'run_settings.h', 'token_text.c', 'weights.c'];
const compilers = ['gcc', 'mipsel-linux-gnu-gcc'];

/** Compiles a text that stands for a file of runtime/plan. @returns what the compiler has to say, '' when nothing. */
function compile(compiler: string, text: string): string {
  const { folder: place, remove } = temporaryFolder();
  try {
    const file = path.join(place, 'changed.c');
    writeFileSync(file, text);
    const { status, stderr } = spawnSync(
      compiler,
      ['-std=c11', '-ffreestanding', '-fsyntax-only', '-w', `-I${folder}`, `-I${runtimeFolder}`, file],
      { encoding: 'utf8' },
    );
    return status === 0 ? '' : stderr;
  } finally {
    remove();
  }
}

/** A file of runtime/plan that compiles in another folder. */
const sourceOf = (name: string): string =>
  readFileSync(path.join(folder, name), 'utf8').replaceAll('"../', '"');

describe('structs of the program', () => {
  for (const [name, text] of layoutHeaders()) {
    it(`are held against the description of the files: ${name}`, () => {
      checkGolden(path.join(folder, name), text);
    });
  }

  it('are held so wherever one stands', () => {
    const includes = sources.flatMap((name) => sourceOf(name).match(/"\w+_layout\.h"/g) ?? []);
    assert.deepEqual(includes.sort(), [...layoutHeaders().keys()].map((name) => `"${name}"`).sort());
  });

  for (const compiler of compilers) {
    describe(compiler, () => {
      before(function () {
        if (versionOf(compiler) === undefined) {
          console.log(`      skipped: no ${compiler}`);
          this.skip();
        }
      });

      it('compile as they are', () => {
        for (const name of sources) assert.equal(compile(compiler, sourceOf(name)), '', name);
      });

      const changes: readonly (readonly [string, string, string, RegExp])[] = [
        [
          'plan_file.h',
          'first_tile, tiles, inputs',
          'tiles, first_tile, inputs',
          /struct operation, first_tile/,
        ],
        [
          'plan_file.h',
          'uint32_t weights_sectors;',
          'uint64_t weights_sectors;',
          /struct plan_header, weights_sectors/,
        ],
        ['plan_file.h', 'uint32_t buffer, from, to;', 'uint32_t buffer, from, to, more;', /struct liveness/],
        ['plan_file.h', 'TYPE_Q8 = 8', 'TYPE_Q8 = 9', /TYPE_Q8/],
        ['plan_file.h', 'SWIGLU, MIX,', 'MIX, SWIGLU,', /SWIGLU/],
        [
          'run_settings.h',
          'uint32_t max_tokens;',
          '',
          /struct run_settings, max_tokens|no member named .max_tokens/,
        ],
        ['token_text.c', 'uint32_t bos, eos;', 'uint32_t eos, bos;', /struct tokens_file, bos/],
        ['weights.c', 'uint8_t id[32];', 'uint8_t id[20];', /struct weights_header, id/],
      ];
      for (const [name, from, to, words] of changes) {
        it(`do not compile when one differs: ${name}, ${from}`, () => {
          const text = sourceOf(name);
          assert.ok(text.includes(from), from);
          assert.match(compile(compiler, text.replace(from, to)), words);
        });
      }
    });
  }
});
