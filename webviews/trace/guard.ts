import type { OpenedTrace, TraceContent } from '../messages/trace';

/** Whether a message holds what the editor of a trace shows. */
export function isTraceContent(value: unknown): value is TraceContent {
  if (!isObject(value) || typeof value['fileName'] !== 'string') return false;
  const { problem, trace } = value;
  if (problem !== undefined && typeof problem !== 'string') return false;
  return trace === undefined || isTrace(trace);
}

function isTrace(value: unknown): value is OpenedTrace {
  if (!isObject(value)) return false;
  const { name, notes, totalBytes, times, drive, comparison } = value;
  return (
    typeof name === 'string' &&
    typeof totalBytes === 'number' &&
    areTexts(notes) &&
    areObjects(value['facts'], { name: 'string', value: 'string' }) &&
    areObjects(value['disc'], {
      name: 'string',
      sectorsOnDisc: 'number',
      reads: 'number',
      sectors: 'number',
      bytes: 'number',
    }) &&
    areObjects(value['operations'], { index: 'number', id: 'string', kind: 'string', runs: 'number' }) &&
    areObjects(value['regions'], { name: 'string', kind: 'string', start: 'number', end: 'number' }) &&
    isTimes(times) &&
    (drive === undefined || isDrive(drive)) &&
    (comparison === undefined || isComparison(comparison))
  );
}

function isTimes(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['dropped'] === 'number' &&
    isObject(value['total']) &&
    areObjects(value['passes'], { pass: 'number', split: 'object' })
  );
}

function isDrive(value: unknown): boolean {
  return (
    isObject(value) &&
    ['medium', 'source', 'sentence'].every((name) => typeof value[name] === 'string') &&
    areObjects(value['constants'], { name: 'string', unit: 'string', assumed: 'number' })
  );
}

function isComparison(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['baseline'] === 'string' &&
    areTexts(value['differences']) &&
    areObjects(value['rows'], { metric: 'string', unit: 'string' })
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const areTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function areObjects(
  value: unknown,
  shape: Readonly<Record<string, 'string' | 'number' | 'object'>>,
): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (item: unknown) =>
        isObject(item) && Object.entries(shape).every(([key, type]) => typeof item[key] === type),
    )
  );
}
