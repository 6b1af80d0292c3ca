import * as vscode from 'vscode';
import { parseDiscLayout } from '../../model/plan/layoutWords';
import { errorText } from '../errorText';
import { layoutOf } from '../layout/modelLayout';
import type { ListingMaker } from '../listing/listings';
import { orderOptions } from '../psntOrder';
import { fileNameOf, fromLaunchPath, launchPath } from '../uris';
import { withDefaults, type LaunchDefaults } from './defaults';
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
      const configuration = await this.withProject(launch, folder?.uri);
      return configuration && (await this.complete(configuration, folder));
    } catch (error) {
      this.log.error(errorText(error));
      void vscode.window.showErrorMessage(errorText(error));
      return undefined;
    }
  }

  /** What a project says stands behind what the configuration says itself. */
  private async withProject(
    configuration: vscode.DebugConfiguration,
    folder: vscode.Uri | undefined,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const { program } = configuration as { program?: unknown };
    if (typeof program !== 'string') return configuration;
    const file = fromLaunchPath(program, folder);
    if (!isProjectFile(file)) return configuration;
    const isAttach = configuration.request === 'attach';
    const launch = await (isAttach ? this.projects.attachmentOf(file) : this.projects.launchOf(file));
    return launch && { ...launch, ...configuration, program: launch.program };
  }

  private async complete(
    configuration: vscode.DebugConfiguration,
    folder: vscode.WorkspaceFolder | undefined,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const given = configuration as {
      program?: unknown;
      tokenizer?: unknown;
      prompt?: unknown;
      order?: unknown;
      layout?: unknown;
      target?: unknown;
      ps2link?: object;
    };
    // Something else than a text is refused by the adapter, with words.
    if (typeof given.program !== 'string') return configuration;
    const model = fromLaunchPath(given.program, folder?.uri);
    const reading = typeof given.order === 'string' ? { order: given.order } : orderOptions(model);
    const layout = given.layout === undefined ? await layoutOf(model) : parseDiscLayout(given.layout);
    const listing = await this.listingOf(model, { ...reading, layout });
    const ownTokenizer = typeof given.tokenizer === 'string';
    const tokenizer = ownTokenizer
      ? launchPath(fromLaunchPath(String(given.tokenizer), folder?.uri))
      : await this.tokenizers.find(model, listing.config);
    if (tokenizer === null) return undefined;
    if (typeof given.prompt === 'string') await this.prompt.remember(given.prompt);
    const settings = vscode.workspace.getConfiguration('ps2ml', model);
    const isAttach = configuration.request === 'attach';
    const isPcsx2 = isAttach || given.target === 'pcsx2';
    const isConsole = isPcsx2 || given.target === 'ps2link';
    return {
      ...withDefaults(configuration, {
        tokens: settings.get<number>('tokens', 64),
        stopAtEnd: settings.get<boolean>('stopAtEnd', false),
        // Both run the console's program, which knows no other.
        arithmetic: isConsole ? 'ee' : settings.get<string>('arithmetic', 'ee'),
        tokenizer,
        prompt: isAttach ? undefined : this.prompt.text,
        listingUri: listing.uri.toString(),
        ...(isPcsx2 && pcsx2Defaults(settings)),
      }),
      program: launchPath(model),
      ...reading,
      layout,
      ...(ownTokenizer && { tokenizer }),
      ...(given.target === 'ps2link' && { ps2link: { ...ps2linkDefaults(settings), ...given.ps2link } }),
    };
  }
}

/** What the settings say of a console with ps2link. */
function ps2linkDefaults(settings: vscode.WorkspaceConfiguration): Record<string, unknown> {
  const names = ['address', 'bind', 'filePort', 'commandPort', 'logPort'];
  const known = names.map((name) => [name, settings.get<unknown>(`ps2link.${name}`)] as const);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined && value !== ''));
}

/** What the settings say of PCSX2. */
function pcsx2Defaults(
  settings: vscode.WorkspaceConfiguration,
): Pick<LaunchDefaults, 'pcsx2Path' | 'checkpointSlot'> {
  const path = settings.get<string>('pcsx2.path', '');
  const slot = settings.get<number | null>('pcsx2.checkpointSlot', null);
  return { ...(path !== '' && { pcsx2Path: path }), ...(slot !== null && { checkpointSlot: slot }) };
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

/** VS Code passes empty texts when there is no launch.json. */
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
