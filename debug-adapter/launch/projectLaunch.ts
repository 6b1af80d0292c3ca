import type { DiscSettings } from '../../image/discSettings';
import { outputsOf } from '../../project/outputs';
import type { Project } from '../../project/project';
import type { LaunchArguments } from './launchArguments';

/** What a project says about a launch; the rest is left to whoever launches. */
export type ProjectLaunch = Pick<
  LaunchArguments,
  | 'program'
  | 'tokens'
  | 'target'
  | 'temperature'
  | 'topK'
  | 'topP'
  | 'repetitionPenalty'
  | 'noRepeatNgram'
  | 'seed'
  | 'stopOnEntry'
> &
  Required<Pick<LaunchArguments, 'ram'>> &
  Partial<Pick<LaunchArguments, 'tokenizer' | 'order' | 'layout' | 'prompt' | 'chat' | 'system'>> & {
    readonly disc: DiscSettings;
  };

/**
 * The launch of a project under a debugger.
 * @param pathOf the path of what the project names, as the host opens it.
 */
export function projectLaunch(project: Project, pathOf: (path: string) => string): ProjectLaunch {
  const { order, prompts, chat, system, sampling, disc, files, elf, ram, layout, target } = project;
  const { psnt, isConverted, debugImage } = outputsOf(project);
  const [prompt] = prompts;
  // A GGUF file holds its tokenizer.
  const tokenizer = project.tokenizer ?? (/\.gguf$/i.test(project.model) ? project.model : undefined);
  return {
    program: pathOf(psnt),
    ...(tokenizer !== undefined && { tokenizer: pathOf(tokenizer) }),
    // What was converted here has the order that is written here.
    ...(order !== undefined && !isConverted && { order }),
    ...(prompt !== undefined && { prompt }),
    ...(chat && { chat }),
    ...(system !== undefined && { system }),
    ...sampling,
    target,
    stopOnEntry: 'layer',
    disc: {
      ...disc,
      files: files.map(({ file, name }) => ({ file: pathOf(file), name })),
      ...(elf?.reads === 'plan' && { elf: pathOf(elf.file) }),
      image: pathOf(debugImage),
    },
    ram,
    ...(layout && { layout }),
  };
}
