import type { DescribedEntry } from '../description';

/** A name that expressions, breakpoints and the listing can use, and what it was reported as, if that differs. */
interface UsableName {
  readonly id: string;
  readonly note: string;
}

/** Gives reported names an id each: the layer in front, other characters replaced, and a number if it is taken. */
export class UsableNames {
  private readonly taken = new Set<string>();

  /** @param placesLayer `L00.wq` or `keys.L00`. @param what `operation`, for a name without any character. */
  next(
    entry: Pick<DescribedEntry, 'name' | 'isCut' | 'layer'>,
    placesLayer: 'front' | 'back',
    what: string,
  ): UsableName {
    const { name, isCut, layer } = entry;
    const plain = name.replaceAll(/[^\w.+]/g, '_') || what;
    const own =
      /^[A-Za-z_]/.test(plain) || (layer !== undefined && placesLayer === 'front') ? plain : `_${plain}`;
    const id =
      layer === undefined
        ? own
        : placesLayer === 'front'
          ? `${layerId(layer)}.${own}`
          : `${own}.${layerId(layer)}`;
    const notes = [
      ...(plain === name && !isCut ? [] : [`reported as ${JSON.stringify(name)}${isCut ? ' and more' : ''}`]),
    ];
    let unique = id;
    for (let number = 2; this.taken.has(unique); number++) unique = `${id}.${number}`;
    if (unique !== id) notes.push('reported again under the same name');
    this.taken.add(unique);
    return { id: unique, note: notes.join('; ') };
  }
}

/** `L07` */
export const layerId = (layer: number): string => `L${String(layer).padStart(2, '0')}`;
