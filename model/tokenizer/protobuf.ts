import { viewOf } from '../../common/littleEndian';

/** A field of a Protocol Buffers message. */
export interface ProtobufField {
  readonly number: number;
  /** First byte of the field's value in the input. */
  readonly offset: number;
  /** A varint (as far as it is exact), the raw bits of a fixed32, or nothing for bytes. */
  readonly integer: number;
  /** The value of a fixed32 as f32; NaN for other types. */
  readonly float: number;
  /** The value of a length-delimited field: a view; empty for other types. */
  readonly bytes: Uint8Array;
}

/** The bytes are not a Protocol Buffers message. */
export class ProtobufError extends Error {
  constructor(
    readonly offset: number,
    readonly found: string,
  ) {
    super(`${found} at offset ${offset}`);
  }
}

const none = new Uint8Array();

/**
 * The fields of a message in order (protobuf.dev, "Encoding"): each starts with a varint of number · 8 + type, and
 * type 0 is a varint, 1 eight bytes, 2 a length and that many bytes, 5 four bytes.
 * @throws ProtobufError when the message is damaged.
 */
export function* protobufFields(message: Uint8Array): Generator<ProtobufField> {
  const view = viewOf(message);
  let at = 0;
  const varint = (): number => {
    const start = at;
    let value = 0;
    for (let scale = 1; at < message.length; scale *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      if (at - start === 10) break;
    }
    throw new ProtobufError(start, 'a number without an end');
  };
  const take = (length: number): number => {
    if (length > message.length - at) {
      throw new ProtobufError(at, `a field of ${length} bytes, but ${message.length - at} are left`);
    }
    at += length;
    return at - length;
  };
  while (at < message.length) {
    const start = at;
    const key = varint();
    const number = Math.floor(key / 8);
    const type = key % 8;
    if (type === 0) {
      const offset = at;
      yield { number, offset, integer: varint(), float: NaN, bytes: none };
    } else if (type === 2) {
      const length = varint();
      const offset = take(length);
      yield { number, offset, integer: 0, float: NaN, bytes: message.subarray(offset, offset + length) };
    } else if (type === 5) {
      const offset = take(4);
      yield {
        number,
        offset,
        integer: view.getUint32(offset, true),
        float: view.getFloat32(offset, true),
        bytes: none,
      };
    } else if (type === 1) {
      yield { number, offset: take(8), integer: 0, float: NaN, bytes: none };
    } else {
      throw new ProtobufError(start, `a field of type ${type}`);
    }
  }
}
