import { isModelled, timings, timingMeanings, type ModelledTiming, type Timing } from '../common/timing';
import { builtIn } from './builtIn';
import type { Figures, TargetDescriptor } from './descriptor';
import type { TargetRegistry } from './registry';
import { targets } from './targets';

/**
 * Where a figure comes from: `forecast`, or the id of the target that executed the plan. It is always shown with the
 * figure. A trace may contain the id of an unknown target.
 */
export type Provenance = string;

/** The provenance of figures by a modelled clock of the built-in console: its id and the timing. */
export const clockProvenance = (timing: Timing): Provenance =>
  isModelled(timing) ? `${builtIn.id}-${timing}` : builtIn.id;

/** The target, and the timing if it has modelled its clock. */
function partsOf(provenance: Provenance): { readonly id: string; readonly timing?: ModelledTiming } {
  const timing = timings.filter(isModelled).find((one) => provenance === clockProvenance(one));
  return timing === undefined ? { id: provenance } : { id: builtIn.id, timing };
}

/** Computed from the plan alone. */
export const forecast = 'forecast';

/** The label next to figures, and a sentence that explains it. */
export type ProvenanceWords = Omit<Figures, 'kind'>;

const forecastWords: ProvenanceWords = {
  label: forecast,
  meaning: 'Computed from the plan, not measured',
};

/** The labels next to figures. If reads are only counted, sizes and addresses are still a forecast. */
export function provenanceWords(
  provenance: Provenance,
  registry: TargetRegistry = targets,
): readonly ProvenanceWords[] {
  if (provenance === forecast) return [forecastWords];
  const { id, timing } = partsOf(provenance);
  if (timing !== undefined)
    return [
      {
        label: `modelled (${timing})`,
        meaning: `Measured by the program on the built-in console: ${timingMeanings[timing]}. No console was measured; see docs/performance.md for the range`,
      },
    ];
  const figures = registry.get(id)?.figures;
  if (figures === undefined)
    return [{ label: provenance, meaning: 'Measured on a target that this version does not know' }];
  return figures.kind === 'counted' ? [forecastWords, figures] : [figures];
}

/** One label: `PCSX2`. */
export function provenanceLabel(provenance: Provenance, registry: TargetRegistry = targets): string {
  return provenanceWords(provenance, registry).at(-1)?.label ?? provenance;
}

/** The target that executed the plan, as shown to users: `built-in console`. */
export function executorLabel(provenance: Provenance, registry: TargetRegistry = targets): string {
  return registry.get(partsOf(provenance).id)?.label ?? provenance;
}

/** The kind of the figures. An unknown target counts as `measured`. */
export function figuresKind(
  provenance: Provenance,
  registry: TargetRegistry = targets,
): TargetDescriptor['figures']['kind'] | typeof forecast {
  return provenance === forecast
    ? forecast
    : (registry.get(partsOf(provenance).id)?.figures.kind ?? 'measured');
}

const idPattern = /^[a-z][a-z0-9-]{0,31}$/;

/** The provenance of a trace from its current or old word in the file. @returns undefined for an unknown word. */
export function provenanceFrom(word: string, registry: TargetRegistry = targets): Provenance | undefined {
  const id = registry.currentId(word, 'trace');
  return idPattern.test(id) ? id : undefined;
}
