import { checkFileName, checkDiscCode } from '../disc/fileName';
import { checkVolume } from '../disc/imageLayout';
import { ownFileNames, rawModelName, type ScreenPlace } from '../image/bootFiles';
import type { DiscFile, DiscIdentity, Region } from '../image/discSettings';
import type { DiscType } from '../disc/sector';
import type { DiscLayout } from '../model/plan/discLayout';
import { errorText } from '../common/errorText';
import {
  formerFields,
  layoutFields,
  layoutNames,
  layoutOf,
  noLayout,
  readLayoutFields,
} from '../model/plan/layoutWords';
import type { JsonFields } from './jsonFields';
import { projectLimits } from './limits';
import type { ProjectElf, RamSettings } from './project';

/**
 * Reads the fields of `disc` that are set.
 * @param more additional fields that are allowed here.
 */
export function readDisc(fields: JsonFields, more: readonly string[] = []): Partial<DiscIdentity> {
  fields.object(['type', 'code', 'region', 'volume', 'screen', ...more]);
  const type = fields.field('type').choice<DiscType>(['dvd', 'cd']);
  const code = checked(fields.field('code'), checkDiscCode, 'a disc code such as "SLUS_200.00"');
  const region = fields.field('region').choice<Region>(['ntsc', 'pal']);
  const volume = checked(fields.field('volume'), checkVolume, 'a volume name such as "PS2ML"');
  const screen = readScreen(fields.field('screen'));
  return {
    ...(type !== undefined && { type }),
    ...(code !== undefined && { code }),
    ...(region !== undefined && { region }),
    ...(volume !== undefined && { volume }),
    ...(screen !== undefined && { screen }),
  };
}

function readScreen(fields: JsonFields): ScreenPlace | undefined {
  if (!fields.exists) return undefined;
  fields.object(['right', 'down']);
  return {
    right: fields.field('right').integer(projectLimits.screenRight) ?? 0,
    down: fields.field('down').integer(projectLimits.screenDown) ?? 0,
  };
}

/** Reads `ram`. */
export function readRam(fields: JsonFields): RamSettings {
  fields.object(['budgetKiB']);
  const budgetKiB = fields.field('budgetKiB').integer(projectLimits.budgetKiB);
  return budgetKiB === undefined ? {} : { budgetKiB };
}

/** Reads `layout`: a name or an object. Undefined if it is absent. */
export function readLayout(fields: JsonFields): DiscLayout | undefined {
  if (!fields.exists) return undefined;
  const value = fields.value();
  const name = layoutNames.find((one) => one === value);
  if (name !== undefined) return layoutOf(name);
  if (!fields.isObject) {
    fields.say(noLayout(value));
    return undefined;
  }
  fields.object(layoutFields, Object.keys(formerFields));
  const { said, problems } = readLayoutFields(value as Readonly<Record<string, unknown>>);
  for (const { field, message } of problems) fields.field(field).say(message);
  return layoutOf(said);
}

/** Reads `files`: paths, or paths with the name on the disc. */
export function readFiles(fields: JsonFields, code: string): DiscFile[] {
  const taken = new Set([...ownFileNames, rawModelName, code]);
  return fields.items().flatMap((item) => {
    if (!item.isText && !item.field('file').exists) {
      item.complain('the path of a file, or { "file": …, "name": … }');
      return [];
    }
    if (item.isObject) item.object(['file', 'name']);
    const place = item.isText ? item : item.field('file');
    const file = place.name('the path of a file');
    if (file === undefined) return [];
    const name = item.isText ? undefined : item.field('name').name('a name on the disc');
    const given = name ?? baseName(file).toUpperCase();
    const at = name === undefined ? place : item.field('name');
    if (!says(at, () => checkFileName(given))) return [];
    if (taken.has(given)) {
      at.say(`"${given}" is already used on the disc: give this file another "name".`);
      return [];
    }
    taken.add(given);
    return [{ file, name: given }];
  });
}

/** Reads `elf`: a path, or an object with a path, what the program reads and how it is built. */
export function readElf(fields: JsonFields): ProjectElf | undefined {
  if (!fields.exists) return undefined;
  if (fields.isText) {
    const file = fields.name('the path of an ELF file');
    return file === undefined ? undefined : { file, reads: 'psnt' };
  }
  if (!fields.field('file').exists) {
    fields.complain('the path of an ELF file, or { "file": …, "reads": …, "make": … }');
    return undefined;
  }
  fields.object(['file', 'reads', 'make']);
  const file = fields.field('file').name('the path of an ELF file');
  const make = fields.field('make').name('the folder of a Makefile');
  const reads = fields.field('reads').choice(['psnt', 'plan'], 'psnt');
  return file === undefined ? undefined : { file, reads, ...(make !== undefined && { make }) };
}

function checked(fields: JsonFields, check: (value: string) => void, expected: string): string | undefined {
  const value = fields.name(expected);
  return value !== undefined && says(fields, () => check(value)) ? value : undefined;
}

/** The value if `check` accepts it. */
function says(fields: JsonFields, check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    fields.say(errorText(error));
    return false;
  }
}

const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
