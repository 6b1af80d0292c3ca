import { ProtobufWriter } from './protobuf';

/** A piece of a made-up model. */
export interface PieceSpec {
  readonly text: string;
  readonly score: number;
  /** 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte. */
  readonly type: number;
}

/** A made-up SentencePiece model. */
export interface ModelSpec {
  readonly pieces: readonly PieceSpec[];
  /** 1 unigram, 2 BPE. */
  readonly algorithm: number;
  readonly byteFallback?: boolean;
  readonly dummyPrefix?: boolean;
  readonly removeExtra?: boolean;
  readonly suffix?: boolean;
}

/** Writes a SentencePiece `.model`. */
export function sentencePieceBytes(spec: ModelSpec): Uint8Array {
  const writer = new ProtobufWriter();
  for (const { text, score, type } of spec.pieces) {
    writer.message(1, new ProtobufWriter().message(1, text).float(2, score).integer(3, type).done());
  }
  const flag = (value: boolean | undefined, otherwise: boolean): number => ((value ?? otherwise) ? 1 : 0);
  const trainer = new ProtobufWriter().integer(3, spec.algorithm).integer(24, flag(spec.suffix, false));
  writer.message(2, trainer.integer(35, flag(spec.byteFallback, false)).done());
  const normaliser = new ProtobufWriter()
    .message(1, 'identity')
    .integer(3, flag(spec.dummyPrefix, true))
    .integer(4, flag(spec.removeExtra, true));
  return writer.message(3, normaliser.done()).done();
}
