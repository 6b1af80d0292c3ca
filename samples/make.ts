import path from 'node:path';
import { writeFileAtomically } from '../disc/node/atomicFile';
import { tinyModel, tinyPieces } from '../model/convert/tiny';
import { writePsnt } from '../model/psnt/writer';
import { encodeTokenizerBin } from '../model/tokenizer/tokenizerBin';

/** Writes the files of samples/tiny anew: `npx tsx samples/make.ts`. */
async function main(): Promise<void> {
  const folder = path.join(__dirname, 'tiny');
  await writeFileAtomically(path.join(folder, 'tiny.psnt'), (output) =>
    writePsnt(tinyModel(), (bytes) => output.write(bytes)),
  );
  await writeFileAtomically(path.join(folder, 'tiny.tokenizer.bin'), (output) =>
    output.write(encodeTokenizerBin(tinyPieces())),
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
