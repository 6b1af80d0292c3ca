import type { Figures, TargetDescriptor } from './descriptor';
import type { TargetRegistry } from './registry';
import { targets } from './targets';

/**
 * Where a figure comes from; always shown with it: `forecast`, or the id of the target that executed the plan. A trace
 * may name a target that is not known here.
 */
export type Provenance = string;

/** Computed from the plan alone. */
export const forecast = 'forecast';

/** What a word or two beside figures, and a sentence about them. */
export type ProvenanceWords = Omit<Figures, 'kind'>;

const forecastWords: ProvenanceWords = {
  label: forecast,
  meaning: 'Computed from the plan, not measured',
};

/** What is said beside figures. Where reads are only counted, sizes and addresses stay a forecast. */
export function provenanceWords(
  provenance: Provenance,
  registry: TargetRegistry = targets,
): readonly ProvenanceWords[] {
  if (provenance === forecast) return [forecastWords];
  const figures = registry.get(provenance)?.figures;
  if (figures === undefined)
    return [{ label: provenance, meaning: 'Measured on a target that is not known here' }];
  return figures.kind === 'counted' ? [forecastWords, figures] : [figures];
}

/** One label: `PCSX2`. */
export function provenanceLabel(provenance: Provenance, registry: TargetRegistry = targets): string {
  return provenanceWords(provenance, registry).at(-1)?.label ?? provenance;
}

/** What executed the plan, for people: `built-in console`. */
export function executorLabel(provenance: Provenance, registry: TargetRegistry = targets): string {
  return registry.get(provenance)?.label ?? provenance;
}

/** How its figures came about; a target that is not known here has measured them. */
export function figuresKind(
  provenance: Provenance,
  registry: TargetRegistry = targets,
): TargetDescriptor['figures']['kind'] | typeof forecast {
  return provenance === forecast ? forecast : (registry.get(provenance)?.figures.kind ?? 'measured');
}

const idPattern = /^[a-z][a-z0-9-]{0,31}$/;

/** The provenance of a trace as it is written in the file, by present or old words. @returns undefined when it is none. */
export function provenanceFrom(word: string, registry: TargetRegistry = targets): Provenance | undefined {
  const id = registry.currentId(word, 'trace');
  return idPattern.test(id) ? id : undefined;
}
