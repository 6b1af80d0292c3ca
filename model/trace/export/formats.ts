import type { TraceFile } from '../file/reader';
import { chromeTrace } from './chromeTrace';
import { csvOf, csvTables } from './csv';
import { htmlReport } from './htmlReport';

/** An export format of a trace. */
export interface ExportFormat {
  /** Its name on the command line. */
  readonly id: string;
  /** Its title. */
  readonly label: string;
  /** The file name extension, without the dot. */
  readonly extension: string;
  /** The file's text in pieces. @throws Error when the trace lacks the necessary data. */
  write(trace: TraceFile): AsyncGenerator<string, void, undefined>;
}

export const exportFormats: readonly ExportFormat[] = [
  { id: 'perfetto', label: 'Timeline for Perfetto or Chrome', extension: 'json', write: chromeTrace },
  {
    id: 'html',
    label: 'Report in one HTML file',
    extension: 'html',
    async *write(trace) {
      yield await htmlReport(trace);
    },
  },
  ...csvTables.map((table): ExportFormat => ({
    id: table === 'events' ? 'csv' : `csv-${table}`,
    label: `CSV of ${table}`,
    extension: 'csv',
    write: (trace) => csvOf(trace, table),
  })),
];
