import { command, reported, type Registration } from '../command';
import type { LayoutKeeper } from '../layout/layoutKeeper';
import type { Figures } from './figures';
import type { Links } from './links';
import { showInPlace } from './showIn';

/** Shows a model in the tab Disc, where the gain will be, and applies the layout that costs least. */
async function applyBest(links: Links, layouts: LayoutKeeper, place: unknown): Promise<void> {
  await links.revealIn('disc', place);
  await layouts.applyBest();
}

/** Registers the commands that show a place in the views and return them to the current run and layout. */
export function viewCommands(figures: Figures, links: Links, layouts: LayoutKeeper): Registration[] {
  return [
    command('revealOperation', (place?: unknown) => links.revealOperation(place)),
    command('revealInDisc', (place?: unknown) => links.revealIn('disc', place)),
    command('revealInRam', (place?: unknown) => links.revealIn('ram', place)),
    command('revealInTime', (place?: unknown) => links.revealIn('time', place)),
    command('applyBestLayout', (place?: unknown) => reported(applyBest(links, layouts, place))),
    command('showIn', async (argument?: unknown) => {
      const place = await showInPlace(argument);
      if (place !== undefined) await reported(links.followLine(place));
    }),
    command('undoLayout', () => reported(layouts.undo())),
    command('returnToLiveView', () => figures.showMoment(undefined)),
  ];
}
