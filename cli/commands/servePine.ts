import type { RunEnd } from '../../ps2/worker/messages';
import { servePineImage } from '../../ps2/node/pineImage';
import { describePlace, pinePlace } from '../../ps2/pine/place';
import { FileSource } from '../../disc/node/fileSource';
import { readVolume } from '../../disc/volume';
import { wordsWithoutMenu } from '../imageMenu';
import type { Io } from '../io';

/**
 * Boots an image on the built-in console and serves it to PINE clients like PCSX2, until Ctrl+C. The program's text
 * goes to standard output.
 * @throws Error when the image does not boot or the slot is in use.
 */
export async function servePine(image: string, slot: number, isInteractive: boolean, io: Io): Promise<void> {
  const decoder = new TextDecoder();
  const words = isInteractive ? [] : await wordsOf(image);
  await servePineImage(
    image,
    pinePlace(process.platform, process.env, slot),
    {
      listening: (place) => io.err(`Serving PINE at ${describePlace(place)}. Press Ctrl+C to stop.\n`),
      report: ({ text }) => io.out(decoder.decode(text, { stream: true })),
      ended: (end) => io.err(`${describe(end)} Its memory can still be read.\n`),
    },
    io.signal,
    words,
  );
}

/** The arguments for a run without the menu. */
async function wordsOf(image: string): Promise<readonly string[]> {
  const source = await FileSource.open(image);
  try {
    return await wordsWithoutMenu(source, await readVolume(source));
  } finally {
    await source.close();
  }
}

function describe(end: RunEnd): string {
  switch (end.kind) {
    case 'crash':
    case 'deadlock':
      return end.message;
    case 'exit':
      return `The program exited with code ${end.code}.`;
    case 'breakpoint':
    case 'budget':
    case 'paused':
      return 'The program is stopped.';
  }
}
