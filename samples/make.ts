import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { errorText } from '../common/errorText';
import { writeFileAtomically } from '../disc/node/atomicFile';
import { convertFile } from '../model/convert/node/convertFile';
import { tinyModel, tinyPieces } from '../model/convert/tiny';
import { writePsnt } from '../model/psnt/writer';
import type { Piece } from '../model/tokenizer/pieceTokenizer';
import { encodeTokenizerBin } from '../model/tokenizer/tokenizerBin';
import { storySettings } from './training/settings';
import { storyPieces } from './training/vocabulary';

/** Writes the files of samples/tiny and samples/stories again: `npx tsx samples/make.ts`. */
async function main(): Promise<void> {
  const tiny = path.join(__dirname, 'tiny');
  await writeFileAtomically(path.join(tiny, 'tiny.psnt'), (output) =>
    writePsnt(tinyModel(), (bytes) => output.write(bytes)),
  );
  await writeTokenizer(path.join(tiny, 'tiny.tokenizer.bin'), tinyPieces());

  const stories = path.join(__dirname, 'stories');
  await mkdir(stories, { recursive: true });
  await convertFile(path.join(__dirname, 'training', 'checkpoint'), path.join(stories, 'stories.psnt'));
  await writeTokenizer(path.join(stories, 'stories.tokenizer.bin'), storyPieces(storySettings));
}

function writeTokenizer(file: string, pieces: readonly Piece[]): Promise<void> {
  return writeFileAtomically(file, (output) => output.write(encodeTokenizerBin(pieces)));
}

main().catch((error: unknown) => {
  console.error(errorText(error));
  process.exitCode = 1;
});
