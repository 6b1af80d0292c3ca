import type { DiscType } from '../../disc/sector';
import type { ReadEvent } from '../../model/trace/events';
import type { RunSetting } from '../../model/trace/file/info';
import type { SessionPlan } from '../../model/trace/session';
import type { ProgramWatch } from './programWatch';

/** What a trace says of a watched run. */
export interface WatchTrace {
  /** The run's name. */
  readonly name: string;
  readonly plan: SessionPlan;
  readonly settings: readonly RunSetting[];
  readonly events: readonly ReadEvent[];
  /** Reads without an event, because there are too many, or too many different ones. */
  readonly left: number;
}

/** The trace of a watched run so far. @param image the image's name */
export function watchTrace(watch: ProgramWatch, image: string, medium: DiscType): WatchTrace {
  const { program, models } = watch;
  return {
    name: `${program?.name ?? 'nothing'} (${image})`,
    settings: [
      { name: 'image', value: image },
      ...models.flatMap(({ file, body }) => (body ? [{ name: file.path, value: body.order }] : [])),
    ],
    ...watch.trace(image, medium),
  };
}
