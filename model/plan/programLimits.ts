import type { TableName } from './format/tables';

/** The most entries of each table that the EE program takes (`tables` in runtime/plan/table_checks.c). */
export const tableLimits: Readonly<Record<TableName, number>> = {
  regions: 4096,
  buffers: 4096,
  matrices: 2047,
  parts: 32_768,
  tiles: 32_768,
  reads: 32_768,
  operations: 8192,
  layers: 4096,
  liveness: 32_768,
  strings: 1 << 20,
};
