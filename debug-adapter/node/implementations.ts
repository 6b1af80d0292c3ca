import { timingOf } from '../launch/launchTiming';
import { builtIn } from '../../targets/builtIn';
import type { TargetDescriptor } from '../../targets/descriptor';
import type { DoctorCheck } from '../../targets/doctorCheck';
import { readFields } from '../../targets/fields';
import { pcsx2 } from '../../targets/pcsx2';
import { ps2link } from '../../targets/ps2link';
import { reference } from '../../targets/reference';
import { targets, type TargetIdIn } from '../../targets/targets';
import { pcsx2Check, pcsx2SettingsCheck } from '../pcsx2/node/installationChecks';
import { machineCheck } from '../pcsx2/node/machineCheck';
import { pineCheck } from '../pcsx2/node/pineCheck';
import { pcsx2Targets } from '../pcsx2/node/target';
import { ps2linkCheck, ps2linkInterfaceCheck } from '../ps2link/node/checks';
import { ps2linkTargets } from '../ps2link/node/target';
import type { TargetFactory } from '../session/sessionHost';
import { ConsoleTarget } from '../targets/console';
import { ReferenceTarget } from '../targets/reference';
import { workerConsoles } from './consoleWorker';
import { workerEngines } from './engineWorker';
import type { TargetImplementation } from './implementation';
import type { TargetFiles } from './targets';

/** A descriptor with its code. The fields that the code uses are checked here. */
export interface ImplementedTarget<Id extends string = string> {
  readonly descriptor: TargetDescriptor & { readonly id: Id };
  readonly factory: (files: TargetFiles) => TargetFactory;
  /** @param own the settings for its fields. @throws FieldError when one of them is invalid. */
  readonly checks: (own: unknown) => readonly DoctorCheck[];
}

/** Combines a descriptor and its code. */
export function implemented<D extends TargetDescriptor>(
  descriptor: D,
  { factory, checks }: TargetImplementation<D>,
): ImplementedTarget<D['id']> {
  const { id } = descriptor;
  const fields: D['fields'] = descriptor.fields;
  return {
    descriptor,
    factory,
    checks: (own) => checks(readFields(fields, own, id)),
  };
}

/** The code of every target that runs in Node. A target without it, or code without a target, does not compile. */
const implementations: { readonly [Id in TargetIdIn<'node'>]: ImplementedTarget<Id> } = {
  'built-in': implemented(builtIn, {
    factory: (files) => {
      const start = workerConsoles(files.consoleWorker, files);
      return (program, { own }) => new ConsoleTarget(program, start, false, timingOf(own));
    },
    checks: () => [],
  }),
  reference: implemented(reference, {
    factory: ({ engineWorker }) => {
      const start = workerEngines(engineWorker);
      return (program) => new ReferenceTarget(program, start);
    },
    checks: () => [],
  }),
  pcsx2: implemented(pcsx2, {
    factory: pcsx2Targets,
    checks: ({ path }) => [machineCheck, pcsx2Check(path), pcsx2SettingsCheck(path), pineCheck(path)],
  }),
  ps2link: implemented(ps2link, {
    factory: ps2linkTargets,
    checks: (own) => [ps2linkInterfaceCheck(own), ps2linkCheck(own)],
  }),
};

/** The same, in the order of the targets. */
export const nodeImplementations: readonly ImplementedTarget[] = targets.ids.map((id) => implementations[id]);
