import * as vscode from 'vscode';
import type { StepName } from '../../project/stepNames';
import { errorText } from '../../common/errorText';
import type { ProjectBuilder } from '../project/projectBuilder';

/** Erases the line of a terminal. */
const eraseLine = '\r\u001b[K';

/**
 * A part of a build in a terminal of VS Code. It runs in the extension host and not as a process of its own: it then
 * needs no Node on the PATH, and ending the task aborts it so that nothing half-written is left.
 */
export class BuildTerminal implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  private readonly ended = new vscode.EventEmitter<number>();
  private readonly abort = new AbortController();
  private shown = '';
  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.ended.event;

  /**
   * @param folder absolute path of the project.
   * @param place the same, relative to the folder of the workspace, from where problem matchers look.
   */
  constructor(
    private readonly builder: ProjectBuilder,
    private readonly step: StepName,
    private readonly folder: string,
    private readonly place: string | undefined,
  ) {}

  open(): void {
    void this.run().then((code) => {
      this.ended.fire(code);
      this.written.dispose();
      this.ended.dispose();
    });
  }

  /** The task was ended, or the terminal closed. */
  close(): void {
    this.abort.abort(new Error('Task cancelled.'));
  }

  private async run(): Promise<number> {
    const { signal } = this.abort;
    try {
      await this.builder.build(this.step, this.folder, {
        say: (line) => this.say(line),
        onProgress: (what, done, total) => this.progress(what, done, total),
        signal,
      });
      return 0;
    } catch (error) {
      this.say(signal.aborted ? 'Cancelled. No partial files are left.' : errorText(error));
      return 1;
    }
  }

  private say(text: string): void {
    this.shown = '';
    const placed = this.place === undefined ? text : text.replace(/^(?=ps2ml\.json:)/gm, `${this.place}/`);
    this.written.fire(`${eraseLine}${placed.replaceAll('\n', '\r\n')}\r\n`);
  }

  private progress(what: string, done: number, total: number): void {
    const line = `${what}: ${total === 0 ? 100 : Math.floor((done / total) * 100)} %`;
    if (line === this.shown) return;
    this.shown = line;
    this.written.fire(`${eraseLine}${line}`);
  }
}
