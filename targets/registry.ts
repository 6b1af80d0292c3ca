import type { Arithmetic, OldNames, Place, TargetDescriptor } from './descriptor';
import type { DebugRequest } from './fields';

/** All targets. Every list of targets is derived from one of these. */
export class TargetRegistry<D extends TargetDescriptor = TargetDescriptor> {
  /** @param all the default first. @throws Error when two have the same id. */
  constructor(readonly all: readonly D[]) {
    const twice = this.ids.find((id, index) => this.ids.indexOf(id) !== index);
    if (twice !== undefined) throw new Error(`Two targets have the id "${twice}".`);
  }

  get ids(): readonly D['id'][] {
    return this.all.map(({ id }) => id);
  }

  get(id: string): D | undefined {
    return this.all.find((descriptor) => descriptor.id === id);
  }

  /** The default target: the first one that matches, or else the first. @throws Error when there are none. */
  defaultFor(asked: { readonly place?: Place; readonly arithmetic?: Arithmetic }): D {
    const { place, arithmetic } = asked;
    const fits = ({ places, arithmetic: can }: D): boolean =>
      (place === undefined || places.includes(place)) &&
      (arithmetic === undefined || can.includes(arithmetic));
    const found = this.all.find(fits) ?? this.all[0];
    if (found === undefined) throw new Error('There are no targets.');
    return found;
  }

  /** The targets of a request. */
  withRequest(request: DebugRequest): readonly D[] {
    return this.all.filter(({ requests }) => requests.includes(request));
  }

  /** The id that an old word means; any other word is returned unchanged. */
  currentId(word: string, where: keyof OldNames): string {
    return this.all.find(({ oldNames }) => oldNames[where]?.includes(word))?.id ?? word;
  }

  /** Old words that are still read, each with its current id. */
  oldNames(where: keyof OldNames): readonly { readonly word: string; readonly id: D['id'] }[] {
    return this.all.flatMap(({ id, oldNames }) =>
      (oldNames[where] ?? []).filter((word) => word !== id).map((word) => ({ word, id })),
    );
  }
}
