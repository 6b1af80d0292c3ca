import type { Arithmetic, OldNames, Place, TargetDescriptor } from './descriptor';
import type { DebugRequest } from './fields';

/** Every target that there is. Each list of targets is a function of one of these. */
export class TargetRegistry<D extends TargetDescriptor = TargetDescriptor> {
  /** @param all the default first. */
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

  /** The target that runs when nothing else is said, the first of those that fit. */
  defaultFor(asked: { readonly place?: Place; readonly arithmetic?: Arithmetic }): D {
    const { place, arithmetic } = asked;
    const fits = ({ places, arithmetic: can }: D): boolean =>
      (place === undefined || places.includes(place)) &&
      (arithmetic === undefined || can.includes(arithmetic));
    const found = this.all.find(fits) ?? this.all[0];
    if (found === undefined) throw new Error('There are no targets.');
    return found;
  }

  /** Targets that a request can have. */
  withRequest(request: DebugRequest): readonly D[] {
    return this.all.filter(({ requests }) => requests.includes(request));
  }

  /** The id that an old word means; the word itself when it is none. */
  currentId(word: string, where: keyof OldNames): string {
    return this.all.find(({ oldNames }) => oldNames[where]?.includes(word))?.id ?? word;
  }

  /** Words that are still read, each with the id that it means. */
  oldNames(where: keyof OldNames): readonly { readonly word: string; readonly id: D['id'] }[] {
    return this.all.flatMap(({ id, oldNames }) =>
      (oldNames[where] ?? []).filter((word) => word !== id).map((word) => ({ word, id })),
    );
  }
}
