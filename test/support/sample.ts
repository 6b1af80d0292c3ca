import { cp } from 'node:fs/promises';
import path from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import { openModel } from '../../model/openModel';
import { compilePlan } from '../../model/plan/compile';
import type { PlanOptions } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import { projectRoot } from './project';
import { copyOfWorkspace, type Workspace } from './workspaces';

const sampleFolder = path.join(projectRoot, 'samples/tiny');

/** A workspace with a copy of the sample, `tiny.psnt`, and its tokenizer. */
export async function sampleWorkspace(): Promise<Workspace> {
  const workspace = await copyOfWorkspace('empty');
  await cp(sampleFolder, workspace.folder, { recursive: true });
  return workspace;
}

/** The plan of the sample, by default as the extension compiles it. */
export async function samplePlan(options: Partial<PlanOptions> = {}): Promise<Plan> {
  const source = await FileSource.open(path.join(sampleFolder, 'tiny.psnt'));
  try {
    return compilePlan(await openModel(source, 'tiny.psnt'), options);
  } finally {
    await source.close();
  }
}
