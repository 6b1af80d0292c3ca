import type { Ps2LinkOptions } from '../../debug-adapter/ps2link/launchOptions';
import { defaultPorts, servePs2link, type LinkAddress } from '../../ps2/node/ps2linkServer';
import { UsageError, type Io } from '../io';

/** `127.0.0.2`, or with both ports `127.0.0.2:18193:18194`. */
const placePattern = /^((?:\d{1,3}\.){3}\d{1,3})(?::(\d{1,5}):(\d{1,5}))?$/;
const logPattern = /^((?:\d{1,3}\.){3}\d{1,3}):(\d{1,5})$/;

/** The default destination of the log: the port that ps2client listens on, on this machine. */
const defaultLog = `127.0.0.1:${defaultPorts.commandPort}`;

/** Parses an address with its ports. @throws UsageError when it is not valid. */
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
 * The console from a client's option `--ps2link`. If client and console share a machine, the console's log port is in
 * use, so the log goes to another one. @throws UsageError when the address is not valid.
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
 * Runs the built-in console like a console with ps2link on the network, until Ctrl+C.
 * @param image path of the disc image in its drive. Default: the drive is empty.
 * @throws Error when a port is in use or the image is not valid.
 */
export async function serveLink(image: string | undefined, place: LinkAddress, io: Io): Promise<void> {
  await servePs2link(
    image,
    place,
    {},
    {
      listening: ({ filePort, commandPort }) =>
        io.err(
          `Serving ps2link at ${place.address}, TCP port ${filePort} and UDP port ${commandPort}. Press Ctrl+C to stop.\n`,
        ),
      log: (text) => io.out(text),
    },
    io.signal,
  );
}
