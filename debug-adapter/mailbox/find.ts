import { ramBytes } from '../../common/ram';
import { isMailboxAt } from './identity';
import { magic, mailboxBytes } from './layout';
import type { MemoryPort } from './memoryPort';
import { Words } from './words';

const pieceBytes = 0x10000;
const headBytes = 0x40;

/**
 * Address of the mailbox: at `symbol` if given, else by a search of all of RAM in steps of 64 bytes.
 * @returns undefined while there is no complete block.
 */
export async function findMailbox(
  port: Pick<MemoryPort, 'read'>,
  symbol?: number,
): Promise<number | undefined> {
  if (symbol !== undefined) {
    return isMailboxAt(new Words(await port.read(symbol, headBytes)), symbol) ? symbol : undefined;
  }
  for (let start = 0; start < ramBytes; start += pieceBytes) {
    const words = new Words(await port.read(start, pieceBytes));
    for (let at = 0; at < pieceBytes; at += headBytes) {
      if (words.at(at) !== magic[0] || !isMailboxAt(words, start, at)) continue;
      if (start + at + mailboxBytes <= ramBytes) return start + at;
    }
  }
  return undefined;
}
