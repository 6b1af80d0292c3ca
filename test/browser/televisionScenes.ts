import { base64Of } from '../../debug-adapter/values/base64';
import { pngOf } from '../../debug-adapter/values/png';
import type { TelevisionAnswer, TelevisionContent } from '../../webviews/messages/television';
import type { Scene } from './scenes';
import type { ViewPage } from './viewPage';

export const rowsOfMenu: readonly string[] = [
  ' PS2 ML  tiny.psnt',
  '',
  '→ Prompt        1 of 3',
  '  Length        64 tokens',
  '',
  'Up, down: choose  START: go',
  'Starts by itself in 30 s',
];

/** A picture of one colour, and its rows of text. */
export async function pictureOf(
  id: string,
  color: readonly number[],
  rows = rowsOfMenu,
): Promise<TelevisionAnswer> {
  const [width, height] = [640, 448];
  const rgba = new Uint8Array(4 * width * height).map((_, index) =>
    index % 4 === 3 ? 255 : (color[index % 4] ?? 0),
  );
  return { id, width, height, png: base64Of(await pngOf(width, height, rgba)), rows };
}

export const waiting: TelevisionContent = {
  session: 'Debug tiny',
  state: 'waiting',
  message: 'Debug tiny: waiting for the controller.',
};

async function showMenu(view: ViewPage): Promise<void> {
  const answer = await pictureOf('1', [0, 0, 96]);
  await view.serve({ picture: (known) => (known === '1' ? { id: '1' } : answer) });
  await view.show(waiting);
  await view.page.locator('canvas:visible').waitFor();
}

export const televisionScenes: readonly Scene[] = [
  { name: 'television', page: 'television', height: 700, show: showMenu },
  {
    name: 'television without a session',
    page: 'television',
    height: 700,
    show: (view) => view.show({ state: 'none', message: 'No program is running.' }),
  },
];
