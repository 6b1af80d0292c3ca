import type { MemoryPort } from '../mailbox/memoryPort';
import { PineLinkError } from './error';

/**
 * The same memory, with one more try when the connection fails. A second read returns the current bytes. A second write
 * of the same bytes has no further effect, even for a mailbox command, because its number is the same.
 */
export function steadyPort(port: MemoryPort): MemoryPort {
  const steadily = async <T>(access: () => Promise<T>): Promise<T> => {
    try {
      return await access();
    } catch (error) {
      if (error instanceof PineLinkError) return access();
      throw error;
    }
  };
  return {
    read: (address, length) => steadily(() => port.read(address, length)),
    readAll: (ranges) => steadily(() => port.readAll(ranges)),
    write: (address, bytes) => steadily(() => port.write(address, bytes)),
    writeAll: (parts) => steadily(() => port.writeAll(parts)),
  };
}
