import type { RevealPlace } from '../../webviews/messages/figures';

const all: Readonly<Record<RevealPlace, true>> = {
  listing: true,
  inspector: true,
  bytes: true,
  disc: true,
  ram: true,
  time: true,
};

/** Every place that a link may lead to. */
export const revealPlaces = Object.keys(all) as readonly RevealPlace[];
