import type { RevealPlace } from '../../webviews/messages/figures';

const all: Readonly<Record<RevealPlace, true>> = {
  listing: true,
  inspector: true,
  bytes: true,
  discReads: true,
  ram: true,
  timeline: true,
};

/** Every place that a link may lead to. */
export const revealPlaces = Object.keys(all) as readonly RevealPlace[];
