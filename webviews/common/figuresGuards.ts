import type { OperationTime } from '../../model/trace/history';
import type { PassTime, TokenTime } from '../../model/trace/passTimes';
import type { TimeSplit } from '../../model/trace/timeSplit';
import type { AppliedLayout, DiscPath, DiscReadsContent } from '../messages/discReads';
import type { RamContent } from '../messages/ram';
import type { Subject } from '../messages/subject';
import type { TimelineContent, TimelineOperation, TimelineZoom } from '../messages/timeline';
import { has, isEach, type Shape } from './shapes';

const subjectShape: Shape<Subject> = {
  name: 'string',
  state: 'string',
  provenance: 'string',
  passes: 'number',
  tokens: 'number',
  moment: 'object?',
  lost: 'object?',
  focus: 'object?',
  linked: 'boolean?',
  factsKey: 'string?',
};

export function isDiscReadsContent(value: unknown): value is DiscReadsContent {
  return (
    has<{ subject: unknown } & Omit<DiscReadsContent, 'subject'>>(value, {
      subject: 'object?',
      rows: 'array',
      fileSectors: 'number',
      lastToken: 'object?',
      path: 'object?',
      applied: 'object?',
    }) &&
    (value.path === undefined || isPath(value.path)) &&
    (value.applied === undefined ||
      has(value.applied, { layout: 'object?', sentences: 'array' } satisfies Shape<AppliedLayout>)) &&
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

function isPath(value: unknown): boolean {
  return (
    has<DiscPath>(value, { pass: 'number', steps: 'array' }) &&
    isEach(value.steps, {
      name: 'string',
      operation: 'number',
      lba: 'number',
      sectors: 'number',
      seek: 'boolean',
      ms: 'number?',
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
      inSlots: 'array?',
      samples: 'array?',
      stackBytes: 'number?',
    }) &&
    isEach(value.samples ?? [], { pass: 'number', positions: 'number' }) &&
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
    has<Record<keyof TimelineContent, unknown> & { passes: readonly unknown[] }>(value, {
      subject: 'object?',
      passes: 'array',
      dropped: 'number',
      total: 'object?',
      operations: 'array?',
      zoom: 'object?',
      kept: 'array?',
      canShowValues: 'boolean?',
    }) &&
    (value.operations === undefined ||
      isEach(value.operations as TimelineOperation[], {
        id: 'string',
        kind: 'string',
        layer: 'number?',
        matrix: 'string?',
      })) &&
    (value.zoom === undefined || isZoom(value.zoom)) &&
    has<Subject>(value.subject, subjectShape) &&
    isSplit(value.total) &&
    value.passes.every(isPassTime)
  );
}

function isZoom(value: unknown): boolean {
  return (
    has<TimelineZoom>(value, { pass: 'number', operations: 'array' }) &&
    value.operations.every(
      (operation: unknown) =>
        has<Record<keyof OperationTime, unknown>>(operation, {
          operation: 'number',
          split: 'object?',
          at: 'number?',
        }) && isSplit(operation.split),
    )
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
