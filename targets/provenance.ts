import type { Figures, TargetDescriptor } from './descriptor';
import type { TargetRegistry } from './registry';
import { targets } from './targets';

/**
 * Where a figure comes from: `forecast`, or the id of the target that executed the plan. It is always shown with the
 * figure. A trace may contain the id of an unknown target.
 */
export type Provenance = string;

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
  const figures = registry.get(provenance)?.figures;
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
  return registry.get(provenance)?.label ?? provenance;
}

/** The kind of the figures. An unknown target counts as `measured`. */
export function figuresKind(
  provenance: Provenance,
  registry: TargetRegistry = targets,
): TargetDescriptor['figures']['kind'] | typeof forecast {
  return provenance === forecast ? forecast : (registry.get(provenance)?.figures.kind ?? 'measured');
}

const idPattern = /^[a-z][a-z0-9-]{0,31}$/;

/** The provenance of a trace from its current or old word in the file. @returns undefined for an unknown word. */
export function provenanceFrom(word: string, registry: TargetRegistry = targets): Provenance | undefined {
  const id = registry.currentId(word, 'trace');
  return idPattern.test(id) ? id : undefined;
}
