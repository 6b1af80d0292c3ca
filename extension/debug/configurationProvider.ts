import type { AnyFieldValues } from '../../targets/fields';
import * as vscode from 'vscode';
import { parseDiscLayout } from '../../model/plan/layoutWords';
import { errorText } from '../../common/errorText';
import { currentConfiguration } from '../../debug-adapter/launch/launchArguments';
import { mergeLaunch } from '../../debug-adapter/launch/launchGroups';
import type { TargetDescriptor } from '../../targets/descriptor';
import { targets } from '../../targets/targets';
import { readRamSettings } from '../../project/discFields';
import { samplingNames } from '../../project/limits';
import { readPlanFields } from '../../project/planFields';
import { originTexts } from '../../project/program/origins';
import type { Resolution, Statements } from '../../project/program/resolve';
import type { ListingMaker } from '../listing/listings';
import { fileNameOf, fromLaunchPath, launchPath } from '../uris';
import { showLaunchError } from './launchError';
import { withDefaults } from './defaults';
import { targetSettings } from './targetSettings';
import { isProjectFile, projectFiles } from '../project/projectFiles';
import type { ProjectLaunches } from '../project/projectLaunches';
import { modelInFront, modelsOfWorkspace } from './modelChoice';
import { chooseProgram } from './programChoice';
import type { LastPrompt } from './prompt';
import type { TokenizerChoice } from './tokenizerChoice';

/** Makes runs possible without launch.json, and completes the configurations that are there. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  /** Offers the same runs where VS Code lists those that need no launch.json. */
  readonly dynamic: vscode.DebugConfigurationProvider = {
    provideDebugConfigurations: (folder) => this.provideDebugConfigurations(folder),
  };

  constructor(
    private readonly listingOf: ListingMaker,
    private readonly prompt: LastPrompt,
    private readonly tokenizers: TokenizerChoice,
    private readonly projects: ProjectLaunches,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** For a new launch.json, and for the list of runs that need none: projects, the model in front and those of the folder. */
  async provideDebugConfigurations(folder?: vscode.WorkspaceFolder): Promise<vscode.DebugConfiguration[]> {
    const front = modelInFront();
    const files = [...(await projectFiles()), ...(front === undefined ? [] : [front])];
    const models = [...files, ...(await modelsOfWorkspace())];
    const unique = new Map(models.map((uri) => [uri.toString(), uri]));
    return [...unique.values()].map((uri) => configurationFor(uri, folder));
  }

  async resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const { program } = configuration as { program?: unknown };
    if (program !== undefined) return configuration;
    const model = await chooseProgram();
    return model === undefined
      ? undefined
      : { ...configurationFor(model, folder), ...configuration, ...named(configuration, model) };
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    launch: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    try {
      const { type, name, request } = launch;
      const current: vscode.DebugConfiguration = { ...currentConfiguration(launch), type, name, request };
      const found = await this.withProject(current, folder?.uri);
      return found && (await this.complete(current, found, folder));
    } catch (error) {
      this.log.error(errorText(error));
      showLaunchError(error, launch, folder);
      return undefined;
    }
  }

  /** Adds the fields of the project that the configuration does not set itself. */
  private async withProject(
    configuration: vscode.DebugConfiguration,
    folder: vscode.Uri | undefined,
  ): Promise<WithProject | undefined> {
    const { program } = configuration as { program?: unknown };
    if (typeof program !== 'string') return { configuration };
    const file = fromLaunchPath(program, folder);
    if (!isProjectFile(file)) return { configuration };
    const isAttach = configuration.request === 'attach';
    const launch = await (isAttach
      ? this.projects.attachmentOf(file, targetOf(configuration))
      : this.projects.launchOf(file));
    if (launch === undefined) return undefined;
    const merged = { ...configuration, ...mergeLaunch(launch, configuration), program: launch.program };
    return { configuration: merged, project: file };
  }

  /** @param written the configuration without the fields of its project */
  private async complete(
    written: vscode.DebugConfiguration,
    { configuration, project }: WithProject,
    folder: vscode.WorkspaceFolder | undefined,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const { program } = configuration as { program?: unknown };
    // The adapter rejects anything but a string.
    if (typeof program !== 'string') return configuration;
    const model = fromLaunchPath(program, folder?.uri);
    const isAttach = configuration.request === 'attach';
    const given = written as Given;
    const fields = saidByLaunch(given, folder?.uri);
    const listing = await this.listingOf(model, { fields, ...(project && { project }) });
    const { answers, source } = listing.resolved;
    const { tokenizer: named } = answers;
    const tokenizer = await this.tokenizers.find(model, listing.config, { tokenizer: named, source });
    if (tokenizer === null) return undefined;
    const { from, value: prompt } = answers.prompt;
    if (from === 'chosen') this.prompt.announce(launchPath(model));
    if (from !== 'default') await this.prompt.remember(prompt);
    const ofProject = saidByProject(answers);
    const settings = vscode.workspace.getConfiguration('ps2ml', model);
    const target = targetOf(configuration);
    return {
      ...withDefaults<vscode.DebugConfiguration>(
        {
          ...configuration,
          ...(!isAttach && mergeLaunch(ofProject, configuration)),
        },
        {
          tokens: answers.tokens.value,
          stopAtEnd: settings.get<boolean>('stopAtEnd', false),
          arithmetic: arithmeticFor(target, answers.arithmetic.value),
          tokenizer: tokenizer.path,
          prompt: isAttach ? undefined : this.prompt.text,
          listingUri: listing.uri.toString(),
          origins: originTexts(listing.resolved, tokenizer.from),
          ...(target && { own: { [target.id]: targetSettings(target, settings) } }),
        },
      ),
      program: launchPath(model),
      ...(from === 'chosen' && !isAttach && { prompt }),
      ...(answers.order && { order: answers.order.value }),
      layout: answers.layout.value,
      ...(named && tokenizer.path !== undefined && { tokenizer: tokenizer.path }),
      ...(given.ram === undefined && answers.ram.from === 'project' && { ram: answers.ram.value }),
      ...(answers.context && { context: answers.context.value }),
      ...(answers.kvCache.from !== 'default' && { kvCache: answers.kvCache.value }),
      ...(answers.arithmeticVersion && { arithmeticVersion: answers.arithmeticVersion.value }),
    };
  }
}

/** The fields of a launch configuration as they are written. */
type Given = Readonly<Partial<Record<keyof Statements, unknown>>>;

/** A launch configuration, and the `ps2ml.json` whose fields were added to it. */
interface WithProject {
  readonly configuration: vscode.DebugConfiguration;
  readonly project?: vscode.Uri;
}

/** The fields of a configuration that change how its model is read and planned. @throws Error when its layout is invalid. */
function saidByLaunch(
  { order, layout, ram, context, kvCache, arithmeticVersion, tokenizer, prompt }: Given,
  folder: vscode.Uri | undefined,
): Statements {
  const { value, problem } = readRamSettings(ram);
  return {
    ...(typeof order === 'string' && { order }),
    ...(layout !== undefined && { layout: parseDiscLayout(layout) }),
    // The adapter reports invalid values.
    ...(ram !== undefined && problem === undefined && { ram: value }),
    ...planSaid({ context, kvCache, arithmeticVersion }),
    ...(typeof tokenizer === 'string' && { tokenizer: launchPath(fromLaunchPath(tokenizer, folder)) }),
    ...(typeof prompt === 'string' && { prompt }),
  };
}

/** How a launch plans its model, besides the layout. The adapter reports invalid values. */
function planSaid(values: Parameters<typeof readPlanFields>[0]): Statements {
  try {
    return readPlanFields(values);
  } catch {
    return {};
  }
}

/** The fields of a model's project that apply when the model itself is launched. */
function saidByProject(answers: Resolution): AnyFieldValues {
  const said = (names: readonly (keyof Resolution)[]): AnyFieldValues =>
    Object.fromEntries(
      names.flatMap((name) => {
        const answer = answers[name];
        return answer?.from === 'project' ? [[name, answer.value] as const] : [];
      }),
    );
  const sampling = said(samplingNames.filter((name) => name !== 'tokens'));
  const { from, value } = answers.disc;
  // Its image and its own program are made and run when the project itself is launched.
  const { type, code, region, volume, files } = value;
  return {
    ...said(['prompt', 'chat', 'system', 'tokens']),
    ...(Object.keys(sampling).length > 0 && { sampling }),
    ...(from === 'project' && { disc: { type, code, region, volume, files } }),
  };
}

/** The target that a configuration names; without a name known only where a request has a single default. */
function targetOf({ request, target }: vscode.DebugConfiguration): TargetDescriptor | undefined {
  if (typeof target === 'string') return targets.get(target);
  return request === 'attach' ? targets.withRequest('attach')[0] : undefined;
}

/** The arithmetic of the setting if the target supports it, else the target's first. */
function arithmeticFor(target: TargetDescriptor | undefined, setting: string): string {
  const able: readonly string[] | undefined = target?.arithmetic;
  return able === undefined || able.includes(setting) ? setting : (able[0] ?? setting);
}

/** A complete configuration for one model or project, with a path that means the same on other machines where possible. */
export function configurationFor(
  model: vscode.Uri,
  folder?: vscode.WorkspaceFolder,
): vscode.DebugConfiguration {
  const inside = folder !== undefined && model.toString().startsWith(`${folder.uri.toString()}/`);
  const relative = vscode.workspace.asRelativePath(model, false);
  // What VS Code makes of the variable has lost the scheme of a folder that is not on disk.
  const ofFolder = folder?.uri.scheme === 'file' ? `\${workspaceFolder}/${relative}` : relative;
  const program = inside ? ofFolder : launchPath(model);
  return { type: 'ps2ml', request: 'launch', name: nameOf(model), program };
}

/** VS Code passes empty strings when there is no launch.json. */
function named(configuration: vscode.DebugConfiguration, model: vscode.Uri): vscode.DebugConfiguration {
  return {
    type: 'ps2ml',
    request: configuration.request || 'launch',
    name: configuration.name || nameOf(model),
  };
}

/** A project is called as its folder is. */
function nameOf(program: vscode.Uri): string {
  const named = isProjectFile(program) ? vscode.Uri.joinPath(program, '..') : program;
  return `Debug ${fileNameOf(named)}`;
}
