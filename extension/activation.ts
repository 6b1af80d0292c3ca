import * as vscode from 'vscode';
import { convertCommand } from '../language-server/project/conversionRequest';
import { CheckpointFolders } from './convert/checkpointFolders';
import { convertModel } from './convert/convertCommand';
import { ReportDocuments } from './convert/reportDocuments';
import { AdapterFactory } from './debug/adapterFactory';
import { ConfigurationProvider } from './debug/configurationProvider';
import { chooseModel } from './debug/modelChoice';
import { LastPrompt } from './debug/prompt';
import { startRun } from './debug/runCommands';
import { SessionTraces } from './debug/sessionTraces';
import { step } from './debug/stepCommands';
import { TokenizerChoice } from './debug/tokenizerChoice';
import { compareCommands } from './compare/compareCommands';
import { ComparePanels } from './compare/comparePanels';
import { imageCommands } from './image/imageCommands';
import { withImages } from './image/imageFiles';
import { KnownImages } from './image/knownImages';
import { ModelBadges } from './inspector/modelBadges';
import { inspectorCommands } from './inspector/inspectorCommands';
import { DoctorPage } from './doctor/doctorPage';
import { InspectorEditor } from './inspector/inspectorEditor';
import { AssemblyDetection } from './languages/assemblyDetection';
import { convertInProject } from './languages/convertInProject';
import { CostReporter } from './languages/costReporter';
import { LanguageClientStarter } from './languages/languageClient';
import { BreakpointAnchors } from './listing/breakpointAnchors';
import { evaluatableNames } from './listing/evaluatableNames';
import { ListingFiles } from './listing/listingFiles';
import { discBuilder } from './layout/discBuilder';
import { LayoutKeeper } from './layout/layoutKeeper';
import { makeListing, type ListingStatements, type ModelListing } from './listing/listings';
import { showForwardPass } from './listing/showForwardPass';
import { errorText } from '../common/errorText';
import { showError } from './messages';
import { SettingsPreparation } from './pcsx2/settingsPreparation';
import type { Platform } from './platform';
import { newProject } from './project/newProject';
import { ModelPlans } from './project/modelPlans';
import { ProjectLaunches } from './project/projectLaunches';
import { TargetStatus } from './project/targetStatus';
import { chooseOrder } from './psntOrder';
import { openSample, stepSample } from './sample';
import { taskType, TaskProvider } from './tasks/taskProvider';
import { TokenizerEditor } from './tokenizer/tokenizerEditor';
import { chooseBaseline, exportTrace, saveTrace, traceArguments } from './trace/traceCommands';
import { TraceEditor } from './trace/traceEditor';
import { TraceStorage } from './trace/traceStorage';
import { ContextKeys } from './views/contextKeys';
import { Figures } from './views/figures';
import { figuresRequests } from './views/figuresRequests';
import { figuresPage, figuresPages, registerFiguresPage } from './views/figuresView';
import { ShownModel } from './views/shownModel';
import { Links } from './views/links';
import { matrixRange } from './views/matrixRange';
import { showValuesAt } from './views/momentValues';
import { showInPlace } from './views/showIn';
import { ShownLine } from './views/shownLine';

/** Creates the parts and registers them; nothing is read or computed before it is asked for. */
export function activateWith(
  { extensionUri, workspaceState, subscriptions, storageUri, globalStorageUri }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  plainPlatform: Platform,
): void {
  const platform = withImages(plainPlatform);
  const runs = vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'runs');
  const storage = new TraceStorage(runs, platform, log);
  const figures = new Figures(() => storage.latest(), workspaceState);
  const tokenizers = new TokenizerChoice(workspaceState, platform, log);
  const plans = new ModelPlans(platform, tokenizers);
  const images = new KnownImages(workspaceState, platform);
  const inspector = new InspectorEditor(extensionUri, platform, tokenizers, plans, images, log);
  const compare = new ComparePanels(extensionUri, platform, plans, log);
  const traceEditor = new TraceEditor(extensionUri, platform, figures, log);
  const listings = new ListingFiles(platform, plans);
  const anchors = new BreakpointAnchors(workspaceState);
  const listingMaker = async (model: vscode.Uri, launch?: ListingStatements): Promise<ModelListing> => {
    const listing = await makeListing(platform, plans, model, launch);
    listings.remember(listing);
    anchors.moveTo(listing);
    return listing;
  };
  const prompt = new LastPrompt(workspaceState);
  const traces = new SessionTraces(figures, storage, prompt);
  const languageClients = new LanguageClientStarter(platform, log);
  const reports = new ReportDocuments(platform.converter);
  const projects = new ProjectLaunches(platform, log);
  const configurations = new ConfigurationProvider(listingMaker, prompt, tokenizers, projects, log);
  const target = new TargetStatus([...platform.targets.keys()]);
  const doctor = new DoctorPage(extensionUri, platform.doctor);
  const shownModel = new ShownModel(figures, listingMaker);
  const links = new Links(figures, listingMaker, (model, matrix) => matrixRange(platform, model, matrix));
  const layouts = new LayoutKeeper(figures, discBuilder(platform, configurations, log));
  const handlers = figuresRequests(figures, links, layouts, (moment) => showValuesAt(figures, moment));
  const { debug, DebugConfigurationProviderTriggerKind: Trigger } = vscode;

  subscriptions.push(
    log,
    figures,
    inspector,
    traceEditor,
    listings,
    anchors,
    storage,
    reports,
    target,
    doctor,
    languageClients,
    new AssemblyDetection(log),
    new CostReporter(traces, languageClients),
    inspector.onDidActivate((document) => void shownModel.show(document)),
    images,
    compare,
    ...inspectorCommands(inspector),
    ...imageCommands(platform, images),
    ...compareCommands(compare),
    new ModelBadges(platform),
    new TokenizerEditor(extensionUri, platform, log),
    traces,
    layouts,
    shownModel,
    new ShownLine(figures),
    new ContextKeys(figures),
    ...figuresPages.map((name) =>
      registerFiguresPage(extensionUri, name, figuresPage(figures, name, handlers)),
    ),
    debug.registerDebugConfigurationProvider('ps2ml', configurations, Trigger.Initial),
    // Without the resolvers, which would run twice.
    debug.registerDebugConfigurationProvider('ps2ml', configurations.dynamic, Trigger.Dynamic),
    vscode.languages.registerEvaluatableExpressionProvider('ps2ml-listing', evaluatableNames),
    debug.registerDebugAdapterDescriptorFactory('ps2ml', new AdapterFactory(platform, prompt, log)),
  );
  const preparation = platform.pcsx2 && new SettingsPreparation(platform.pcsx2, log);
  if (preparation !== undefined)
    subscriptions.push(
      preparation,
      // After the provider that completes a configuration, because it reads the completed fields.
      debug.registerDebugConfigurationProvider('ps2ml', preparation, Trigger.Initial),
    );
  const { converter } = platform;
  if (converter !== undefined) {
    const convert = (argument: unknown) => convertInProject(converter, argument);
    subscriptions.push(vscode.commands.registerCommand(convertCommand, convert), new CheckpointFolders(log));
  }
  if (platform.projects !== undefined)
    subscriptions.push(vscode.tasks.registerTaskProvider(taskType, new TaskProvider(platform.projects)));

  const command = (name: string, run: (uri?: vscode.Uri) => unknown): void => {
    subscriptions.push(vscode.commands.registerCommand(`ps2ml.${name}`, run));
  };
  command('debug', (uri) => startRun(uri, false));
  command('run', (uri) => startRun(uri, true));
  command('showForwardPass', (uri) => showForwardPass(listingMaker, uri));
  command('stepToken', () => step('ps2ml/stepToken'));
  command('stepLayer', () => step('ps2ml/stepLayer'));
  command('saveCheckpoint', () => step('ps2ml/saveCheckpoint'));
  command('returnToCheckpoint', () => step('ps2ml/returnToCheckpoint'));
  command('preparePcsx2', () =>
    preparation === undefined
      ? showError(
          'VS Code for the Web cannot start PCSX2. Use VS Code on the desktop or connected to a server.',
        )
      : preparation.prepare(),
  );
  command('changePrompt', () => prompt.change());
  command('chooseTokenizer', async (uri) => {
    const model = await chooseModel(uri);
    if (model !== undefined) await tokenizers.ask(model);
  });
  command('convert', (argument?: unknown) => convertModel(platform.converter, reports, argument));
  command('chooseOrder', (uri) => chooseOrder(uri));
  command('newProject', () => newProject(extensionUri, platform));
  command('doctor', () => doctor.show());
  command('chooseTarget', () => target.choose());
  command('revealOperation', (place?: unknown) => links.revealOperation(place));
  command('revealInDiscReads', (place?: unknown) => links.revealIn('discReads', place));
  command('revealInRam', (place?: unknown) => links.revealIn('ram', place));
  command('revealInTimeline', (place?: unknown) => links.revealIn('timeline', place));
  command('showIn', async (argument?: unknown) => {
    const place = await showInPlace(argument);
    if (place !== undefined) await reported(links.followLine(place));
  });
  command('undoLayout', () => reported(layouts.undo()));
  command('returnToLiveView', () => figures.showMoment(undefined));
  command('openSample', () => openSample(extensionUri));
  command('stepSample', () => stepSample(extensionUri));
  command('saveTrace', (argument?: unknown) =>
    saveTrace(storage, figures.run, platform, traceArguments(argument)),
  );
  command('compareTrace', (argument?: unknown) =>
    traceEditor.withActive((trace) => chooseBaseline(trace, traceArguments(argument))),
  );
  command('exportTrace', (argument?: unknown) =>
    traceEditor.withActive((trace) => exportTrace(trace, platform, traceArguments(argument))),
  );
  command('showLog', () => log.show());
}

/** Shows what goes wrong with a command in its words. */
async function reported(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}
