import type { Model } from '../../model/model';
import { PlanError } from '../../model/plan/error';
import { formatBytes } from '../../model/plan/units';
import type { Project } from '../../project/project';
import type { Finding, Fix, YieldPoint } from './finding';
import { planOf } from '../../project/program/plan';
import {
  type AvailableRam,
  convertedToPsnt,
  fits,
  largestContext,
  leastBudget,
  ramNeed,
  type RamNeed,
} from './sizing';

/** Reports a plan that does not fit in RAM: by how much, why, and how to make it fit. */
export async function ramFindings(
  project: Project,
  model: Model,
  room: AvailableRam,
  pause: YieldPoint,
): Promise<Finding[]> {
  try {
    planOf(model, room);
    return [];
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    const need = needOf(model, room);
    const place = project.context === undefined ? 'model' : 'context';
    if (need === undefined || need.needed <= need.available)
      return [{ code: 'plan', severity: 'error', message: error.message, place, fixes: [] }];
    const limited = project.ram.budgetKiB !== undefined;
    return [
      {
        code: 'ram',
        severity: 'error',
        message: sentence(model, need, limited),
        place: limited ? 'ram.budgetKiB' : place,
        fixes: await ramFixes(project, model, room, need, pause),
      },
    ];
  }
}

/** Undefined for a model that cannot be planned with any amount of RAM. */
function needOf(model: Model, room: AvailableRam): RamNeed | undefined {
  try {
    return ramNeed(model, room);
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}

function sentence({ label }: Model, { needed, available, parts }: RamNeed, limited: boolean): string {
  const largest = parts.slice(0, 4).map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`);
  const who = limited ? 'the limit of "budgetKiB"' : 'is available to the program';
  return `${label} needs ${formatBytes(needed)} of RAM, ${formatBytes(needed - available)} more than ${who} (${formatBytes(available)}): ${largest.join(', ')}.`;
}

async function ramFixes(
  project: Project,
  model: Model,
  room: AvailableRam,
  need: RamNeed,
  pause: YieldPoint,
): Promise<Fix[]> {
  const fixes: Fix[] = [];
  if (project.ram.budgetKiB !== undefined) {
    const budget = leastBudget(model, room);
    if (budget !== undefined)
      fixes.push({
        title: `Raise the budget to ${budget.toLocaleString('en-US')} KiB`,
        changes: [{ field: 'ram.budgetKiB', value: budget }],
      });
  }
  await pause();
  const isPsnt = /\.psnt$/i.test(project.model);
  const type = typeOf(model);
  const context = room.context === undefined ? undefined : largestContext(model, room);
  if (context !== undefined) {
    const title = `Reduce "context" to ${context.toLocaleString('en-US')}`;
    fixes.push({ title, changes: [{ field: 'context', value: context }] });
  }
  if (room.kvCache === 'f32' && fits(model, { ...room, kvCache: 'int16' })) {
    const title = 'Store keys and values as int16: fits';
    fixes.push({ title, changes: [{ field: 'kvCache', value: 'int16' }] });
  }
  await pause();
  const q4 = type === 'q8' ? asQ4(model) : undefined;
  const q4Need = q4 && needOf(q4, room);
  if (q4 && q4Need && q4Need.needed < need.needed) {
    const saved = formatBytes(need.needed - q4Need.needed);
    const title = `Q4 for all matrices saves ${saved} of RAM, ${restOf(q4, room, q4Need.needed)}`;
    fixes.push(
      isPsnt
        ? { title: converting(title), conversion: { type: 'q4' } }
        : { title, changes: [{ field: 'conversion.type', value: 'q4' }] },
    );
  }
  return fixes;
}

/** The title of a fix that makes a new file of the model. */
export const converting = (title: string): string => `${title}; converts the model`;

/** Whether the saving is enough. */
function restOf(model: Model, room: AvailableRam, needed: number): string {
  const { available } = ramNeed(model, room);
  return fits(model, room) ? 'fits' : `still ${formatBytes(needed - available)} too large`;
}

/** The type of a model's matrices. */
export function typeOf({ tensors }: Pick<Model, 'tensors'>): 'q8' | 'q4' | 'ternary' {
  const type = tensors.find(({ name }) => name.endsWith('.wq'))?.type;
  if (type === 'ternary') return type;
  return type === 'q4' || type === 'q4g32' ? 'q4' : 'q8';
}

/** The model with Q4 matrices; undefined if PSNT cannot store it. */
export function asQ4(model: Model): Model | undefined {
  try {
    return convertedToPsnt(model, { quantization: 'q4' });
  } catch {
    return undefined;
  }
}
