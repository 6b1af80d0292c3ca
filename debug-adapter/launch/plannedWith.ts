import type { DiscType } from '../../disc/sector';
import { originLine } from '../../project/program/origins';
import type { Program } from '../../project/program/program';
import type { LaunchArguments } from './launchArguments';

/** One line about what a run is planned with and where that comes from. @param disc the type of its disc. */
export function plannedWith(
  { model, plan, tokenizer }: Pick<Program, 'model' | 'plan' | 'tokenizer'>,
  { tokenizer: path, layout, origins }: Pick<LaunchArguments, 'tokenizer' | 'layout' | 'origins'>,
  disc: DiscType | undefined,
): string {
  const named = path === undefined ? {} : { path };
  const planned = {
    layout,
    plan,
    ...(tokenizer && { tokenizer: named }),
    ...(disc !== undefined && { disc }),
  };
  return `Model: ${model.label}. ${originLine(planned, origins)}`;
}
