import { cp } from 'node:fs/promises';
import path from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import { openModel } from '../../model/openModel';
import type { DiscLayout } from '../../model/plan/discLayout';
import type { Plan } from '../../model/plan/plan';
import { planOf } from '../../project/program/plan';
import { projectRoot } from './project';
import { copyOfWorkspace, type Workspace } from './workspaces';

const sampleFolder = path.join(projectRoot, 'samples/tiny');

/** A workspace with a copy of the sample, `tiny.psnt`, and its tokenizer. */
export async function sampleWorkspace(): Promise<Workspace> {
  const workspace = await copyOfWorkspace('empty');
  await cp(sampleFolder, workspace.folder, { recursive: true });
  return workspace;
}

/** The plan of the sample, as the extension compiles it, by default in the default layout. */
export async function samplePlan(layout?: DiscLayout): Promise<Plan> {
  const source = await FileSource.open(path.join(sampleFolder, 'tiny.psnt'));
  try {
    return planOf(await openModel(source, 'tiny.psnt'), layout === undefined ? {} : { layout });
  } finally {
    await source.close();
  }
}
