import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from './project';

/** A folder that a test may change. */
export interface Workspace {
  readonly folder: string;
  readonly dispose: () => Promise<void>;
}

/** Copies one of the folders of `.vscode-test/workspaces` to a temporary place. */
export async function copyOfWorkspace(name: string): Promise<Workspace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-workspace-'));
  await cp(path.join(projectRoot, '.vscode-test/workspaces', name), folder, { recursive: true });
  return { folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}
