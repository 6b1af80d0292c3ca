import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { fieldTable } from '../../scripts/field-table.mjs';
import { referenceFolder, referencePages } from '../../scripts/reference.mjs';

describe('the reference pages', () => {
  it('are what their sources say today', async () => {
    const pages = await referencePages();
    assert.deepEqual(readdirSync(referenceFolder).sort(), [...pages.keys()].sort());
    for (const [name, text] of pages) {
      const file = path.join(referenceFolder, name);
      const written = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
      assert.ok(written === text, `docs/reference/${name} is stale: run \`npm run reference\`.`);
    }
  });

  it('have a text for every name, and links that lead somewhere', async () => {
    for (const [name, text] of await referencePages()) {
      assert.doesNotMatch(text, /%[\w.]+%|undefined|\[object/, name);
      for (const [, link = ''] of text.matchAll(/\]\((\.[^)#]+)/g))
        assert.ok(existsSync(path.join(referenceFolder, link)), `${name}: ${link}`);
    }
  });

  it('have a row for each field, also for those inside of others', () => {
    const text = fieldTable({
      required: ['model'],
      properties: {
        model: { type: 'string', description: 'A file.' },
        stop: { enum: [true, 'layer'], enumDescriptions: ['At once.', 'In a layer.'], default: true },
        slot: { type: ['integer', 'null'], minimum: 1, maximum: 9 },
        speed: { type: 'number', exclusiveMinimum: 0 },
        code: { type: 'string', pattern: '^a|b$' },
        disc: { type: 'object', properties: { name: { type: 'string', default: 'A' } } },
        files: {
          type: 'array',
          markdownDescription: 'More.',
          items: {
            oneOf: [
              { type: 'string', description: 'a path' },
              { type: 'object', required: ['file'], properties: { file: { type: 'string' } } },
            ],
          },
        },
      },
    });
    assert.deepEqual(text.split('\n').slice(2), [
      '| `model` | string | required |  | A file. |',
      '| `stop` | boolean or string | `true` | `true`: At once.<br>`"layer"`: In a layer. |  |',
      '| `slot` | integer or null |  | 1 to 9 |  |',
      '| `speed` | number |  | more than 0 |  |',
      '| `code` | string |  | matches `^a\\|b$` |  |',
      '| `disc` | object |  |  |  |',
      '| `disc.name` | string | `"A"` |  |  |',
      '| `files` | array of string or object |  |  | More.<br>As string: a path |',
      '| `files[].file` | string | required |  |  |',
    ]);
  });
});
