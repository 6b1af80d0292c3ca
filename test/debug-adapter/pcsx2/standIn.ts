import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pcsx2Targets } from '../../../debug-adapter/pcsx2/node/target';
import type { TargetFactory } from '../../../debug-adapter/session/sessionHost';
import { bundle, type Bundles } from '../bundles';
import { prebuiltElf } from '../consoleTarget';
import { tiny } from '../conversation';
import { projectRoot } from '../../support/project';

/** Settings of PCSX2 that let a debugger in. */
export const goodSettings = {
  UI: { SetupWizardIncomplete: 'false' },
  EmuCore: { EnablePINE: 'true', PINESlot: '28150' },
  Logging: { EnableEEConsole: 'true' },
};

/** What an attach to the program of the sample says. */
export const attachArguments = { program: tiny.program, tokenizer: tiny.tokenizer, target: 'pcsx2' } as const;

/** A PCSX2 that stands in for the real one, found in PATH of an environment of its own. */
export class StandIn {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-stand-in-'));
  /** The program, `pcsx2-qt`. */
  readonly program = path.join(this.folder, 'bin', 'pcsx2-qt');
  readonly target: TargetFactory;
  private readonly bundles: Bundles;
  private readonly environment = { ...process.env };

  constructor(elf = prebuiltElf) {
    this.bundles = bundle({ cli: 'cli/main.ts' });
    mkdirSync(path.join(this.folder, 'bin'));
    symlinkSync(path.join(projectRoot, 'test/support/pcsx2/pcsx2-qt.mjs'), this.program);
    // The socket, the settings and the program are all looked for by these.
    Object.assign(process.env, {
      PATH: `${path.join(this.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      XDG_RUNTIME_DIR: this.folder,
      XDG_CONFIG_HOME: this.folder,
      PS2ML_CLI: this.bundles.file('cli'),
    });
    this.settings(goodSettings);
    this.target = pcsx2Targets({ elf, images: path.join(this.folder, 'images') });
  }

  /** The bundle of the command line. */
  get cli(): string {
    return this.bundles.file('cli');
  }

  /** Path of the socket of a slot. */
  socket(slot: number): string {
    return path.join(this.folder, `pcsx2.sock.${slot}`);
  }

  /** Replaces the settings. */
  settings(sections: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
    const text = Object.entries(sections)
      .map(
        ([section, pairs]) =>
          `[${section}]\n${Object.entries(pairs)
            .map(([key, value]) => `${key} = ${value}\n`)
            .join('')}`,
      )
      .join('\n');
    mkdirSync(path.join(this.folder, 'PCSX2', 'inis'), { recursive: true });
    writeFileSync(path.join(this.folder, 'PCSX2', 'inis', 'PCSX2.ini'), text);
  }

  /** Makes the stand-in fail from now on. */
  fault(kind: '' | 'exit' | 'mute'): void {
    process.env['PS2ML_STAND_IN'] = kind;
  }

  remove(): void {
    for (const name of ['PATH', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'PS2ML_CLI', 'PS2ML_STAND_IN']) {
      const old = this.environment[name];
      if (old === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = old;
    }
    this.bundles.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
