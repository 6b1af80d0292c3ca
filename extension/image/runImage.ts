import * as vscode from 'vscode';
import type { WatchTrace } from '../../debug-adapter/watch/watchTrace';
import { formatInteger } from '../../model/textTable';
import { showError, showInformation } from '../messages';
import type { Platform } from '../platform';
import { TraceStore } from '../traceStore';
import type { TraceStorage } from '../trace/traceStorage';
import { fileNameOf } from '../uris';
import type { Figures } from '../views/figures';
import { showTab } from '../views/showTab';

/** Reads up to which the views follow a run: they are summed up again at each look. */
const mostLive = 50_000;

/** Where a run is shown and kept. */
export interface RunPlaces {
  readonly figures: Pick<Figures, 'showSession' | 'point'>;
  readonly storage: Pick<TraceStorage, 'record' | 'end'>;
  readonly log: Pick<vscode.LogOutputChannel, 'info'>;
}

/**
 * Runs somebody else's program from a disc image on the built-in console; the views follow what it reads.
 * @throws Error when the image cannot be run here.
 */
export async function runImage(
  { watchImage }: Pick<Platform, 'watchImage'>,
  places: RunPlaces,
  image: vscode.Uri,
): Promise<void> {
  if (watchImage === undefined || image.scheme !== 'file')
    throw new Error(`${fileNameOf(image)} cannot be run here: copy it to a disk of a local VS Code.`);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Running ${fileNameOf(image)}`,
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    const abort = new AbortController();
    const began = new Date();
    const listener = token.onCancellationRequested(() => abort.abort(new Error('cancelled')));
    try {
      const { trace, sentence, isFailure } = await watchImage(image.fsPath, {
        signal: abort.signal,
        onText: (text) => {
          if (text !== '') places.log.info(`${fileNameOf(image)}: ${text.trimEnd()}`);
        },
        onLook: (seconds, look) => {
          const now = look();
          progress.report({ message: `${seconds.toFixed(1)} s of console time, ${readText(now)}` });
          if (now.events.length <= mostLive) places.figures.showSession(storeOf(now));
        },
      });
      await keep(trace, began, places);
      const save = { title: 'Save Trace…', press: () => vscode.commands.executeCommand('ps2ml.saveTrace') };
      const missing = trace.left > 0 ? ` ${formatInteger(trace.left)} reads have no room in its trace.` : '';
      const text = `${sentence} It read ${readText(trace)}.${missing}`;
      if (isFailure) showError(new Error(text), save);
      else showInformation(text, save);
    } finally {
      listener.dispose();
    }
  });
}

/** Shows the whole run in the views and keeps it like a session's. */
async function keep(trace: WatchTrace, began: Date, { figures, storage }: RunPlaces): Promise<void> {
  const store = storeOf(trace);
  store.setState({ state: 'ended', reason: 'the program ended' });
  const recorder = storage.record(store, trace.settings, began);
  recorder.add(trace.events);
  storage.end(recorder);
  figures.showSession(store);
  await showTab(figures, 'disc');
}

function storeOf({ name, plan, settings, events }: WatchTrace): TraceStore {
  const store = new TraceStore(name, plan, settings);
  store.add(events);
  return store;
}

function readText({ events }: WatchTrace): string {
  const sectors = events.reduce((sum, event) => sum + event.sectors, 0);
  return `${formatInteger(sectors)} sectors`;
}
