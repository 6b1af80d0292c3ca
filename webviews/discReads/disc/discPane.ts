import type { Column } from '../../common/table/column';
import { element } from '../../common/dom';
import { FilteredTable } from '../../common/table/filteredTable';
import { count, counted, milliseconds } from '../../common/numbers';
import type { TableState } from '../../common/table/tableOptions';
import type { PathStep } from '../../messages/discReads';
import { DiscPicture } from './discPicture';
import { placeSteps, type PlacedStep } from './discSteps';

/** The reads of one pass on the disc: picture and table. */
export class DiscPane {
  readonly element = element('section', { class: 'pane' });
  readonly filter: HTMLElement;
  private readonly drawing: DiscPicture;
  private readonly rows: FilteredTable<PlacedStep>;
  private readonly source = element('p', { class: 'pane-note muted' });
  private steps: readonly PlacedStep[] = [];

  constructor(changed: () => void, selected: (step: PathStep | undefined) => void) {
    this.drawing = new DiscPicture((index) => {
      const step = this.steps[index];
      if (step === undefined) return;
      this.rows.table.select(stepKey(step));
      this.drawing.mark(index);
      selected(step);
    });
    this.rows = new FilteredTable<PlacedStep>('Filter reads', {
      label: 'Reads of one pass in order',
      columns: stepColumns,
      minWidth: '40em',
      key: stepKey,
      noun: ['read', 'reads'],
      footer: totals,
      selected: (key) => {
        const index = this.steps.findIndex((step) => stepKey(step) === key);
        this.drawing.mark(index);
        selected(this.steps[index]);
      },
      changed,
    });
    this.filter = this.rows.filter;
  }

  get state(): TableState {
    return this.rows.state;
  }

  /** The part that can be hidden. */
  get picture(): HTMLElement {
    return this.drawing.element;
  }

  restore(state: TableState): void {
    this.rows.restore(state);
  }

  /** @param source where the steps come from, as text. */
  show(steps: readonly PathStep[], source: string): void {
    if (this.element.childElementCount === 0) {
      this.element.append(this.source, this.drawing.element, this.rows.table.element);
    }
    this.steps = placeSteps(steps);
    this.source.textContent = source;
    this.drawing.show(this.steps);
    this.drawing.mark(this.steps.findIndex((step) => stepKey(step) === this.rows.state.selected));
    this.rows.table.setRows(this.steps);
  }
}

const stepKey = ({ index }: PlacedStep): string => String(index);

const number = (
  key: string,
  label: string,
  title: string,
  value: (step: PlacedStep) => number | undefined,
  format: (value: number) => string = count,
): Column<PlacedStep> => ({
  key,
  label,
  title,
  track: 'minmax(4.4em, 1fr)',
  numeric: true,
  text: (step) => {
    const found = value(step);
    return found === undefined ? '' : format(found);
  },
  order: value,
});

const stepColumns: readonly Column<PlacedStep>[] = [
  number('index', 'Read', 'Number of the read in the pass', ({ index }) => index + 1),
  { key: 'name', label: 'Matrix', track: 'minmax(9em, 2fr)', text: ({ name }) => name },
  number('lba', 'LBA', 'First sector on the disc', ({ lba }) => lba),
  number('sectors', 'Sectors', 'Sectors of 2,048 bytes', ({ sectors }) => sectors),
  {
    key: 'move',
    label: 'Head',
    title: 'How far the head moved, in sectors, and whether it took a seek',
    track: 'minmax(8em, 1.5fr)',
    text: moveText,
    order: ({ move }) => (move === undefined ? undefined : Math.abs(move)),
  },
  number('ms', 'ms', 'Milliseconds for the read', ({ ms }) => ms, milliseconds),
  number(
    'at',
    'At ms',
    'Milliseconds of reading before this read',
    ({ ms, from }) => (ms === undefined ? undefined : from),
    milliseconds,
  ),
];

function moveText({ move, seek }: PlacedStep): string {
  if (move === undefined) return seek ? 'seek' : '';
  if (move === 0) return 'continues';
  const way = `${count(Math.abs(move))} ${move < 0 ? 'backward' : 'forward'}`;
  return seek ? `seek, ${way}` : way;
}

function totals(shown: readonly PlacedStep[]): Record<string, string> {
  const sum = (value: (step: PlacedStep) => number): string =>
    count(shown.reduce((total, step) => total + value(step), 0));
  const ms = shown.reduce((total, step) => total + (step.ms ?? 0), 0);
  return {
    name: counted(shown.length, 'read'),
    sectors: sum(({ sectors }) => sectors),
    move: counted(shown.filter(({ seek }) => seek).length, 'seek'),
    ms: ms === 0 ? '' : milliseconds(ms),
  };
}
