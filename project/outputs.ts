import type { Project } from './project';

/** The build folder, relative to the project's folder. */
export const buildFolderName = 'build';

/** The outputs of a project. Paths are relative to its folder, with `/`. */
export interface ProjectOutputs {
  /** The model as PSNT: the converted one, or the project's file itself. */
  readonly psnt: string;
  /** The model has to be converted first. */
  readonly isConverted: boolean;
  /** The listing. */
  readonly listing: string;
  /** The disc image that runs without a debugger. */
  readonly image: string;
  /** The disc image that waits for a debugger. */
  readonly debugImage: string;
}

/** The paths of a project's outputs. */
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
