import type { Column } from '../common/table/column';
import { element } from '../common/dom';
import { address, count, counted, percent } from '../common/numbers';
import type { RamContent } from '../messages/ram';
import { kindMeanings } from './regionMeanings';
import { lineBytes, lineName, lineStart, type RamLine } from './ramLines';

/** What the columns must know next to a line. */
export type RamScale = Pick<
  RamContent,
  'totalBytes' | 'positions' | 'contextLength' | 'inSlots' | 'stackBytes'
>;

/** Columns of the table next to the bar. */
export function ramColumns(
  scale: () => RamScale,
  isOpen: (line: RamLine) => boolean,
): readonly Column<RamLine>[] {
  return [
    {
      key: 'name',
      label: 'Region',
      track: 'minmax(9.5em, 2fr)',
      text: lineName,
      draw: (line, cell) => drawName(line, cell, isOpen(line)),
    },
    {
      key: 'bytes',
      label: 'Bytes',
      track: 'minmax(6.6em, 1fr)',
      numeric: true,
      text: (line) => count(lineBytes(line)),
      order: lineBytes,
    },
    {
      key: 'share',
      label: 'Share',
      track: 'minmax(4.8em, 1fr)',
      numeric: true,
      text: (line) => percent(share(line, scale().totalBytes)),
      order: lineBytes,
    },
    {
      key: 'kind',
      label: 'Kind',
      track: 'minmax(5em, 1fr)',
      text: kindOf,
      draw: (line, cell) => {
        cell.textContent = kindOf(line);
        cell.title = line.type === 'region' ? kindMeanings[line.region.kind] : kindOf(line);
      },
    },
    {
      key: 'start',
      label: 'From',
      title: 'First address',
      track: 'minmax(6.6em, 1fr)',
      numeric: true,
      text: (line) => address(lineStart(line)),
      order: lineStart,
    },
    {
      key: 'holds',
      label: 'Holds',
      title:
        'Contents of a region, rows × columns of a buffer, how full the KV cache is, and the peak use of the stack',
      track: 'minmax(10em, 2fr)',
      text: (line) => holds(line, scale()),
      order: (line) => (line.type === 'region' ? line.inside.length : line.buffer.rows),
      draw: (line, cell) => {
        const text = holds(line, scale());
        cell.textContent = text;
        cell.title = text;
        const isCache = line.type === 'region' && isKv(line);
        cell.classList.toggle('gauge', isCache);
        cell.style.setProperty('--filled', `${isCache ? filled(scale()) * 100 : 0}%`);
      },
    },
  ];
}

/** The part of the KV cache whose positions have been computed, 0 to 1. */
export const filled = ({ positions, contextLength }: RamScale): number =>
  contextLength === 0 ? 0 : positions / contextLength;

const share = (line: RamLine, totalBytes: number): number =>
  totalBytes === 0 ? 0 : lineBytes(line) / totalBytes;

const kindOf = (line: RamLine): string => (line.type === 'region' ? line.region.kind : line.buffer.kind);

const isKv = (line: RamLine): boolean => kindOf(line) === 'kv';

function holds(line: RamLine, scale: RamScale): string {
  if (line.type === 'region') {
    const { inside } = line;
    if (isKv(line)) return `${count(scale.positions)} of ${counted(scale.contextLength, 'position')}`;
    if (line.region.kind === 'stack' && scale.stackBytes !== undefined) {
      return `${count(scale.stackBytes)} of ${counted(lineBytes(line), 'byte')} used at peak`;
    }
    if (line.region.kind === 'stream') return slotContents(scale);
    const noun = inside[0]?.kind === 'weights' ? 'tensor' : inside[0]?.kind === 'file' ? 'file' : 'buffer';
    return inside.length === 0 ? '' : counted(inside.length, noun);
  }
  const { rows, cols } = line.buffer;
  // What a program without a plan read: how much of it, from where on and into what.
  if (rows === undefined || cols === undefined) return /\[(.*)\]$/.exec(line.buffer.name)?.[1] ?? '';
  const shape = `${count(rows)} × ${count(cols)}`;
  return isKv(line) ? `${shape}, ${count(scale.positions)} filled` : shape;
}

/** The matrices that were read into the slots last. */
const slotContents = ({ inSlots }: RamScale): string =>
  inSlots?.length === 0 ? 'not loaded yet' : (inSlots ?? []).join(', ');

/** A twistie where there is something below, the swatch of a region, the name. */
function drawName(line: RamLine, cell: HTMLElement, isOpen: boolean): void {
  const name = element('span', { text: lineName(line) });
  cell.title = lineName(line);
  if (line.type === 'buffer') {
    cell.replaceChildren(element('span', { class: 'inside', attributes: { 'aria-hidden': 'true' } }), name);
    return;
  }
  const twistie = line.inside.length === 0 ? '' : isOpen ? 'twistie open' : 'twistie closed';
  cell.replaceChildren(
    element('span', { class: `twistie-room ${twistie}`, attributes: { 'aria-hidden': 'true' } }),
    element('span', {
      class: 'swatch',
      attributes: { 'data-kind': line.region.kind, 'aria-hidden': 'true' },
    }),
    name,
  );
}
