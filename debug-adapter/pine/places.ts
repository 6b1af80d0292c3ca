import { pinePlace, socketFolder, socketName, type Environment, type PinePlace } from '../../ps2/pine/place';
import { defaultSlot } from '../../ps2/pine/wire';
import { PineError } from './error';

/** The runtime folder of the Flatpak's sandbox, seen from outside. */
const flatpakFolder = '.flatpak/net.pcsx2.PCSX2/xdg-run';

/**
 * The places at which PCSX2 may listen, the most likely first.
 * @param platform a value of `process.platform`.
 * @throws PineError when the slot is invalid.
 */
export function pinePlaces(platform: string, environment: Environment, slot = defaultSlot): PinePlace[] {
  if (!Number.isInteger(slot) || slot < 1 || slot > 65535) {
    throw new PineError(`Invalid PINE slot ${slot}: use 1 to 65535. The default of PCSX2 is 28011.`);
  }
  const usual = pinePlace(platform, environment, slot);
  if (platform !== 'linux') return [usual];
  const folder = socketFolder(platform, environment);
  const name = socketName(slot);
  const paths = [`${folder}/${name}`, `${folder}/${flatpakFolder}/${name}`, `/tmp/${name}`];
  const sockets = [...new Set(paths)].map((path): PinePlace => ({ kind: 'socket', path }));
  // With mirrored networking, Windows and WSL share their ports.
  return environment['WSL_DISTRO_NAME'] === undefined ? sockets : [...sockets, { kind: 'tcp', port: slot }];
}
