import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { MemorySource } from '../../disc/byteSource';
import { tinyModel } from '../../model/convert/tiny';
import { FormatError } from '../../model/formatError';
import { openModelFile } from '../../model/node/modelFile';
import { openTokenizerFile } from '../../model/node/tokenizerFile';
import { openModel } from '../../model/openModel';

const open = (bytes: Uint8Array): Promise<unknown> => openModel(new MemorySource(bytes), 'thing');
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('opening a model', () => {
  it('names what was found when it is none', async () => {
    for (const [bytes, pattern] of [
      [text(''), /^thing: the file is empty, expected a PSNT, GGUF, llama2\.c or PyTorch model/],
      [text('Once upon a time there was a model'), /text starting with "Once upon a time"/],
      [text('GGUF'.padEnd(64, '\0')), /version at offset 4 is 0, expected 2 or 3/],
      [
        text('PK\x03\x04 and more, as archives have'),
        /the end of the archive is absent, expected the record that ends a ZIP archive/,
      ],
      [text('\x7fELF and more, as programs have it'), /an ELF program/],
      [
        text('24ka\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'),
        /the file size is \d+ bytes, expected the 256 bytes/,
      ],
      [
        text(`\x40\0\0\0\0\0\0\0{"__metadata__":{}}`),
        /a safetensors file, expected .*open the folder that it is in/,
      ],
      [new Uint8Array(40).fill(0xee), /starting with the bytes EE EE EE EE EE EE EE EE/],
      [new Uint8Array(40), /dim at offset 0 is 0/],
    ] as const) {
      await assert.rejects(
        open(bytes),
        (error) => error instanceof FormatError && pattern.test(error.message),
        String(pattern),
      );
    }
  });

  it('names what a download that went wrong left behind, in every format', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-download-'));
    try {
      const file = (name: string): string => path.join(folder, name);
      await writeFile(file('config.json'), '{ "model_type": "llama" }');
      const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 134515008\n';
      const page = '\n<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>';
      for (const [content, pattern] of [
        [pointer, /the file is a pointer of Git LFS, not the file itself, .*run git lfs pull/],
        [page, /the file is a web page, .*download it again/],
      ] as const) {
        for (const name of ['m.psnt', 'm.gguf', 'm.bin', 'm.pt', 'model.safetensors', 'pytorch_model.bin']) {
          await writeFile(file(name), content);
          await assert.rejects(openModelFile(file(name)), pattern, name);
          await rm(file(name));
        }
        for (const name of ['tokenizer.json', 'tokenizer.model', 'tokenizer.bin']) {
          await writeFile(file(name), content);
          await assert.rejects(openTokenizerFile(file(name), tinyModel()), pattern, name);
        }
      }
      await writeFile(file('model.safetensors'), pointer);
      await assert.rejects(openModelFile(folder), /model\.safetensors: the file is a pointer of Git LFS/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('answers any bytes with a FormatError', async () => {
    const begin = fc.constantFrom(
      '',
      'PSNT\x03\0\0\0\x08\0\0\0',
      'PSNT\x01\0\0\0',
      '\x08\0\0\0\x08\0\0\0\x01\0\0\0',
      'GGUF\x03\0\0\0',
      '24ka\x02\0\0\0',
    );
    await fc.assert(
      fc.asyncProperty(begin, fc.uint8Array({ maxLength: 80 }), async (start, rest) => {
        await assert.rejects(open(Uint8Array.from([...text(start), ...rest])), FormatError);
      }),
      { numRuns: 300 },
    );
  });

  describe('from files', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-open-'));
    });
    after(() => rm(folder, { recursive: true }));

    it('names the file that is missing or damaged', async () => {
      await assert.rejects(openModelFile(path.join(folder, 'no.psnt')), /no\.psnt: file not found/);
      await assert.rejects(openModelFile(folder), /the folder is without config\.json/);
      await writeFile(path.join(folder, 'bad.psnt'), 'PSNT');
      await assert.rejects(
        openModelFile(path.join(folder, 'bad.psnt')),
        /^PsntError: bad\.psnt: the file size is 4/,
      );
      await assert.rejects(
        openTokenizerFile(path.join(folder, 'bad.psnt'), tinyModel()),
        /^FormatError: bad\.psnt: magic at offset 0 is "PSNT".*it is a model; open it in the inspector/,
      );
    });
  });
});
