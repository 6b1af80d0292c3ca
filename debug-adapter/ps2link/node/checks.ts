import { checkAgain, type Action, type DoctorCheck } from '../../../targets/doctorCheck';
import { defaultPs2LinkOptions, type Ps2LinkOptions } from '../launchOptions';
import type { LinkPlace } from './connection';
import { interfacesTo } from './interfaces';
import { measurePs2Link } from './measure';

/** No interface is chosen, or all are. */
const notChosen = [defaultPs2LinkOptions.bind, '0.0.0.0'];
const setAddress: Action = {
  kind: 'setting',
  label: 'Set the Address',
  setting: 'ps2ml.ps2link.address',
};
/** A model's token crosses the network whole; below this it takes minutes. */
const slowBytesPerSecond = 200_000;

function placeOf(options: Ps2LinkOptions): LinkPlace | undefined {
  const { address, filePort, commandPort, logPort, bind } = options;
  return address === '' ? undefined : { console: address, filePort, commandPort, logPort, bind };
}

const unset = {
  status: 'skipped',
  what: 'No console is named.',
  why: 'That is as it should be without a PlayStation 2 on the network; with one, set the address that its ps2link shows.',
  action: setAddress,
} as const;

/** The interface of this computer that leads to the console. */
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
        why: 'Console and computer must be in one network; its log is a broadcast, which no router passes on.',
        action: setAddress,
      });
    }
    if (!bound) {
      return Promise.resolve({
        status: 'error',
        what: `"ps2ml.ps2link.bind" is ${place.bind}, but ${names} leads to ${place.console}.`,
        why: 'Commands that leave by another interface do not arrive.',
        action: { kind: 'setting', label: 'Change the Interface', setting: 'ps2ml.ps2link.bind' },
      });
    }
    return Promise.resolve({
      status: 'ok',
      what: `${bound.name} (${bound.address}) is in the network of ${place.console}.`,
      why: 'Commands go out and the log comes in there.',
      action: checkAgain,
    });
  },
});

/** The console itself: reachable, round trip, throughput, version. */
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
      what: `The console at ${place.console} answers in ${roundTripMs.toFixed(1)} ms and gives ${(bytesPerSecond / 1024).toFixed(0)} KiB/s.`,
      why: isSlow
        ? 'Weights that come over the network take long at this speed; put the model on a disc in its drive ("files": "disc").'
        : 'That is enough to step and to look at variables; weights come faster from a disc in its drive.',
      details: [
        `UDP port ${place.logPort} here is free for its log.`,
        version === undefined
          ? 'Its ps2link says its version only when it starts.'
          : `It runs ps2link ${version}.`,
        'Measured by reading its memory; no program should run on it meanwhile.',
      ],
      action: checkAgain,
    };
  },
});
