import type { Model } from '../../model/model';
import { writePsnt, type WritePsntOptions } from '../../model/psnt/writer';

/** What the writer makes of a model, as one array. */
export async function psntBytes(model: Model, options: WritePsntOptions = {}): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await writePsnt(
    model,
    (bytes) => {
      pieces.push(bytes.slice());
      return Promise.resolve();
    },
    options,
  );
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    all.set(piece, offset);
    offset += piece.length;
  }
  return all;
}
