import { defaultSlot } from './wire';

/** Where a PINE server listens: a Unix socket, or a port of 127.0.0.1. */
export type PinePlace =
  { readonly kind: 'socket'; readonly path: string } | { readonly kind: 'tcp'; readonly port: number };

/** Environment variables that contain the folder of sockets. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Name of the socket of a slot. */
export function socketName(slot: number): string {
  return slot === defaultSlot ? 'pcsx2.sock' : `pcsx2.sock.${slot}`;
}

/**
 * Where PCSX2 listens when it is started with this environment.
 * @param platform as `process.platform` names it.
 * @param slot from 1 to 65535.
 */
export function pinePlace(platform: string, environment: Environment, slot = defaultSlot): PinePlace {
  if (platform === 'win32') return { kind: 'tcp', port: slot };
  return { kind: 'socket', path: `${socketFolder(platform, environment)}/${socketName(slot)}` };
}

/** Folder of the socket, without a slash at its end. */
export function socketFolder(platform: string, environment: Environment): string {
  const folder = environment[platform === 'darwin' ? 'TMPDIR' : 'XDG_RUNTIME_DIR'] ?? '';
  return folder === '' ? '/tmp' : folder.replace(/\/+$/, '');
}

/** For messages. */
export function describePlace(place: PinePlace): string {
  return place.kind === 'socket' ? place.path : `127.0.0.1:${place.port}`;
}
