import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import type { MemoryPort } from '../mailbox/memoryPort';

/** The memory of a built-in console. Every read and write is atomic. */
export function consolePort(client: ConsoleClient): MemoryPort {
  return {
    read: async (address, length) => {
      const [bytes] = await client.ask('read', { ranges: [{ address, length }] });
      if (!bytes) throw new Error('The built-in console did not respond to a memory read.');
      return bytes;
    },
    readAll: (ranges) => client.ask('read', { ranges }),
    write: async (address, bytes) => {
      await client.ask('write', { parts: [{ address, bytes }] });
    },
    writeAll: async (parts) => {
      await client.ask('write', { parts });
    },
  };
}
