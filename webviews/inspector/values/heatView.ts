import type { HeatMap, MatrixWindow } from '../../../model/inspect/heatMap';
import { button } from '../../common/controls';
import { element } from '../../common/dom';
import { span } from '../../common/numbers';
import { tableBehind } from '../../common/plainTable';
import { svgElement } from '../../common/svg';
import { heatLegend } from './heatLegend';
import { cellSpans, heatPicture, type CellPlace } from './heatPicture';
import { heatTable, spanText } from './heatTable';
import { cellsOf, stepWindow, zoomWindow, type MatrixShape } from './heatWindow';
import { weight } from './weightText';

export interface HeatOptions {
  /** The user wants to see another part. */
  readonly wanted: (window: MatrixWindow) => void;
  /** The user wants the bytes of a value. */
  readonly opened: (row: number, col: number) => void;
}

/** Part of the window that one step of zoom leaves. */
const zoomStep = 0.5;

/** The dequantised matrix as a map of cells: arrow keys move a cursor over it, + and − zoom around the cursor. */
export class HeatView {
  readonly element: HTMLElement;
  private readonly frame: HTMLElement;
  private readonly status = element('p', { class: 'heat-status numbers', attributes: { role: 'status' } });
  private readonly behind = element('div');
  private map: HeatMap | undefined;
  /** The part that was requested last and is on its way: the next step starts there, so that quick steps add up. */
  private coming: MatrixWindow | undefined;
  private shape: MatrixShape = { rows: 1, cols: 1 };
  private cursor: CellPlace = { row: 0, col: 0 };
  private mark = svgElement('rect');
  private drawn: SVGElement | undefined;

  constructor(private readonly options: HeatOptions) {
    this.frame = element('div', {
      class: 'heat-frame',
      attributes: { role: 'application', tabindex: '0', 'aria-label': 'Heat map' },
    });
    this.frame.addEventListener('keydown', (event) => this.onKey(event));
    this.frame.addEventListener('click', (event) => this.moveTo(this.cellAt(event)));
    this.frame.addEventListener('dblclick', () => this.zoom(zoomStep));
    this.frame.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    this.element = element(
      'div',
      { class: 'heat-view' },
      this.frame,
      element(
        'div',
        { class: 'heat-bar' },
        button('Zoom In', () => this.zoom(zoomStep), 'Zoom in around the cursor (+)'),
        button('Zoom Out', () => this.zoom(1 / zoomStep), 'Zoom out around the cursor (−)'),
        button('All', () => this.showAll(), 'Show the whole matrix (0)'),
        this.status,
      ),
      heatLegend(),
      this.behind,
    );
  }

  get picture(): SVGElement | undefined {
    return this.drawn;
  }

  get current(): HeatMap | undefined {
    return this.map;
  }

  /** A part of a matrix of that shape is on its way. */
  expect(window: MatrixWindow, shape: MatrixShape): void {
    this.coming = window;
    this.shape = shape;
    const { cellRows, cellCols } = cellsOf(window);
    this.cursor = {
      row: Math.min(this.cursor.row, cellRows - 1),
      col: Math.min(this.cursor.col, cellCols - 1),
    };
  }

  /** The part that was on its way will not arrive. */
  expectNothing(): void {
    this.coming = undefined;
  }

  /** Shows a part of a matrix of that shape. */
  show(map: HeatMap, shape: MatrixShape): void {
    this.map = map;
    this.coming = undefined;
    this.shape = shape;
    const { window, cellRows, cellCols, sampled } = map;
    this.drawn = heatPicture(map);
    this.mark = svgElement('rect', { class: 'mark', width: 10, height: 10 });
    this.drawn.append(this.mark);
    this.frame.replaceChildren(this.drawn);
    const { rowStart, rows, colStart, cols } = window;
    const part = `rows ${span(rowStart, rowStart + rows - 1)}, columns ${span(colStart, colStart + cols - 1)}`;
    this.frame.setAttribute(
      'aria-label',
      `Heat map of ${part}${sampled ? ', a sample' : ''}: arrow keys move, plus and minus zoom, 0 shows all, Enter shows the bytes`,
    );
    this.behind.replaceChildren(tableBehind('Heat map', () => heatTable(map)));
    this.cursor = {
      row: Math.min(this.cursor.row, cellRows - 1),
      col: Math.min(this.cursor.col, cellCols - 1),
    };
    this.moveTo(this.cursor);
  }

  private moveTo(place: CellPlace | undefined): void {
    const { map } = this;
    if (map === undefined || place === undefined) return;
    this.cursor = place;
    this.mark.setAttribute('x', String(place.col * 10));
    this.mark.setAttribute('y', String(place.row * 10));
    const { rows, cols } = cellSpans(map, place);
    const index = place.row * map.cellCols + place.col;
    const isOne = rows.first === rows.last && cols.first === cols.last;
    const mean = weight(map.means[index] ?? 0);
    const peak = weight(map.peaks[index] ?? 0);
    this.status.textContent = `row ${spanText(rows)}, column ${spanText(cols)}: ${isOne ? mean : `mean ${mean}, largest magnitude ${peak}`}`;
  }

  private onKey(event: KeyboardEvent): void {
    const { map } = this;
    if (map === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const { row, col } = this.cursor;
    const goal = {
      ArrowUp: { row: row - 1, col },
      ArrowDown: { row: row + 1, col },
      ArrowLeft: { row, col: col - 1 },
      ArrowRight: { row, col: col + 1 },
      Home: { row, col: 0 },
      End: { row, col: map.cellCols - 1 },
    }[event.key];
    if (goal !== undefined) this.step(map, goal);
    else if (event.key === '+' || event.key === '=') this.zoom(zoomStep);
    else if (event.key === '-') this.zoom(1 / zoomStep);
    else if (event.key === '0') this.showAll();
    else if (event.key === 'Enter') this.open(map);
    else return;
    event.preventDefault();
  }

  /** Moves the cursor; at the edge the map moves by half. */
  private step(map: HeatMap, goal: CellPlace): void {
    const { cellRows, cellCols } = map;
    const window = this.coming ?? map.window;
    if (goal.row >= 0 && goal.row < cellRows && goal.col >= 0 && goal.col < cellCols) {
      this.moveTo(goal);
      return;
    }
    const step = stepWindow(window, map, this.shape, this.cursor, goal);
    if (step === undefined) return;
    this.cursor = step.cursor;
    this.options.wanted(step.window);
  }

  private open(map: HeatMap): void {
    const { rows, cols } = cellSpans(map, this.cursor);
    this.options.opened(rows.first, cols.first);
  }

  private onWheel(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.moveTo(this.cellAt(event));
    this.zoom(event.deltaY < 0 ? zoomStep : 1 / zoomStep);
  }

  private zoom(factor: number): void {
    const { map } = this;
    if (map === undefined) return;
    const window = this.coming ?? map.window;
    const next = zoomWindow(window, this.shape, this.cursor, factor);
    if (next.rows !== window.rows || next.cols !== window.cols) this.options.wanted(next);
  }

  private showAll(): void {
    this.options.wanted({ rowStart: 0, colStart: 0, ...this.shape });
  }

  private cellAt(event: MouseEvent): CellPlace | undefined {
    const { map } = this;
    const box = this.frame.getBoundingClientRect();
    if (map === undefined || box.width === 0 || box.height === 0) return undefined;
    const place = (at: number, length: number, cells: number): number =>
      Math.max(0, Math.min(cells - 1, Math.floor((at / length) * cells)));
    return {
      row: place(event.clientY - box.top, box.height, map.cellRows),
      col: place(event.clientX - box.left, box.width, map.cellCols),
    };
  }
}
