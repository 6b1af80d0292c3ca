import { MemorySource } from '../disc/byteSource';
import { generateModel } from '../model/convert/generated';
import type { Model, ModelConfig } from '../model/model';
import { openPsnt } from '../model/psnt/file';
import { writePsnt } from '../model/psnt/writer';

/** A model of a shape with random weights, as PSNT Q8 in memory. */
export async function generatedModel(label: string, config: ModelConfig): Promise<Model> {
  const pieces: Uint8Array[] = [];
  await writePsnt(generateModel({ seed: 1, config, label }), (bytes) => {
    pieces.push(bytes.slice());
    return Promise.resolve();
  });
  const bytes = new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer());
  return (await openPsnt(new MemorySource(bytes), `${label}.psnt`)).model;
}
