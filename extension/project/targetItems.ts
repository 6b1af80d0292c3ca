import type { TargetRegistry } from '../../targets/registry';
import { targets } from '../../targets/targets';

/** A target in a list to choose from. */
export interface TargetItem {
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

/** Every target; the list marks those that are not available here. */
export function targetItems(
  available: readonly string[],
  registry: TargetRegistry = targets,
): readonly TargetItem[] {
  return registry.all.map(({ id, label, description }) => ({
    id,
    label,
    description: available.includes(id) ? description : `${description}; not in VS Code for the Web`,
  }));
}
