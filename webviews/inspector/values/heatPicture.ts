import { cellStart, type HeatMap } from '../../../model/inspect/heatMap';
import { backgroundColour, svgElement } from '../../common/svg';

/** A cell of the map by its place. */
export interface CellPlace {
  readonly row: number;
  readonly col: number;
}

/** Rows or columns of the matrix that a cell stands for. */
export interface CellSpan {
  readonly first: number;
  readonly last: number;
}

/** What a cell stands for. */
export function cellSpans(
  { window, cellRows, cellCols }: Pick<HeatMap, 'window' | 'cellRows' | 'cellCols'>,
  { row, col }: CellPlace,
): { rows: CellSpan; cols: CellSpan } {
  const span = (start: number, index: number, cells: number, all: number): CellSpan => ({
    first: start + cellStart(index, cells, all),
    last: start + cellStart(index + 1, cells, all) - 1,
  });
  return {
    rows: span(window.rowStart, row, cellRows, window.rows),
    cols: span(window.colStart, col, cellCols, window.cols),
  };
}

/** Units of the drawing that a cell is wide and high. */
const cell = 10;

/**
 * The map as a picture: the stronger the colour, the larger the mean's magnitude. Negative cells carry a bar as well
 * as another hue, cells that hold a NaN a cross.
 */
export function heatPicture(map: HeatMap): SVGElement {
  const { means, cellRows, cellCols } = map;
  const most = largest(means);
  const picture = svgElement('svg', {
    class: 'heat',
    viewBox: `0 0 ${cellCols * cell} ${cellRows * cell}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  means.forEach((mean, i) => {
    const x = (i % cellCols) * cell;
    const y = Math.floor(i / cellCols) * cell;
    if (Number.isNaN(mean)) {
      picture.append(
        svgElement('path', { class: 'nan', d: `M${x} ${y}l${cell} ${cell}m0 -${cell}l-${cell} ${cell}` }),
      );
      return;
    }
    const strength = strengthOf(mean, most);
    const kind = mean < 0 ? 'negative' : 'positive';
    picture.append(
      svgElement('rect', {
        class: kind,
        x,
        y,
        width: cell,
        height: cell,
        'fill-opacity': strength.toFixed(3),
      }),
    );
    if (mean < 0 && strength > 0.25)
      picture.append(
        svgElement('line', { class: 'sign', x1: x + 2, x2: x + cell - 2, y1: y + 5, y2: y + 5 }),
      );
  });
  return picture;
}

/** 0 … 1; the square root lets small differences near 0 be seen. */
const strengthOf = (mean: number, most: number): number =>
  most === 0 ? 0 : Math.sqrt(Math.min(1, Math.abs(mean) / most));

function largest(means: Float64Array): number {
  return means.reduce((most, mean) => (Number.isFinite(mean) ? Math.max(most, Math.abs(mean)) : most), 0);
}

/** Pixels of a cell in the file. */
const pngCell = 12;

/** The same picture as a PNG. */
export async function heatPng(map: HeatMap, picture: SVGElement): Promise<Uint8Array> {
  const { means, cellRows, cellCols } = map;
  const canvas = document.createElement('canvas');
  canvas.width = cellCols * pngCell;
  canvas.height = cellRows * pngCell;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This window cannot draw pictures.');
  const colour = (kind: string, property: string): string => {
    const drawn = picture.querySelector(`.${kind}`);
    return drawn === null ? '' : getComputedStyle(drawn).getPropertyValue(property);
  };
  const fills = { negative: colour('negative', 'fill'), positive: colour('positive', 'fill') };
  const sign = colour('sign', 'stroke');
  context.strokeStyle = colour('nan', 'stroke');
  context.fillStyle = backgroundColour();
  context.fillRect(0, 0, canvas.width, canvas.height);
  const most = largest(means);
  means.forEach((mean, i) => {
    const x = (i % cellCols) * pngCell;
    const y = Math.floor(i / cellCols) * pngCell;
    if (Number.isNaN(mean)) {
      context.stroke(new Path2D(`M${x} ${y}l${pngCell} ${pngCell}m0 -${pngCell}l-${pngCell} ${pngCell}`));
      return;
    }
    const strength = strengthOf(mean, most);
    context.globalAlpha = strength;
    context.fillStyle = mean < 0 ? fills.negative : fills.positive;
    context.fillRect(x, y, pngCell, pngCell);
    context.globalAlpha = 1;
    context.fillStyle = sign;
    if (mean < 0 && strength > 0.25) context.fillRect(x + 3, y + 5.5, pngCell - 6, 1);
  });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture could not be made.');
  return new Uint8Array(await blob.arrayBuffer());
}
