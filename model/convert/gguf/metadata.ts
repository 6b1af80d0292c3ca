import type { Cursor } from './cursor';

export type GgufScalar = number | boolean | string;
export type GgufValue = GgufScalar | readonly GgufScalar[];

/** Bytes of the number types by their codes: u8 i8 u16 i16 u32 i32 f32 bool; 10 … 12 are u64 i64 f64. */
const sizes: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const stringType = 8;
const arrayType = 9;
/** More than any vocabulary. */
const mostItems = 1 << 22;
/** More than the layers of any model: a list of this length may state a value for each. */
const mostLayerItems = 1 << 12;

/** A value and the type before it; undefined for a skipped list. */
export async function readValue(cursor: Cursor, key: string): Promise<GgufValue | undefined> {
  const type = await cursor.u32();
  if (type !== arrayType) return readScalar(cursor, key, type);
  const itemType = await cursor.u32();
  const count = await cursor.u64();
  const least = itemType === stringType ? 8 : sizes[itemType];
  if (least === undefined) {
    throw cursor.fail(
      `the type of the items of ${key}`,
      String(itemType),
      'a number or string',
      cursor.offset - 12,
    );
  }
  // The smallest size of an item: a count is valid only if its items fit in the file.
  if (count * least > cursor.left) {
    throw cursor.fail(
      `the number of items of ${key}`,
      String(count),
      `at most ${Math.floor(cursor.left / least)}`,
      cursor.offset - 8,
    );
  }
  // Long lists are read only for a tokenizer: an item in memory is larger than in the file.
  if (count > (key.startsWith('tokenizer.') ? mostItems : mostLayerItems)) {
    if (itemType !== stringType) cursor.skip(count * least);
    else for (let i = 0; i < count; i++) await cursor.string();
    return undefined;
  }
  const items: GgufScalar[] = [];
  for (let i = 0; i < count; i++) items.push(await readScalar(cursor, key, itemType));
  return items;
}

async function readScalar(cursor: Cursor, key: string, type: number): Promise<GgufScalar> {
  if (type === stringType) return cursor.string();
  const size = sizes[type];
  if (size === undefined) {
    throw cursor.fail(`the type of ${key}`, String(type), '0 to 12', cursor.offset - 4);
  }
  const view = await cursor.view(size);
  switch (type) {
    case 0:
      return view.getUint8(0);
    case 1:
      return view.getInt8(0);
    case 2:
      return view.getUint16(0, true);
    case 3:
      return view.getInt16(0, true);
    case 4:
      return view.getUint32(0, true);
    case 5:
      return view.getInt32(0, true);
    case 6:
      return view.getFloat32(0, true);
    case 7:
      return view.getUint8(0) !== 0;
    case 10:
      return Number(view.getBigUint64(0, true));
    case 11:
      return Number(view.getBigInt64(0, true));
    default:
      return view.getFloat64(0, true);
  }
}
