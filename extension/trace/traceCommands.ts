import { command, type Registration } from '../command';
import type { Platform } from '../platform';
import type { Figures } from '../views/figures';
import { chooseBaseline, exportTrace, saveTrace, traceArguments } from './traceActions';
import type { TraceEditor } from './traceEditor';
import type { TraceStorage } from './traceStorage';

/** Registers the commands that save, compare and export traces. */
export function traceCommands(
  editor: TraceEditor,
  storage: TraceStorage,
  figures: Figures,
  platform: Platform,
): Registration[] {
  return [
    command('saveTrace', (argument?: unknown) =>
      saveTrace(storage, figures.run, platform, traceArguments(argument)),
    ),
    command('compareTrace', (argument?: unknown) =>
      editor.withActive((trace) => chooseBaseline(trace, storage, traceArguments(argument))),
    ),
    command('exportTrace', (argument?: unknown) =>
      editor.withActive((trace) => exportTrace(trace, platform, traceArguments(argument))),
    ),
  ];
}
