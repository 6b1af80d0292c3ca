import { readWhole } from '../../../disc/readWhole';
import { basename } from 'node:path';
import { errorText } from '../../../common/errorText';
import { readElf } from '../../../ee/elf';
import { SymbolTable } from '../../../ee/symbols';
import { defaultSlot } from '../../../ps2/pine/wire';
import { mailboxSymbol } from '../../mailbox/layout';
import { makeDisc, type ConsoleFiles } from '../../node/consoleDiscs';
import { openFile } from '../../../project/program/node/files';
import type { Link, LinkStart, LinkStarter } from '../../targets/link';
import { Stages } from '../../targets/stages';
import type { Pcsx2Installation } from '../installation';
import type { Pcsx2Options } from '../launchOptions';
import { checkSettings } from '../settings';
import { Emulator } from './emulator';
import { changePcsx2Settings, locatePcsx2, openDoctor } from '../../../targets/action';
import { AdapterError } from '../../errors/adapterError';
import { findPcsx2 } from './find';
import { PineLink } from './pineLink';
import { readPcsx2Settings } from './settingsFile';
import { elsewhereHere } from './surroundings';

/** Starts PCSX2 with the disc image of the session's program. */
export function launchPcsx2(options: Pcsx2Options, files: ConsoleFiles): LinkStarter {
  return async (program, run, { progress, log, signal }) => {
    const installation = await installed(options.path);
    const slot = await readySlot(installation, options.slot);
    const pine = PineLink.open(slot, options.replyMs);
    let emulator: Emulator | undefined;
    try {
      if (await pine.isListening()) {
        throw new Error(
          `PCSX2 is already running at PINE slot ${slot}: close it, attach to it ("request": "attach"), or use another slot.`,
        );
      }
      const disc = await makeDisc(files, program, run, progress, signal);
      if (disc.news !== undefined) log(`${disc.news}\n`);
      signal.throwIfAborted();
      progress(`Starting ${installation.name}`);
      emulator = await Emulator.start(installation, disc.path, log);
      await pine.waitForGame(new Stages(progress, options.stageMs, signal, emulator.gone));
      const symbols = new SymbolTable(disc.elf.symbols);
      return linkOf(pine, options, symbols, emulator);
    } catch (error) {
      pine.close();
      await emulator?.stop();
      throw error;
    }
  };
}

/** Connects to a running PCSX2, whatever program it runs. */
export function attachPcsx2(options: Pcsx2Options): LinkStarter {
  return async (_program, _run, { progress, signal }: LinkStart) => {
    const symbols = await symbolsOf(options.elf);
    const slot = options.slot ?? (await slotOfSettings(options.path)) ?? defaultSlot;
    const pine = PineLink.open(slot, options.replyMs);
    const end = (): void => pine.close();
    signal.addEventListener('abort', end);
    try {
      progress(`Connecting to PCSX2 at PINE slot ${slot}`);
      await pine.expectGame().catch((error: unknown) => {
        signal.throwIfAborted();
        throw withSurroundings(error);
      });
      return linkOf(pine, options, symbols);
    } catch (error) {
      pine.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', end);
    }
  };
}

function linkOf(
  pine: PineLink,
  { checkpointSlot }: Pcsx2Options,
  symbols: SymbolTable | undefined,
  emulator?: Emulator,
): Link {
  const mailbox = symbols?.named(mailboxSymbol)?.address;
  return {
    port: pine.port,
    ...(mailbox !== undefined && { mailbox }),
    ...(symbols && { symbolOf: (address: number) => symbols.describe(address) }),
    ...(checkpointSlot !== undefined && { checkpoint: pine.checkpoint(checkpointSlot) }),
    standstill: () => pine.standstill(),
    // A PCSX2 that PS2 ML did not start has no process to watch, so a failing PINE connection shows its end.
    gone: emulator?.gone ?? new Promise<never>(() => undefined),
    close: async (stays) => {
      pine.close();
      await (stays ? emulator?.leave() : emulator?.stop());
    },
  };
}

async function installed(path: string): Promise<Pcsx2Installation> {
  const search = await findPcsx2({ setting: path });
  if (search.installation) return search.installation;
  throw withSurroundings(new AdapterError('launchConfiguration', search.message, locatePcsx2));
}

/** The PINE slot that PCSX2 will use once it is started. @throws Error when its settings do not allow debugging. */
async function readySlot(installation: Pcsx2Installation, slot: number | undefined): Promise<number> {
  const file = await readPcsx2Settings(installation);
  if (!file) {
    throw new AdapterError(
      'target',
      `PCSX2 has no settings at ${installation.settingsFile} yet: start it once yourself and complete its set-up.`,
      openDoctor,
    );
  }
  const wanted = slot ?? file.settings.pineSlot;
  const wrong = checkSettings(file.settings, { slot: wanted }).filter(({ level }) => level === 'error');
  if (wrong.length === 0) return wanted;
  const list = wrong.map(
    ({ title, found, wanted: expected }) => `${title} is ${found}, expected ${expected}`,
  );
  throw new AdapterError(
    'target',
    `PCSX2's settings in ${file.path} do not allow debugging: ${list.join('; ')}. Close PCSX2 and change them, in VS Code with "PS2 ML: Prepare PCSX2".`,
    changePcsx2Settings,
  );
}

async function slotOfSettings(path: string): Promise<number | undefined> {
  const { installation } = await findPcsx2({ setting: path });
  const file = installation && (await readPcsx2Settings(installation).catch(() => undefined));
  return file?.settings.pineSlot;
}

async function symbolsOf(elf: string | undefined): Promise<SymbolTable | undefined> {
  if (elf === undefined) return undefined;
  const file = await openFile(elf);
  try {
    const symbols = new SymbolTable(
      readElf(await readWhole(file.source, basename(elf)), basename(elf)).symbols,
    );
    if (symbols.named(mailboxSymbol)) return symbols;
    throw new Error(
      `${elf} has no symbol ps2ml_mailbox: use an ELF with symbols, or remove "elf" to search RAM for the mailbox.`,
    );
  } finally {
    await file.close();
  }
}

function withSurroundings(error: unknown): Error {
  const message = errorText(error);
  const why = elsewhereHere();
  return new Error(why === undefined ? message : `${message} ${why}`, { cause: error });
}
