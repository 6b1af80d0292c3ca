import type { Filterable } from '../../../model/inspect/filter/filter';
import { sectorBytes } from '../../../model/plan/units';
import type { InspectorContent, MatrixRow } from '../../messages/inspector';

/** A line of the table: a matrix, or the layer that stands above its matrices. */
export interface MatrixLine {
  readonly key: string;
  readonly title: string;
  /** Absent for a layer. */
  readonly matrix?: MatrixRow;
  readonly layer?: number;
  /** Key of its parent line. */
  readonly parent?: string;
  readonly type: string;
  readonly values: number;
  readonly offset: number;
  readonly bytes: number;
  /** Of the file, 0 … 1. */
  readonly share: number;
}

/** What a filter asks of a matrix. */
export function filterable(matrix: MatrixRow, { fileBytes, image }: InspectorContent): Filterable {
  return {
    ...matrix,
    share: fileBytes === 0 ? 0 : matrix.bytes / fileBytes,
    ...(image !== undefined && { lba: image.lba + Math.floor(matrix.offset / sectorBytes) }),
  };
}

/** Matrices alone, in file order. */
export function flatLines(matrices: readonly MatrixRow[], fileBytes: number): MatrixLine[] {
  return matrices.map((matrix) => ({
    key: matrix.name,
    title: matrix.name,
    matrix,
    ...(matrix.layer !== undefined && { layer: matrix.layer }),
    type: matrix.type,
    values: matrix.rows * matrix.cols,
    offset: matrix.offset,
    bytes: matrix.bytes,
    share: fileBytes === 0 ? 0 : matrix.bytes / fileBytes,
  }));
}

/** Key of the line above the matrices of a layer, or above those that belong to none. */
export const groupKey = (layer: number | undefined): string =>
  layer === undefined ? 'whole model' : `layer ${layer}`;

/** Matrices under their layers; those of a closed layer are left out. */
export function groupedLines(
  matrices: readonly MatrixRow[],
  fileBytes: number,
  closed: ReadonlySet<string>,
): MatrixLine[] {
  const groups = new Map<string, MatrixLine[]>();
  for (const line of flatLines(matrices, fileBytes)) {
    const key = groupKey(line.layer);
    groups.set(key, [...(groups.get(key) ?? []), { ...line, parent: key }]);
  }
  return [...groups].flatMap(([key, lines]) => [groupLine(key, lines), ...(closed.has(key) ? [] : lines)]);
}

function groupLine(key: string, lines: readonly MatrixLine[]): MatrixLine {
  const sum = (of: (line: MatrixLine) => number): number => lines.reduce((all, line) => all + of(line), 0);
  const layer = lines[0]?.layer;
  const types = new Set(lines.map(({ type }) => type).filter((type) => type !== 'f32'));
  return {
    key,
    title: layer === undefined ? 'Whole model' : `Layer ${layer}`,
    ...(layer !== undefined && { layer }),
    type: [...types].join(', '),
    values: sum(({ values }) => values),
    offset: Math.min(...lines.map(({ offset }) => offset)),
    bytes: sum(({ bytes }) => bytes),
    share: sum(({ share }) => share),
  };
}
