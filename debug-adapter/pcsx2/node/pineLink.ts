import { pineDial } from '../../node/pineSocket';
import { PineClient } from '../../pine/client';
import { PineCommands } from '../../pine/commands';
import { PineLinkError } from '../../pine/error';
import { PineMemory } from '../../pine/memory';
import { pinePlaces } from '../../pine/places';
import { steadyPort } from '../../pine/steadyPort';
import type { MemoryPort } from '../../mailbox/memoryPort';
import type { LinkCheckpoint } from '../../targets/link';
import type { Stages } from '../../targets/stages';

/** PINE slots that sessions of this process use. PINE serves one client at a time. */
const taken = new Set<number>();

/** The PINE connection at one slot, reserved for one session. */
export class PineLink {
  readonly port: MemoryPort;
  private readonly client: PineClient;
  private readonly commands: PineCommands;

  private constructor(
    readonly slot: number,
    replyMs: number,
  ) {
    this.client = new PineClient(pineDial(pinePlaces(process.platform, process.env, slot)), replyMs);
    this.commands = new PineCommands(this.client);
    this.port = steadyPort(new PineMemory(this.client));
  }

  /**
   * @param replyMs how long PCSX2 may take for each reply.
   * @throws Error when another session uses the slot, PineError when the slot is invalid.
   */
  static open(slot: number, replyMs: number): PineLink {
    if (taken.has(slot)) {
      throw new Error(
        `Another debug session already uses PINE slot ${slot}, and PCSX2 serves one client at a time: end that session, or use another slot.`,
      );
    }
    const link = new PineLink(slot, replyMs);
    taken.add(slot);
    return link;
  }

  /** Whether a program listens at the slot, even if it does not answer. */
  async isListening(): Promise<boolean> {
    try {
      await this.commands.state();
      return true;
    } catch (error) {
      return error instanceof PineLinkError;
    }
  }

  /** Waits until PCSX2 answers and runs a game. */
  async waitForGame(stages: Stages): Promise<void> {
    let last = '';
    const answers = async (): Promise<true | undefined> => {
      try {
        await this.commands.state();
        return true;
      } catch (error) {
        last = (error as Error).message;
        return undefined;
      }
    };
    await stages.wait('PCSX2 to answer over PINE', () => last, answers);
    const advice = 'check the window of PCSX2: it may need a BIOS, or have rejected the disc image';
    await stages.wait('PCSX2 to start the game', advice, async () =>
      (await this.commands.state()) === 'shut down' ? undefined : true,
    );
  }

  /** @throws PineError when PCSX2 does not answer, Error when no game runs. */
  async expectGame(): Promise<void> {
    if ((await this.commands.state()) !== 'shut down') return;
    throw new Error('PCSX2 is not running a game: start one with the disc image, then attach again.');
  }

  checkpoint(stateSlot: number): LinkCheckpoint {
    return {
      save: () => this.commands.saveState(stateSlot),
      load: () => this.commands.loadState(stateSlot),
    };
  }

  async standstill(): Promise<string | undefined> {
    switch (await this.commands.state()) {
      case 'running':
        return undefined;
      case 'paused':
        return 'PCSX2 has paused the console: resume it there. If its log reports a fault, end the session.';
      case 'shut down':
        throw new Error('PCSX2 has ended the game: restart the session.');
    }
  }

  close(): void {
    taken.delete(this.slot);
    this.client.close();
  }
}
