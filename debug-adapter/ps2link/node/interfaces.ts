import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';

/** An interface of this PC. */
export interface NetworkInterface {
  readonly name: string;
  readonly address: string;
  readonly netmask: string;
}

/** The interfaces in the network of the console. */
export function interfacesTo(console: string, all = localInterfaces()): NetworkInterface[] {
  return all.filter(({ address, netmask }) => {
    const mask = numberOf(netmask);
    return (numberOf(address) & mask) === (numberOf(console) & mask);
  });
}

function localInterfaces(): NetworkInterface[] {
  return Object.entries(networkInterfaces()).flatMap(([interfaceName, addresses]) =>
    (addresses ?? [])
      .filter(({ family }) => family === 'IPv4')
      .map(({ address, netmask }) => ({ name: interfaceName, address, netmask })),
  );
}

/**
 * The address of this PC that sends packets to `console`, by the routes of the system. Nothing is sent.
 * @returns undefined if there is no route.
 */
export async function addressTowards(console: string): Promise<string | undefined> {
  const socket = createSocket('udp4');
  try {
    return await new Promise((resolve) => {
      socket.once('error', () => resolve(undefined));
      // Any port: connecting a datagram socket only looks up the route.
      socket.connect(9, console, () => resolve(socket.address().address));
    });
  } finally {
    socket.close();
  }
}

/** The broadcast addresses of the networks of an address of this PC. */
export function broadcastAddressesOf(address: string, all = localInterfaces()): string[] {
  return all
    .filter((each) => each.address === address)
    .map(({ netmask }) => {
      const last = (numberOf(address) | ~numberOf(netmask)) >>> 0;
      return [24, 16, 8, 0].map((shift) => (last >>> shift) & 255).join('.');
    });
}

/** An IPv4 address as a number. */
function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0);
}
