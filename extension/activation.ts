import * as vscode from 'vscode';
import { command } from './command';
import { compareCommands } from './compare/compareCommands';
import { ComparePanels } from './compare/comparePanels';
import { convertCommands } from './convert/convertCommands';
import { KnownConversions } from './convert/knownConversions';
import { AdapterFactory } from './debug/adapterFactory';
import { ConfigurationProvider } from './debug/configurationProvider';
import { debugCommands } from './debug/debugCommands';
import { registerDebugger } from './debug/debugger';
import { FirstStop } from './debug/firstStop';
import { LastPrompt } from './debug/prompt';
import { SessionTraces } from './debug/sessionTraces';
import { modelsAtHand } from './debug/modelsAtHand';
import { TokenizerChoice } from './debug/tokenizerChoice';
import { registerActionCommand } from './actions/actionCommand';
import { Actions } from './actions/actions';
import { Relaunch } from './actions/relaunch';
import { DoctorPage } from './doctor/doctorPage';
import { imageCommands } from './image/imageCommands';
import { withImages } from './image/imageFiles';
import { KnownImages } from './image/knownImages';
import { inspectorCommands } from './inspector/inspectorCommands';
import { InspectorEditor } from './inspector/inspectorEditor';
import { ModelBadges } from './inspector/modelBadges';
import { AssemblyDetection } from './languages/assemblyDetection';
import { CostReporter } from './languages/costReporter';
import { LanguageClientStarter } from './languages/languageClient';
import { discBuilder } from './layout/discBuilder';
import { LayoutKeeper } from './layout/layoutKeeper';
import { BreakpointAnchors } from './listing/breakpointAnchors';
import { ListingFiles } from './listing/listingFiles';
import { makeListing, type ListingMaker } from './listing/listings';
import { showForwardPass } from './listing/showForwardPass';
import { pcsx2Commands } from './pcsx2/pcsx2Commands';
import type { Platform } from './platform';
import { ModelPlans } from './project/modelPlans';
import { logPassedOver } from './project/passedOverLog';
import { projectCommands } from './project/projectCommands';
import { ProjectLaunches } from './project/projectLaunches';
import { chooseOrder } from './psntOrder';
import { openSample, runSampleStreamed, stepSample } from './sample';
import { fromLaunchPath } from './uris';
import { TokenizerEditor } from './tokenizer/tokenizerEditor';
import { traceCommands } from './trace/traceCommands';
import { TraceEditor } from './trace/traceEditor';
import { TraceStorage } from './trace/traceStorage';
import { ContextKeys } from './views/contextKeys';
import { Figures } from './views/figures';
import { figuresRequests } from './views/figuresRequests';
import { FiguresView } from './views/figuresView';
import { Links } from './views/links';
import { matrixRange } from './views/matrixRange';
import { showValuesAt } from './views/momentValues';
import { RunningLine } from './views/runningLine';
import { ShownLine } from './views/shownLine';
import { ShownModel } from './views/shownModel';
import { viewCommands } from './views/viewCommands';

/** Creates the parts of the extension and registers them. Nothing is read or computed before it is needed. */
export function activateWith(
  { extensionUri, workspaceState, subscriptions, storageUri, globalStorageUri }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  plainPlatform: Platform,
): void {
  const platform = withImages(plainPlatform);

  // Models
  const tokenizers = new TokenizerChoice(workspaceState, platform, log);
  const prompt = new LastPrompt(workspaceState);
  const plans = new ModelPlans(platform, tokenizers, {
    chosen: (model, project) => prompt.chosenInstead(model, project),
    remembered: async (model) => ({
      ...(await tokenizers.remembered(fromLaunchPath(model))),
      ...prompt.remembered,
    }),
  });
  const conversions = { converter: platform.converter, known: new KnownConversions(workspaceState) };
  const images = new KnownImages(workspaceState, platform);
  const inspector = new InspectorEditor(extensionUri, platform, tokenizers, plans, images, log);
  const compare = new ComparePanels(extensionUri, platform, plans, log);

  // Forward passes
  const listings = new ListingFiles(platform, plans);
  const anchors = new BreakpointAnchors(workspaceState);
  const listingOf: ListingMaker = async (model, launch) => {
    const listing = await makeListing(platform, plans, model, launch);
    listings.remember(listing);
    anchors.moveTo(listing);
    return listing;
  };

  // Runs and their traces
  const runs = vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'runs');
  const storage = new TraceStorage(runs, platform, log);
  const figures = new Figures(() => storage.latest(), workspaceState);
  const traceEditor = new TraceEditor(extensionUri, platform, figures, storage, log);
  const traces = new SessionTraces(figures, storage, prompt);
  const projects = new ProjectLaunches(platform, log);
  const configurations = new ConfigurationProvider(listingOf, prompt, tokenizers, projects, log);

  // Views
  const shownModel = new ShownModel(figures, listingOf);
  const links = new Links(figures, listingOf, (model, matrix) => matrixRange(platform, model, matrix));
  const launchParts = { platform, configurations, log };
  const layouts = new LayoutKeeper(figures, discBuilder(launchParts));
  const handlers = figuresRequests(figures, links, layouts, (moment) => showValuesAt(figures, moment));

  const languageClients = new LanguageClientStarter(platform, log);
  const relaunch = new Relaunch([...platform.targets.keys()]);
  const doctor = new DoctorPage(extensionUri, platform.doctor);

  subscriptions.push(
    log,
    logPassedOver(log),
    command('showLog', () => log.show()),

    // Models
    tokenizers,
    inspector,
    ...inspectorCommands(inspector),
    new ModelBadges(platform),
    new TokenizerEditor(extensionUri, platform, log),
    command('chooseOrder', (uri) => chooseOrder(uri)),
    compare,
    ...compareCommands(compare),
    images,
    ...imageCommands(launchParts, images, { figures, storage, log }),
    ...convertCommands(conversions, log),
    command('openSample', () => openSample(extensionUri)),
    command('stepSample', () => stepSample(extensionUri)),
    command('runSampleStreamed', () => runSampleStreamed(extensionUri, figures)),

    // Forward passes
    listings,
    anchors,
    command('showForwardPass', (uri) => showForwardPass(listingOf, uri)),

    // Runs and their traces
    figures,
    storage,
    traces,
    ...registerDebugger(
      configurations,
      new AdapterFactory(platform, prompt, relaunch, modelsAtHand(platform, plans, tokenizers), log),
    ),
    ...debugCommands(prompt, { platform, conversions, tokenizers, listingOf }),
    new FirstStop(workspaceState),
    ...pcsx2Commands(platform, log),
    traceEditor,
    ...traceCommands(traceEditor, storage, figures, platform),

    // Views
    new FiguresView({ extensionUri, figures, handlers }),
    inspector.onDidActivate((document) => void shownModel.show(document)),
    shownModel,
    layouts,
    new ShownLine(figures),
    new RunningLine(figures),
    new ContextKeys(figures),
    ...viewCommands(figures, links, layouts),

    // Projects and languages
    ...projectCommands(extensionUri, platform),
    languageClients,
    new AssemblyDetection(log),
    new CostReporter(traces, languageClients),
    doctor,
    command('doctor', () => doctor.show()),
    registerActionCommand(new Actions(relaunch)),
  );
}
