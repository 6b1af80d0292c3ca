import { tensorTypes } from '../../model/tensorTypes';
import type { Forecast, ForecastRows, InspectorContent } from '../messages/inspector';
import { has, isEach } from './shapes';

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
        layout: 'string',
        spare: 'string?',
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
