import { defaultDiscLayout, type DiscLayout } from '../../../model/plan/discLayout';
import { parseDiscLayout } from '../../../model/plan/layoutWords';
import { measuredStorage } from '../../../model/plan/layoutInsight';
import { storages, type Storage, type StorageId } from '../../../model/plan/storage';
import type { Calibration } from '../../../model/plan/whatIf';
import { isRecord } from '../../../common/guards';

/** The constants of a medium that a user may change. */
export const constantNames = [
  'topSpeed',
  'innerShare',
  'fastSeekMs',
  'fullSeekMs',
  'rotationMs',
  'requestMs',
] as const;
export type ConstantName = (typeof constantNames)[number];

/** What is asked; plain JSON, kept over a reload. */
export interface Question {
  readonly storage: StorageId;
  readonly layout: DiscLayout;
  readonly readAhead: number;
  /** Constants that the user has changed, by medium. */
  readonly constants: Partial<Record<StorageId, Partial<Record<ConstantName, number>>>>;
}

export const firstQuestion: Question = {
  storage: 'dvd',
  layout: defaultDiscLayout,
  readAhead: 0,
  constants: {},
};

/** What a page has kept, or the first question when it is none. */
export function questionOf(value: unknown): Question {
  if (!isRecord(value)) return firstQuestion;
  const { storage, layout, readAhead, constants } = value;
  try {
    return {
      storage: storages.find(({ id }) => id === storage)?.id ?? firstQuestion.storage,
      layout: parseDiscLayout(layout),
      readAhead: typeof readAhead === 'number' && readAhead >= 0 ? readAhead : 0,
      constants: isRecord(constants) ? constants : {},
    };
  } catch {
    return firstQuestion;
  }
}

/** The medium of a question: as measured where a run has, with what the user has changed. */
export function storageFor(
  { storage: id, constants }: Pick<Question, 'storage' | 'constants'>,
  calibration?: Calibration,
): Storage {
  const storage = measuredStorage(id, calibration);
  const changed = constants[id] ?? {};
  if (Object.keys(changed).length === 0) return storage;
  const { requestMs = storage.requestMs, ...timing } = changed;
  return {
    ...storage,
    timing: { ...storage.timing, ...timing },
    requestMs,
    source: `${storage.source}; changed by you`,
  };
}

/** A constant of a medium, in its own unit. */
export const constantOf = ({ timing, requestMs }: Storage, name: ConstantName): number =>
  name === 'requestMs' ? requestMs : timing[name];
