import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bootFiles, tokensBytesOf, type BootContents } from '../../image/bootFiles';
import type { Model } from '../../model/model';
import { compilePlan } from '../../model/plan/compile';
import type { PlanOptions } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import { greedy, type RunSettings } from '../../model/plan/runSettings';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { streamed } from '../support/streamed';
import { temporaryFolder } from './toolchain';

export interface ProjectRequest {
  readonly model: Model;
  readonly tokenizer?: Tokenizer;
  readonly plan?: Partial<PlanOptions>;
  readonly settings?: Partial<RunSettings>;
  readonly videoMode?: BootContents['videoMode'];
  readonly screen?: BootContents['screen'];
  readonly choices?: BootContents['choices'];
  /** Stands on the disc as the program; the witnesses do not look at it. */
  readonly elf?: Uint8Array;
}

/** The files of a disc in a folder. */
export interface Project {
  readonly plan: Plan;
  readonly settings: RunSettings;
  readonly folder: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly remove: () => void;
}

/** Unless a plan says otherwise, the program reads every matrix in each pass, so that its reads are tested too. */
export async function makeProject(request: ProjectRequest): Promise<Project> {
  const { model, tokenizer, videoMode, screen, choices, elf = new Uint8Array(2048) } = request;
  const plan = compilePlan(model, { ...streamed, tokensBytes: tokensBytesOf(tokenizer), ...request.plan });
  const settings = { ...greedy, prompt: [1], ...request.settings };
  const parts = await bootFiles({
    model,
    plan,
    run: settings,
    elf,
    ...(tokenizer && { tokenizer }),
    ...(videoMode && { videoMode }),
    ...(screen && { screen }),
    ...(choices && { choices }),
  });
  const files = new Map<string, Uint8Array>();
  for (const { name, source } of parts) files.set(name, await source.read(0, source.size));
  const { folder, remove } = temporaryFolder();
  writeFiles(folder, files);
  return { plan, settings, folder, files, remove };
}

export function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [name, bytes] of files) writeFileSync(path.join(folder, name), bytes);
}
