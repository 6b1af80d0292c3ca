import type { Position, StopReason } from '../target';
import type { EndReason } from '../../model/trace/events';
import {
  endReasons,
  fields,
  mailboxMagic,
  mailboxVersion,
  states,
  stopReasons,
  type MailboxField,
  type MailboxState,
} from './layout';

/** A mailbox's block as it was read at one moment. */
export class MailboxBlock {
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get(field: MailboxField): number {
    return this.view.getUint32(fields[field], true);
  }

  /** A program's block stands at `address`; before its program has started there is none. */
  isAt(address: number): boolean {
    const magic = mailboxMagic.every((word, i) => this.view.getUint32(fields.magic + i * 4, true) === word);
    return magic && this.get('self') === address;
  }

  /** @throws Error when it is of a version that is not known here. */
  checkVersion(): void {
    const version = this.get('version');
    if (version >>> 16 === mailboxVersion) return;
    throw new Error(
      `The program speaks version ${version >>> 16}.${version & 0xffff} of the mailbox, expected ${mailboxVersion}.x: build it and this debugger from the same release.`,
    );
  }

  get state(): MailboxState {
    return states[this.get('state')] ?? 'failed';
  }

  /** It changes at this moment and must be read again. */
  get isTorn(): boolean {
    return this.get('sequence') % 2 === 1;
  }

  get position(): Position {
    return {
      pass: this.get('pass'),
      first: this.get('first'),
      count: this.get('count'),
      tail: this.get('tail') !== 0,
      operation: this.get('operation'),
    };
  }

  get stopReason(): StopReason {
    return stopReasons[this.get('stop')] ?? 'pause';
  }

  get endReason(): EndReason {
    return endReasons[this.get('end')] ?? 'length';
  }

  get error(): string {
    const text = this.bytes.subarray(fields.errorText, fields.errorText + this.get('errorBytes'));
    return new TextDecoder().decode(text);
  }
}
