import * as vscode from 'vscode';
import type { ConversionFinding } from '../../model/convert/node/convertFile';

/** Collects what a conversion says, for one message at its end. */
export class Findings {
  private readonly found: ConversionFinding[] = [];

  readonly add = (finding: ConversionFinding): void => {
    this.found.push(finding);
  };

  /** The notes as the end of a message, with a space before each. */
  get notes(): string {
    return this.found
      .filter(({ severity }) => severity === 'note')
      .map(({ message }) => ` ${message}`)
      .join('');
  }

  /** Shows the signs of damage. */
  warn(name: string): void {
    const warnings = this.found.filter(({ severity }) => severity === 'warning');
    if (warnings.length === 0) return;
    void vscode.window.showWarningMessage(
      `${name} looks damaged. ${warnings.map(({ message }) => message).join(' ')}`,
    );
  }
}
