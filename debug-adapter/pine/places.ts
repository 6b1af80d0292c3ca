import { pinePlace, socketFolder, socketName, type Environment, type PinePlace } from '../../ps2/pine/place';
import { defaultSlot } from '../../ps2/pine/wire';
import { PineError } from './error';

/** Inside its sandbox the Flatpak has a runtime folder of its own, which is this one outside. */
const flatpakFolder = '.flatpak/net.pcsx2.PCSX2/xdg-run';

/**
 * Where PCSX2 may listen, the likeliest place first.
 * @param platform as `process.platform` names it.
 * @throws PineError when there is no such slot.
 */
export function pinePlaces(platform: string, environment: Environment, slot = defaultSlot): PinePlace[] {
  if (!Number.isInteger(slot) || slot < 1 || slot > 65535) {
    throw new PineError(`There is no PINE slot ${slot}: choose one from 1 to 65535; PCSX2's own is 28011.`);
  }
  const usual = pinePlace(platform, environment, slot);
  if (platform !== 'linux') return [usual];
  const folder = socketFolder(platform, environment);
  const name = socketName(slot);
  const paths = [`${folder}/${name}`, `${folder}/${flatpakFolder}/${name}`, `/tmp/${name}`];
  const sockets = [...new Set(paths)].map((path): PinePlace => ({ kind: 'socket', path }));
  // With mirrored networking the ports of Windows are those of its Linux, too.
  return environment['WSL_DISTRO_NAME'] === undefined ? sockets : [...sockets, { kind: 'tcp', port: slot }];
}
