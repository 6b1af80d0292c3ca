import type { TraceFile } from '../file/reader';
import { chromeTrace } from './chromeTrace';
import { csvOf, csvTables } from './csv';
import { htmlReport } from './htmlReport';

/** What a trace can be exported as. */
export interface ExportFormat {
  /** How it is called on the command line. */
  readonly id: string;
  /** For people. */
  readonly label: string;
  /** Of a file's name, without the dot. */
  readonly extension: string;
  /** The file's text in pieces. @throws Error in words when the trace has not what it takes. */
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
