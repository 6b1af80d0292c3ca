import { completeDisc, type DiscSettings } from '../image/discSettings';
import { JsonFields } from './jsonFields';
import { readDisc, readFiles, readRam } from './parseParts';
import type { ProjectProblem, RamSettings } from './project';
import { jsonTreeOf } from './jsonTree';

/** The value of a field of a launch configuration, and its first problem. */
interface ReadField<T> {
  readonly value: T;
  readonly problem?: string;
}

/** Reads `disc` of a launch configuration. */
export function readDiscSettings(value: unknown): ReadField<DiscSettings> {
  return read(value, readSettings);
}

/** Reads `ram` of a launch configuration. */
export function readRamSettings(value: unknown): ReadField<RamSettings> {
  return read(value, readRam);
}

function readSettings(fields: JsonFields): DiscSettings {
  const disc = readDisc(fields, ['files', 'elf', 'reads', 'image']);
  const elf = fields.field('elf').name('the path of an ELF file');
  const reads = fields.field('reads').choice(['plan', 'psnt'], 'plan');
  const image = fields.field('image').name('the path of an image');
  const complete = completeDisc(disc);
  return {
    ...complete,
    files: readFiles(fields.field('files'), complete.code),
    ...(elf !== undefined && { elf, ...(reads === 'psnt' && { reads }) }),
    ...(image !== undefined && { image }),
  };
}

function read<T>(value: unknown, reader: (fields: JsonFields) => T): ReadField<T> {
  const problems: ProjectProblem[] = [];
  const text = JSON.stringify(value) as string | undefined;
  const root = text === undefined ? undefined : jsonTreeOf(text);
  const result = reader(JsonFields.root(root, problems));
  const [first] = problems;
  return { value: result, ...(first && { problem: first.message }) };
}
