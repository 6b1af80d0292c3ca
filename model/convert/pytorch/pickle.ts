import { viewOf } from '../../../common/littleEndian';
import { FormatError } from '../../formatError';
import { called, isKnownName, newObject, storageOf } from './names';
import { opcodeNames } from './opcodes';
import { Name, type PickleValue } from './values';

const resave =
  'PS2 ML executes nothing from a file; save the state dict and the configuration as a plain dict, or as safetensors with config.json';

/**
 * The value in a pickle, of the operations that a checkpoint needs (Python's Lib/pickle.py, protocols 2 to 5). Nothing
 * is imported or executed: names stand for themselves, and a call is made only of those in names.ts.
 * @throws FormatError for any other operation, name or call, by name and offset.
 */
export function readPickle(bytes: Uint8Array, label: string): PickleValue {
  return new Reader(bytes, label).read();
}

class Reader {
  private readonly view: DataView;
  private at = 0;
  /** Where the current operation begins. */
  private start = 0;
  private stack: PickleValue[] = [];
  private readonly below: PickleValue[][] = [];
  private readonly memo = new Map<number, PickleValue>();
  /** Values that may still be copied: a pickle names a value as often as it likes, and each call copies it. */
  private copies: number;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly label: string,
  ) {
    this.view = viewOf(bytes);
    this.copies = bytes.length;
  }

  read(): PickleValue {
    for (;;) {
      this.start = this.at;
      const code = this.u8();
      if (code === 0x2e) return this.pop();
      this.execute(code);
    }
  }

  private execute(code: number): void {
    switch (code) {
      case 0x80: // PROTO
        this.at += 1;
        return;
      case 0x95: // FRAME
        this.at += 8;
        return;
      case 0x28: // MARK
        this.below.push(this.stack);
        this.stack = [];
        return;
      case 0x30: // POP
        this.pop();
        return;
      case 0x4e: {
        // NONE
        this.push(null);
        return;
      }
      case 0x88: {
        // NEWTRUE
        this.push(true);
        return;
      }
      case 0x89: {
        // NEWFALSE
        this.push(false);
        return;
      }
      case 0x4b: {
        // BININT1
        this.push(this.u8());
        return;
      }
      case 0x4d: {
        // BININT2
        this.push(this.view.getUint16(this.take(2), true));
        return;
      }
      case 0x4a: {
        // BININT
        this.push(this.view.getInt32(this.take(4), true));
        return;
      }
      case 0x8a: {
        // LONG1
        this.push(this.long(this.u8()));
        return;
      }
      case 0x47: {
        // BINFLOAT
        this.push(this.view.getFloat64(this.take(8), false));
        return;
      }
      case 0x58: {
        // BINUNICODE
        this.push(this.text(this.u32()));
        return;
      }
      case 0x8c: // SHORT_BINUNICODE
      case 0x55: {
        // SHORT_BINSTRING
        this.push(this.text(this.u8()));
        return;
      }
      case 0x54: {
        // BINSTRING
        this.push(this.text(this.u32()));
        return;
      }
      case 0x43: {
        // SHORT_BINBYTES
        this.push(this.raw(this.u8()));
        return;
      }
      case 0x42: {
        // BINBYTES
        this.push(this.raw(this.u32()));
        return;
      }
      case 0x5d: // EMPTY_LIST
      case 0x29: {
        // EMPTY_TUPLE
        this.push([]);
        return;
      }
      case 0x7d: {
        // EMPTY_DICT
        this.push(new Map());
        return;
      }
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: {
        // TUPLE3
        this.push(this.popLast(code - 0x84));
        return;
      }
      case 0x74: // TUPLE
      case 0x6c: {
        // LIST
        this.push(this.popMark());
        return;
      }
      case 0x64: {
        // DICT
        this.push(this.fill(new Map(), this.popMark()));
        return;
      }
      case 0x61: {
        // APPEND
        this.append(this.popLast(1));
        return;
      }
      case 0x65: {
        // APPENDS
        this.append(this.popMark());
        return;
      }
      case 0x73: // SETITEM
        return void this.fill(this.top(1 + 2), this.popLast(2));
      case 0x75: {
        // SETITEMS
        const items = this.popMark();
        return void this.fill(this.top(1), items);
      }
      case 0x71: // BINPUT
        return void this.memo.set(this.u8(), this.top(1));
      case 0x72: // LONG_BINPUT
        return void this.memo.set(this.u32(), this.top(1));
      case 0x94: // MEMOIZE
        return void this.memo.set(this.memo.size, this.top(1));
      case 0x68: {
        // BINGET
        this.get(this.u8());
        return;
      }
      case 0x6a: {
        // LONG_BINGET
        this.get(this.u32());
        return;
      }
      case 0x63: {
        // GLOBAL
        this.name(this.line(), this.line());
        return;
      }
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = this.popLast(2);
        if (typeof module !== 'string' || typeof name !== 'string') throw this.damaged('a name');
        this.name(module, name);
        return;
      }
      case 0x51: {
        // BINPERSID
        const storage = storageOf(this.pop());
        if (storage === undefined)
          throw this.refuse('a persistent id of something else', 'the id of a storage');
        this.push(storage);
        return;
      }
      case 0x52: {
        // REDUCE
        this.call(called);
        return;
      }
      case 0x81: {
        // NEWOBJ
        this.call(newObject);
        return;
      }
      case 0x62: {
        // BUILD
        this.build();
        return;
      }
      default: {
        const name = opcodeNames.get(code) ?? `0x${code.toString(16).padStart(2, '0')}`;
        throw this.refuse(
          `the operation ${name}`,
          'an operation of a checkpoint: tensors, dicts, lists, numbers and texts',
        );
      }
    }
  }

  private call(act: (target: PickleValue, values: PickleValue) => PickleValue | undefined): void {
    const values = this.pop();
    const target = this.pop();
    if (Array.isArray(values)) for (const value of values as readonly PickleValue[]) this.copy(value);
    const result = act(target, values);
    if (result === undefined) {
      const what = target instanceof Name ? target.full : 'something without a name';
      throw this.refuse(`a call of ${what}`, 'a call that makes a tensor, a dict or a configuration');
    }
    this.push(result);
  }

  /** The fields of a configuration. What is set on a dict, such as the versions of modules, is not needed. */
  private build(): void {
    const state = this.pop();
    const target = this.top(1);
    if (!(target instanceof Map) || !(state instanceof Map)) {
      throw this.refuse('a state of something else', 'the fields of a configuration');
    }
    if (target.size > 0) return;
    this.copy(state);
    for (const [key, value] of state) target.set(key, value);
  }

  /** @throws FormatError when more is copied than the file can hold. */
  private copy(value: PickleValue): void {
    this.copies -= Array.isArray(value) ? value.length : value instanceof Map ? value.size : 0;
    if (this.copies < 0)
      throw this.refuse('a value that is copied again and again', 'the values of a checkpoint');
  }

  private name(module: string, name: string): void {
    const found = new Name(module, name);
    if (!isKnownName(found))
      throw this.refuse(`the name ${found.full}`, 'a name that a checkpoint of tensors needs');
    this.push(found);
  }

  private get(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.damaged(`the memo ${index}`);
    this.push(value);
  }

  private append(items: readonly PickleValue[]): void {
    const list = this.top(1);
    if (!Array.isArray(list)) throw this.damaged('a list');
    for (const item of items) (list as PickleValue[]).push(item);
  }

  private fill(dict: PickleValue, items: readonly PickleValue[]): PickleValue {
    if (!(dict instanceof Map) || items.length % 2 !== 0) throw this.damaged('a dict');
    for (let i = 0; i < items.length; i += 2) dict.set(items[i] ?? null, items[i + 1] ?? null);
    return dict;
  }

  private push(value: PickleValue): void {
    this.stack.push(value);
  }

  private pop(): PickleValue {
    const value = this.stack.pop();
    if (value === undefined) throw this.damaged('a value');
    return value;
  }

  private top(depth: number): PickleValue {
    const value = this.stack.at(-depth);
    if (value === undefined) throw this.damaged('a value');
    return value;
  }

  private popLast(count: number): PickleValue[] {
    if (this.stack.length < count) throw this.damaged(`${count} values`);
    return this.stack.splice(this.stack.length - count, count);
  }

  private popMark(): PickleValue[] {
    const items = this.stack;
    const below = this.below.pop();
    if (below === undefined) throw this.damaged('a mark');
    this.stack = below;
    return items;
  }

  private u8(): number {
    return this.view.getUint8(this.take(1));
  }

  private u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  private text(length: number): string {
    return new TextDecoder().decode(this.raw(length));
  }

  private raw(length: number): Uint8Array {
    const from = this.take(length);
    return this.bytes.subarray(from, from + length);
  }

  /** A little-endian integer in two's complement; beyond 2⁵³ it is only approximate. */
  private long(length: number): number {
    const bytes = this.raw(length);
    let value = 0;
    bytes.forEach((byte, i) => (value += byte * 256 ** i));
    return (bytes.at(-1) ?? 0) >= 0x80 ? value - 256 ** length : value;
  }

  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) throw this.damaged('a name');
    const text = this.text(end - this.at);
    this.at = end + 1;
    return text;
  }

  private take(length: number): number {
    const from = this.at;
    if (from + length > this.bytes.length) throw this.damaged(`${length} more bytes`);
    this.at += length;
    return from;
  }

  private refuse(found: string, expected: string): FormatError {
    return this.fault(found, expected, resave);
  }

  private damaged(expected: string): FormatError {
    return this.fault(
      'damaged',
      `${expected} here`,
      'the file is truncated or damaged; copy or download it again',
    );
  }

  private fault(found: string, expected: string, advice: string): FormatError {
    return new FormatError({
      label: this.label,
      field: 'data.pkl',
      offset: this.start,
      found,
      expected,
      advice,
    });
  }
}
