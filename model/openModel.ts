import type { ByteSource } from '../disc/byteSource';
import { openGguf } from './convert/gguf/model';
import { openLlama2c } from './convert/llama2c';
import { openTorchCheckpoint } from './convert/pytorch/checkpoint';
import { llama2cMagic, openLlama2cVersion } from './convert/llama2cVersions';
import { FormatError } from './formatError';
import { viewOf } from '../common/littleEndian';
import type { Model } from './model';
import { checkNoPlaceholder } from './placeholder';
import { magic } from './psnt/fields';
import { openPsnt, type OpenPsntOptions } from './psnt/file';

const ggufMagic = 0x46554747;
/** "PK\x03\x04": `torch.save` writes a ZIP archive. */
const zipMagic = 0x04034b50;

/** Another kind of file that people try to open. */
interface Stranger {
  readonly name: string;
  readonly advice: string;
}
const exportFirst = 'export the model as one of these first';
const safetensors: Stranger = {
  name: 'a safetensors file',
  advice: 'open the folder that it is in, with its config.json',
};
const json: Stranger = { name: 'a JSON file', advice: 'open the folder that it is in' };
const strangers: readonly (readonly [start: string, stranger: Stranger])[] = [
  [
    '\x80\x02\x8a\x0al\xfc\x9c\x46\xf9',
    {
      name: 'a PyTorch checkpoint in the format before version 1.6',
      advice: 'load it with a newer PyTorch and save it again',
    },
  ],
  ['\x7fELF', { name: 'an ELF program', advice: exportFirst }],
  ['\x1f\x8b', { name: 'a gzip archive', advice: 'unpack it and open the model in it' }],
  ['ggml', { name: 'a GGML file', advice: exportFirst }],
];

/**
 * Opens a model by the start of the file: PSNT, GGUF and llama2.c's versions 1 and 2 by their magic, PyTorch
 * checkpoints as ZIP archives, legacy llama2.c by a plausible header. Safetensors are in a folder: convert/safetensorsFolder.ts.
 * @param options for a PSNT.
 * @param beside the text of a file next to it, such as the configuration of a checkpoint.
 * @throws FormatError when it is not a model, or is damaged.
 */
export async function openModel(
  source: ByteSource,
  label: string,
  options: OpenPsntOptions = {},
  beside?: (name: string) => Promise<string | undefined>,
): Promise<Model> {
  await checkNoPlaceholder(source, label);
  const start = await source.read(0, Math.min(64, source.size));
  const first = start.length >= 4 ? viewOf(start).getUint32(0, true) : 0;
  if (first === magic) return (await openPsnt(source, label, options)).model;
  if (first === llama2cMagic) return openLlama2cVersion(source, label);
  if (first === ggufMagic) return openGguf(source, label);
  if (first === zipMagic) return openTorchCheckpoint(source, label, beside);
  const stranger = strangerOf(start);
  if (stranger !== undefined || !looksLikeLlama2c(start)) {
    throw new FormatError({
      label,
      field: 'the file',
      found: stranger?.name ?? describeStart(start),
      expected: 'a PSNT, GGUF, llama2.c or PyTorch model',
      advice: stranger?.advice ?? exportFirst,
    });
  }
  return openLlama2c(source, label);
}

function strangerOf(start: Uint8Array): Stranger | undefined {
  const text = String.fromCharCode(...start);
  const known = strangers.find(([magicText]) => text.startsWith(magicText));
  if (known) return known[1];
  // A safetensors file starts with the length of its JSON header as u64, then the JSON.
  if (text.startsWith('{"', 8)) return safetensors;
  return /^\s*\{\s*["}]/.test(text) ? json : undefined;
}

/** Seven plausible counts; the reader then reports the one that does not fit. */
function looksLikeLlama2c(start: Uint8Array): boolean {
  if (start.length < 28) return false;
  const view = viewOf(start);
  return [0, 4, 8, 12, 16, 20, 24].every((offset) => Math.abs(view.getInt32(offset, true)) < 1 << 24);
}

function describeStart(start: Uint8Array): string {
  if (start.length === 0) return 'empty';
  const text = String.fromCharCode(...start.subarray(0, 16));
  if (/^[\t\n\r -~]*$/.test(text)) return `text starting with ${JSON.stringify(text)}`;
  const bytes = [...start.subarray(0, 8)].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  return `a file starting with the bytes ${bytes.join(' ')}`;
}

export { openTokenizer } from './tokenizer/openTokenizer';
