import { FileSource } from '../../disc/node/fileSource';
import type { Report, RunEnd } from '../worker/messages';
import { discTexts } from '../pine/discTexts';
import { PineConsole } from '../pine/pineConsole';
import type { PinePlace } from '../pine/place';
import { startConsoleHere } from './consoleHere';
import { servePine } from './pineServer';

/** Notifications of a console behind PINE. */
interface PineImageListener {
  /** It can be connected to. */
  listening(place: PinePlace): void;
  report(report: Report): void;
  /** Its program has ended; it is still served, so that its memory can be read. */
  ended(end: RunEnd): void;
}

/**
 * Boots an image on a built-in console in this thread and serves it over PINE until the signal aborts.
 * @param words arguments of the program
 * @throws Error when the image does not boot or the socket is in use; then nothing is left running.
 */
export async function servePineImage(
  image: string,
  place: PinePlace,
  listener: PineImageListener,
  signal: AbortSignal,
  words: readonly string[] = [],
): Promise<void> {
  const source = await FileSource.open(image);
  const console = startConsoleHere((report) => listener.report(report));
  try {
    // Clients of others look for this word at the start.
    const texts = await discTexts(source, 'PCSX2 (PS2 ML)');
    await console.ask('boot', { image, options: { arguments: words } });
    const machine = new PineConsole(console, texts);
    const server = await servePine(place, machine);
    try {
      listener.listening(server.place);
      await machine.run(signal, (end) => listener.ended(end));
    } finally {
      await server.close();
    }
  } finally {
    await console.close();
    await source.close();
  }
}
