import type { Model } from '../../model/model';
import { rangeOfValues, valuesOfRow } from '../../model/inspect/places';
import type { Plan } from '../../model/plan/plan';
import { weightPlace } from '../../model/plan/weightPlace';
import type { WeightPlaces } from './finding';

/**
 * Where a weight is: in the model's file, on the disc and in RAM.
 * @param onDisc gives the place in the image of a byte of WEIGHTS.BIN, if there is an image
 */
export function placesOf(
  model: Model,
  plan: Plan,
  { name, row, column }: { readonly name: string; readonly row: number; readonly column: number },
  onDisc?: (fileOffset: number) => { readonly imageOffset: number; readonly lba: number },
): WeightPlaces {
  const { fileOffset, ramAddress } = weightPlace(plan, name, row, column);
  const tensor = model.tensors.find((one) => one.name === name);
  const file = tensor && rangeOfValues(tensor, valuesOfRow(tensor, row).first + column, 1).start;
  return {
    row,
    column,
    ...(file !== undefined && { file }),
    disc: { fileOffset, ...onDisc?.(fileOffset) },
    ...(ramAddress !== undefined && { ram: ramAddress }),
  };
}
