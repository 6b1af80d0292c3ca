import { basename } from 'node:path';
import { readElf } from '../../../ee/elf';
import { SymbolTable } from '../../../ee/symbols';
import { readFields } from '../../../targets/fields';
import { ps2link } from '../../../targets/ps2link';
import { setPs2LinkAddress } from '../../../targets/action';
import { AdapterError } from '../../errors/adapterError';
import type { OwnTargetFactory } from '../../node/implementation';
import type { DebugRequest } from '../../../targets/fields';
import { readProgram, type ConsoleFiles } from '../../node/consoleDiscs';
import { mailboxSymbol } from '../../mailbox/layout';
import type { LinkStarter } from '../../targets/link';
import { LinkTarget } from '../../targets/linkTarget';
import type { Ps2LinkOptions } from '../launchOptions';
import { routed } from './connection';
import { Ps2LinkSession } from './session';

/** A console with ps2link as a target. */
export function ps2linkTargets(files: ConsoleFiles): OwnTargetFactory<typeof ps2link> {
  return (program, { request, hasPrompt, onDisconnect, own: given }) => {
    const own = readFields(ps2link.fields, given, ps2link.id);
    const stageMs = own.startSeconds * 1000;
    const stays = onDisconnect === 'keepRunning';
    // A disc in the console has another prompt than this session.
    const isNewRun = request === 'launch' ? own.files === 'disc' : hasPrompt;
    const elf = request === 'attach' ? (own.elf ?? program.disc?.elf) : program.disc?.elf;
    const start = startPs2link(request, own, { path: elf ?? files.elf, isOurs: elf === undefined }, stageMs);
    return new LinkTarget(ps2link, program, start, { request, isNewRun, stageMs, stays });
  };
}

/**
 * Launch: resets the console and starts the session's program on it. Attach: takes the running program. The program
 * reads its files and transfers its memory through this session. @param stageMs limit for each stage of the start.
 */
function startPs2link(
  request: DebugRequest,
  options: Ps2LinkOptions,
  file: { readonly path: string; readonly isOurs: boolean },
  stageMs: number,
): LinkStarter {
  return async (program, run, start) => {
    const { address, bind, filePort, commandPort, logPort } = options;
    if (address === '') {
      throw new AdapterError(
        'launchConfiguration',
        'No address of the console is set. Set "ps2ml.ps2link.address" in the settings to the address that ps2link shows on the television, or write "ps2link": { "address": "192.168.0.10" } into the launch configuration.',
        setPs2LinkAddress,
      );
    }
    const elf = await readProgram(file.path, file.isOurs);
    const symbols = new SymbolTable(readElf(elf, basename(file.path)).symbols);
    const mailbox = symbols.named(mailboxSymbol)?.address;
    const place = await routed({ console: address, bind, filePort, commandPort, logPort });
    const session = new Ps2LinkSession(place, options, start, stageMs);
    try {
      await (request === 'launch' ? session.start(program, run, elf) : session.attach(program, run, elf));
    } catch (error) {
      await session.close(request === 'attach');
      throw error;
    }
    return {
      port: session.port,
      recognised: () => session.recognised(),
      ...(mailbox !== undefined && { mailbox }),
      symbolOf: (at) => symbols.describe(at),
      // The console is stopped if its program is.
      standstill: () => Promise.resolve(undefined),
      gone: session.gone,
      close: (stays) => session.close(stays),
    };
  };
}
