import type { Project } from './project';

/** Folder, relative to that of the project, for everything that is made. */
export const buildFolderName = 'build';

/** What a project is built into; paths are relative to its folder, with `/`. */
export interface ProjectOutputs {
  /** The model as PSNT: converted, or the project's own file. */
  readonly psnt: string;
  /** The model has to be converted first. */
  readonly isConverted: boolean;
  /** The pass as text. */
  readonly listing: string;
  /** The disc that runs alone. */
  readonly image: string;
  /** The disc that waits for a debugger. */
  readonly debugImage: string;
}

/** Where the parts of a project go. */
export function outputsOf({ model }: Pick<Project, 'model'>): ProjectOutputs {
  const last =
    model
      .replace(/[/\\]+$/, '')
      .split(/[/\\]/)
      .at(-1) ?? '';
  const name = last.replace(/\.(?:psnt|bin|gguf|safetensors|pt|pth)$/i, '') || 'model';
  const isConverted = !/\.psnt$/i.test(model);
  const made = (end: string): string => `${buildFolderName}/${name}${end}`;
  return {
    psnt: isConverted ? made('.psnt') : model,
    isConverted,
    listing: made('.ps2ml'),
    image: made('.iso'),
    debugImage: made('.debug.iso'),
  };
}
