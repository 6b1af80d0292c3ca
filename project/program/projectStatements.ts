import type { DiscSettings } from '../../image/discSettings';
import { outputsOf } from '../outputs';
import type { Project, ProjectSampling } from '../project';
import type { Statements } from './resolve';

/** The values of a project for its runs. */
interface ProjectStatements extends Statements {
  readonly disc: Partial<DiscSettings>;
}

/**
 * The values that a project sets for its runs. The fields that it leaves out are absent.
 * @param pathOf the path of a file of the project, as the host opens it.
 */
export function projectStatements(project: Project, pathOf: (path: string) => string): ProjectStatements {
  const { order, prompts, chat, system, sampling, disc, files, elf, ram, layout } = project;
  const { context, kvCache, arithmeticVersion } = project;
  const { isConverted, debugImage } = outputsOf(project);
  const [prompt] = prompts;
  // A GGUF file contains its tokenizer.
  const tokenizer = project.tokenizer ?? (/\.gguf$/i.test(project.model) ? project.model : undefined);
  return {
    ...(tokenizer !== undefined && { tokenizer: pathOf(tokenizer) }),
    // A converted model has the order that the conversion writes.
    ...(order !== undefined && !isConverted && { order }),
    ...(prompt !== undefined && { prompt }),
    ...(chat !== undefined && { chat }),
    ...(system !== undefined && { system }),
    ...sampling,
    disc: {
      ...disc,
      ...(files.length > 0 && { files: files.map(({ file, name }) => ({ file: pathOf(file), name })) }),
      ...(elf && { elf: pathOf(elf.file), ...(elf.reads === 'psnt' && { reads: elf.reads }) }),
      image: pathOf(debugImage),
    },
    ...(ram.budgetKiB !== undefined && { ram }),
    ...(layout && { layout }),
    ...(context !== undefined && { context }),
    ...(kvCache !== undefined && { kvCache }),
    ...(arithmeticVersion !== undefined && { arithmeticVersion }),
  };
}

/** The fields of a launch configuration that a project sets. The launch provides the others. */
export interface ProjectLaunch extends Omit<ProjectStatements, keyof ProjectSampling> {
  readonly program: string;
  /** Id of a target. */
  readonly target?: string;
  readonly stopOnEntry: 'layer';
  /** Prompts of the menu, and whether the project asks for it at every start. */
  readonly prompts?: readonly string[];
  readonly interactive?: true;
  readonly tokens?: number;
  readonly sampling?: Partial<Omit<ProjectSampling, 'tokens'>>;
}

/** The launch of a project under a debugger. */
export function projectLaunch(project: Project, pathOf: (path: string) => string): ProjectLaunch {
  const statements = projectStatements(project, pathOf);
  const { tokens, ...sampling } = project.sampling;
  const rest = Object.entries(statements).filter(([name]) => !(name in project.sampling));
  return {
    ...(Object.fromEntries(rest) as Omit<ProjectStatements, keyof ProjectSampling>),
    program: pathOf(outputsOf(project).psnt),
    ...(tokens !== undefined && { tokens }),
    ...(Object.keys(sampling).length > 0 && { sampling }),
    ...(project.target !== undefined && { target: project.target }),
    stopOnEntry: 'layer',
    ...(project.prompts.length > 0 && { prompts: project.prompts }),
    ...(project.interactive === true && { interactive: true }),
  };
}
