import { setPs2LinkAddress } from '../../../targets/action';
import { checkAgain, type DoctorCheck } from '../../../targets/doctorCheck';
import { defaultPs2LinkOptions, type Ps2LinkOptions } from '../launchOptions';
import type { LinkPlace } from './connection';
import { interfacesTo } from './interfaces';
import { measurePs2Link } from './measure';

/** No interface is set, or all of them are. */
const notChosen = [defaultPs2LinkOptions.bind, '0.0.0.0'];
/** Each token sends all weights over the network, which takes minutes below this speed. */
const slowBytesPerSecond = 200_000;

function placeOf(options: Ps2LinkOptions): LinkPlace | undefined {
  const { address, filePort, commandPort, logPort, bind } = options;
  return address === '' ? undefined : { console: address, filePort, commandPort, logPort, bind };
}

const unset = {
  status: 'skipped',
  what: 'No console address is set.',
  why: 'This is normal without a PlayStation 2 on the network. If you have one, set the address that its ps2link shows.',
  action: setPs2LinkAddress,
  isRequired: true,
} as const;

/** Checks the network interface that reaches the console. */
export const ps2linkInterfaceCheck = (options: Ps2LinkOptions): DoctorCheck => ({
  id: 'ps2link-interface',
  title: 'Network to the console',
  run() {
    const place = placeOf(options);
    if (!place) return Promise.resolve(unset);
    const near = interfacesTo(place.console);
    const names = near.map(({ name, address }) => `${name} (${address})`).join(', ');
    const isChosen = !notChosen.includes(place.bind);
    const bound = isChosen ? near.find(({ address }) => address === place.bind) : near[0];
    if (near.length === 0) {
      return Promise.resolve({
        status: 'warning',
        what: `No network interface of this computer is in the network of ${place.console}.`,
        why: 'The console and this computer must be in the same network, because routers do not forward the console log, which is a broadcast.',
        action: setPs2LinkAddress,
      });
    }
    if (!bound) {
      return Promise.resolve({
        status: 'error',
        what: `"ps2ml.ps2link.bind" is ${place.bind}, but ${names} leads to ${place.console}.`,
        why: 'Commands sent through another interface do not arrive.',
        action: { kind: 'setting', label: 'Change the Interface', setting: 'ps2ml.ps2link.bind' },
      });
    }
    return Promise.resolve({
      status: 'ok',
      what: `${bound.name} (${bound.address}) is in the network of ${place.console}.`,
      why: 'PS2 ML sends commands and receives the log through it.',
      action: checkAgain,
    });
  },
});

/** Checks the console itself: connection, round trip, throughput and version. */
export const ps2linkCheck = (options: Ps2LinkOptions): DoctorCheck => ({
  id: 'ps2link',
  title: 'Console with ps2link',
  async run(signal) {
    const place = placeOf(options);
    if (!place) return unset;
    const { roundTripMs, bytesPerSecond, version } = await measurePs2Link(place, signal);
    const isSlow = bytesPerSecond < slowBytesPerSecond;
    return {
      status: isSlow ? 'warning' : 'ok',
      what: `The console at ${place.console} answers in ${roundTripMs.toFixed(1)} ms and sends ${(bytesPerSecond / 1024).toFixed(0)} KiB/s.`,
      why: isSlow
        ? 'Reading weights over the network is slow at this speed. Put the model on a disc in the drive ("files": "disc").'
        : 'This is fast enough for stepping and variables. Weights load faster from a disc in the drive.',
      details: [
        `UDP port ${place.logPort} on this computer is free for its log.`,
        version === undefined
          ? 'ps2link reports its version only when it starts.'
          : `It runs ps2link ${version}.`,
        'Measured by reading its memory. No program should run on it meanwhile.',
      ],
      action: checkAgain,
    };
  },
});
