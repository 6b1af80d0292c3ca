import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import { ps2linkTargets } from '../../debug-adapter/ps2link/node/target';
import { Consoles, prebuiltElf } from '../debug-adapter/consoleTarget';
import { StandIn } from '../debug-adapter/pcsx2/standIn';
import { LinkConsoles } from '../debug-adapter/ps2link/console';

/** Ids of the targets that execute the EE program. */
export const programTargetNames = ['built-in', 'pcsx2', 'ps2link'] as const;
export type ProgramTargetName = (typeof programTargetNames)[number];

/**
 * Every target that executes the EE program, for the command line. A program stands in for PCSX2, and the built-in
 * console in a process of its own for a console on the network.
 */
export class ProgramTargets {
  private readonly consoles = new Consoles();
  private readonly standIn = new StandIn();
  private readonly links = new LinkConsoles();
  private link: readonly string[] = [];
  readonly targets: ReadonlyMap<string, TargetFactory>;

  constructor() {
    const link = ps2linkTargets({ elf: prebuiltElf, images: this.links.folder });
    this.targets = new Map<string, TargetFactory>([
      ['built-in', this.consoles.target],
      ['pcsx2', this.standIn.target],
      ['ps2link', (program, launch) => link(program, { ...launch, own: { ...launch.own, resetMs: 50 } })],
    ]);
  }

  /** Switches the console on the network on. */
  async start(): Promise<void> {
    const { filePort, commandPort } = await this.links.start();
    this.link = ['--ps2link', `127.0.0.1:${filePort}:${commandPort}`];
  }

  /** The options of `ps2ml run` that choose a target. */
  options(target: ProgramTargetName): string[] {
    return ['--target', target, ...(target === 'ps2link' ? this.link : [])];
  }

  async remove(): Promise<void> {
    this.standIn.remove();
    await this.links.remove();
    this.consoles.remove();
  }
}
