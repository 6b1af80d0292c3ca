import type { TimeSplit } from '../../model/trace/timeSplit';
import type { PassTime, TokenTime } from '../../model/trace/passTimes';
import { tensorTypes } from '../../model/tensorTypes';
import type {
  DiscReadsContent,
  Forecast,
  ForecastRows,
  InspectorContent,
  RamContent,
  Subject,
  TimelineContent,
} from '../messages';

/** What a property of a message must be; `?` marks one that may be absent. */
type Kind = 'string' | 'number' | 'boolean' | 'string?' | 'number?' | 'boolean?' | 'object?' | 'array';
type Shape<T> = { readonly [Key in keyof Required<T>]: Kind };

function has<T>(value: unknown, shape: Shape<T>): value is T {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries<Kind>(shape).every(([key, kind]) => {
    const property = (value as Record<string, unknown>)[key];
    if (kind === 'array') return Array.isArray(property);
    if (kind.endsWith('?')) return property === undefined || typeof property === kind.slice(0, -1);
    return typeof property === kind;
  });
}

const isEach = <T>(values: readonly T[], shape: Shape<T>): boolean =>
  values.every((item) => has<T>(item, shape));

const subjectShape: Shape<Subject> = {
  name: 'string',
  state: 'string',
  provenance: 'string',
  passes: 'number',
  tokens: 'number',
};

export function isInspectorContent(value: unknown): value is InspectorContent {
  return (
    has<InspectorContent>(value, {
      fileName: 'string',
      fileBytes: 'number',
      summary: 'string?',
      problem: 'string?',
      fields: 'array',
      layout: 'object?',
      matrices: 'array',
      forecast: 'object?',
      image: 'object?',
    }) &&
    isEach(value.fields, {
      name: 'string',
      offset: 'number?',
      type: 'string',
      value: 'string',
      reading: 'string?',
      meaning: 'string',
      remark: 'object?',
    }) &&
    isEach(value.matrices, {
      name: 'string',
      layer: 'number?',
      role: 'string',
      rows: 'number',
      cols: 'number',
      type: 'string',
      offset: 'number',
      bytes: 'number',
      scalesOffset: 'number?',
      dataOffset: 'number',
      triangular: 'boolean?',
    }) &&
    value.matrices.every(({ type }) => Object.hasOwn(tensorTypes, type)) &&
    (value.image === undefined || has(value.image, { name: 'string', path: 'string', lba: 'number' })) &&
    (value.layout === undefined ||
      has(value.layout, {
        order: 'string',
        ambiguous: 'boolean',
        changeable: 'boolean',
        evidence: 'array',
      })) &&
    (value.forecast === undefined || isForecast(value.forecast))
  );
}

function isForecast(value: unknown): value is Forecast {
  return (
    has<Forecast>(value, { fits: 'boolean', sentence: 'string', behind: 'object?' }) &&
    (value.behind === undefined ||
      (has<ForecastRows>(value.behind, {
        disc: 'array',
        ram: 'array',
        bytesPerToken: 'number',
        times: 'array',
      }) &&
        isEach(value.behind.ram, { name: 'string', kind: 'string', start: 'number', end: 'number' }) &&
        isEach(value.behind.times, { name: 'string', bytesPerSecond: 'number', time: 'string' }) &&
        isEach(value.behind.disc, {
          name: 'string',
          matrix: 'number?',
          layer: 'number?',
          sectors: 'number',
          bytes: 'number',
          padding: 'number',
          preloads: 'number',
          readsPerPass: 'number',
          sectorsPerPass: 'number',
        })))
  );
}

export function isDiscReadsContent(value: unknown): value is DiscReadsContent {
  return (
    has<{ subject: unknown } & Omit<DiscReadsContent, 'subject'>>(value, {
      subject: 'object?',
      rows: 'array',
      fileSectors: 'number',
      lastToken: 'object?',
    }) &&
    has<Subject>(value.subject, subjectShape) &&
    (value.lastToken === undefined || isTokenTime(value.lastToken)) &&
    isEach(value.rows, {
      name: 'string',
      kind: 'string',
      layer: 'number?',
      sectors: 'number?',
      bytes: 'number',
      resident: 'boolean',
      reads: 'number',
      repeats: 'number',
      bytesRead: 'number',
      sectorsRead: 'number',
      lba: 'number?',
      seeks: 'number?',
      ms: 'number?',
      readsPerToken: 'number',
      bytesPerToken: 'number',
    })
  );
}

export function isRamContent(value: unknown): value is RamContent {
  return (
    has<{ subject: unknown } & Omit<RamContent, 'subject'>>(value, {
      subject: 'object?',
      regions: 'array',
      buffers: 'array',
      positions: 'number',
      contextLength: 'number',
      totalBytes: 'number',
    }) &&
    has<Subject>(value.subject, subjectShape) &&
    isEach(value.regions, { name: 'string', kind: 'string', start: 'number', end: 'number' }) &&
    isEach(value.buffers, {
      name: 'string',
      kind: 'string',
      start: 'number',
      end: 'number',
      rows: 'number?',
      cols: 'number?',
    })
  );
}

export function isTimelineContent(value: unknown): value is TimelineContent {
  return (
    has<{ subject: unknown; total: unknown; passes: readonly unknown[]; dropped: number }>(value, {
      subject: 'object?',
      passes: 'array',
      dropped: 'number',
      total: 'object?',
    }) &&
    has<Subject>(value.subject, subjectShape) &&
    isSplit(value.total) &&
    value.passes.every(isPassTime)
  );
}

function isPassTime(value: unknown): boolean {
  return (
    has<Record<keyof PassTime, unknown>>(value, {
      pass: 'number',
      first: 'number?',
      count: 'number?',
      split: 'object?',
      token: 'object?',
    }) &&
    isSplit(value.split) &&
    (value.token === undefined || isToken(value.token))
  );
}

function isTokenTime(value: unknown): value is TokenTime {
  return (
    has<{ token: unknown; split: unknown }>(value, { token: 'object?', split: 'object?' }) &&
    isToken(value.token) &&
    isSplit(value.split)
  );
}

const isSplit = (value: unknown): value is TimeSplit =>
  has<TimeSplit>(value, { disc: 'number', matmul: 'number', attention: 'number', rest: 'number' });

const isToken = (value: unknown): value is TokenTime['token'] =>
  has<TokenTime['token']>(value, { position: 'number', id: 'number', text: 'string?' });
