import { compilePlan } from '../../model/plan/compile';
import type { Model } from '../../model/model';
import { openModel } from '../../model/openModel';
import type { Plan } from '../../model/plan/plan';
import { FileSource } from '../../disc/node/fileSource';
import path from 'node:path';
import { projectRoot } from '../support/project';

/** The sample that comes with the extension, and its plan. */
export async function plannedSample(): Promise<{ readonly model: Model; readonly plan: Plan }> {
  const source = await FileSource.open(path.join(projectRoot, 'samples/tiny/tiny.psnt'));
  try {
    const model = await openModel(source, 'tiny.psnt');
    return { model, plan: compilePlan(model) };
  } finally {
    await source.close();
  }
}
