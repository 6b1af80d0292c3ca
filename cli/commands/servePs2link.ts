import type { Ps2LinkOptions } from '../../debug-adapter/ps2link/launchOptions';
import { defaultPorts, servePs2link, type LinkAddress } from '../../ps2/node/ps2linkServer';
import { UsageError, type Io } from '../io';

/** `127.0.0.2`, or with both ports `127.0.0.2:18193:18194`. */
const placePattern = /^((?:\d{1,3}\.){3}\d{1,3})(?::(\d{1,5}):(\d{1,5}))?$/;
const logPattern = /^((?:\d{1,3}\.){3}\d{1,3}):(\d{1,5})$/;

/** Where the log goes when nothing else is said: the port that ps2client listens to, on this machine. */
const defaultLog = `127.0.0.1:${defaultPorts.commandPort}`;

/** @throws UsageError */
export function linkAddressOf(place: string, log = defaultLog, option = 'serve-ps2link'): LinkAddress {
  const [, address, files, commands] = placePattern.exec(place) ?? [];
  if (address === undefined) {
    throw new UsageError(
      `--${option} is "${place}", expected an address such as 127.0.0.2, or ADDRESS:FILEPORT:COMMANDPORT.`,
    );
  }
  const [, logAddress, logPort] = logPattern.exec(log) ?? [];
  if (logAddress === undefined) {
    throw new UsageError(`--ps2link-log is "${log}", expected ADDRESS:PORT such as ${defaultLog}.`);
  }
  return {
    address,
    filePort: files === undefined ? defaultPorts.filePort : Number(files),
    commandPort: commands === undefined ? defaultPorts.commandPort : Number(commands),
    log: { address: logAddress, port: Number(logPort) },
  };
}

/**
 * The console that a client's option `--ps2link` names. On one machine the console's own port is taken, so that its
 * log goes to another. @throws UsageError
 */
export function linkOptionsOf(place: string): Partial<Ps2LinkOptions> & Pick<Ps2LinkOptions, 'address'> {
  const { address, filePort, commandPort } = linkAddressOf(place, undefined, 'ps2link');
  return {
    address,
    filePort,
    commandPort,
    ...(address.startsWith('127.') && { logPort: 0, bind: '127.0.0.1' }),
  };
}

/**
 * Runs the built-in console behind ps2link, as a console on the network does, until Ctrl+C.
 * @param image path of the disc in its drive; without it the drive is empty.
 * @throws Error in words when a port is taken or the image is wrong.
 */
export async function serveLink(image: string | undefined, place: LinkAddress, io: Io): Promise<void> {
  await servePs2link(
    image,
    place,
    {},
    {
      listening: ({ filePort, commandPort }) =>
        io.err(
          `A console with ps2link at ${place.address}, TCP port ${filePort} and UDP port ${commandPort}; Ctrl+C switches it off.\n`,
        ),
      log: (text) => io.out(text),
    },
    io.signal,
  );
}
