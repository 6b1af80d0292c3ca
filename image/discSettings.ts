import { parseTree } from 'jsonc-parser';
import type { ImageOptions, Placement } from '../disc/imageLayout';
import { JsonFields } from '../project/jsonFields';
import { readDisc, readFiles, readRam } from '../project/parseParts';
import type { ProjectDisc, ProjectFile, ProjectProblem, ProjectRam } from '../project/project';
import { weightsName } from './bootFiles';

/** How the disc of a run is made. */
export interface DiscSettings extends ProjectDisc {
  /** Further files; their paths as the host opens them. */
  readonly files: readonly ProjectFile[];
  /** A program in place of ours that executes the plan. */
  readonly elf?: string;
  /** Where the image is kept; in a folder of PS2 ML's own when not given. */
  readonly image?: string;
}

/** A disc that nobody has said anything about. */
export const defaultDisc: DiscSettings = read({}, readSettings).value;

/** What the image writer needs to know of it. */
export function imageOptionsOf({ type, volume }: ProjectDisc, placement: Placement = 'inner'): ImageOptions {
  return { discType: type, volume, last: weightsName, placement };
}

/** Reads `disc` of a launch configuration. `problem`: what is wrong with it first. */
export function readDiscSettings(value: unknown): {
  readonly value: DiscSettings;
  readonly problem?: string;
} {
  return read(value, readSettings);
}

/** Reads `ram` of a launch configuration. */
export function readRamSettings(value: unknown): { readonly value: ProjectRam; readonly problem?: string } {
  return read(value, readRam);
}

function readSettings(fields: JsonFields): DiscSettings {
  const disc = readDisc(fields, ['files', 'elf', 'image']);
  const elf = fields.field('elf').name('the path of an ELF file');
  const image = fields.field('image').name('the path of an image');
  return {
    ...disc,
    files: readFiles(fields.field('files'), disc.code),
    ...(elf !== undefined && { elf }),
    ...(image !== undefined && { image }),
  };
}

function read<T>(value: unknown, reader: (fields: JsonFields) => T): { value: T; problem?: string } {
  const problems: ProjectProblem[] = [];
  const text = JSON.stringify(value) as string | undefined;
  const root = text === undefined ? undefined : parseTree(text);
  const result = reader(JsonFields.root(root, problems));
  const [first] = problems;
  return { value: result, ...(first && { problem: first.message }) };
}
