import { errorText } from '../../../common/errorText';
import { explainByte, type ByteExplanation } from '../../../model/inspect/explain';
import { FileMap } from '../../../model/inspect/fileMap';
import { placeToGo } from '../../../model/inspect/goTo';
import type { ByteRange } from '../../../model/inspect/places';
import { button, Choice, textField } from '../../common/controls';
import { element } from '../../common/dom';
import { address, count } from '../../common/numbers';
import type { Requests } from '../../common/requests';
import type { InspectorContent, MatrixRow } from '../../messages/inspector';
import type { LinkPlace, Links, Pane } from '../inspectorPane';
import { ByteStore } from './byteStore';
import { Explanation } from './explanation';
import { HexView } from './hexView';
import { legend } from './byteLegend';

/** Shown below the bytes while the mouse is not over one. */
const hint =
  'Point at a byte to see what it is, or move with the arrow keys, Page Up, Page Down, Home and End.';

/** What the pane keeps over a reload. */
export interface BytesState {
  readonly cursor: number;
  readonly top: number;
}

/** The file's bytes, and for each what it is: field, matrix, row, quantisation group, bits. */
export class BytesPane implements Pane {
  readonly id = 'bytes';
  readonly title = 'Bytes';
  readonly element: HTMLElement;
  private readonly store: ByteStore;
  private readonly hex: HexView;
  private readonly explanation: Explanation;
  private readonly status = element('p', {
    class: 'byte-status',
    text: hint,
    attributes: { 'aria-live': 'off' },
  });
  private readonly problem = element('p', { class: 'remark error', attributes: { role: 'status' } });
  private readonly parts: Choice;
  private map = new FileMap<MatrixRow>(0, [], []);
  private content: InspectorContent | undefined;
  private current: ByteExplanation<MatrixRow> | undefined;
  private hovered: ByteExplanation<MatrixRow> | undefined;
  /** What was last gone to: a field, a matrix, a row. */
  private picked: ByteRange | undefined;
  private kept: BytesState | undefined;

  constructor(
    requests: Requests,
    links: Links,
    private readonly changed: () => void,
  ) {
    this.store = new ByteStore(
      requests,
      () => this.hex.draw(),
      (message) => this.complain(message),
    );
    this.hex = new HexView({
      byteAt: (offset) => this.store.byteAt(offset),
      classOf: (offset) => this.classOf(offset),
      describe: (offset) => this.explain(offset)?.text ?? '',
      moved: (offset) => this.onMoved(offset),
      hovered: (offset) => this.onHover(offset),
    });
    this.explanation = new Explanation(this.store, links, {
      go: (offset) => this.reveal(offset, offset + 1),
      copyLink: () => links.copyLink(this.linkPlace),
    });
    this.parts = new Choice('Part', (value) => this.goTo(value));
    const goTo = textField('Offset, field or matrix[row,column]', (text) => this.goTo(text));
    this.element = element(
      'section',
      { class: 'pane bytes' },
      element(
        'div',
        { class: 'pane-bar' },
        this.parts.element,
        goTo.element,
        button('Go', () => this.goTo(goTo.input.value), 'Go to the offset, field or matrix (Enter)'),
        button('Previous Part', () => this.step(-1)),
        button('Next Part', () => this.step(1)),
        legend(),
      ),
      this.problem,
      element('div', { class: 'bytes-body' }, this.hex.element, this.explanation.element),
      this.status,
    );
  }

  get state(): BytesState | undefined {
    // A pane that was never shown has no place of its own.
    return this.content === undefined ? this.kept : (this.kept ?? this.hex.place);
  }

  restore(state: BytesState): void {
    this.kept = state;
  }

  isUseful({ fileBytes }: InspectorContent): boolean {
    return fileBytes > 0;
  }

  show(content: InspectorContent): void {
    const { fileBytes, fields, matrices } = content;
    const before = this.hex.place;
    this.content = content;
    this.problem.textContent = '';
    this.map = new FileMap(fileBytes, fields, matrices);
    this.store.reset(fileBytes);
    this.parts.setOptions([
      ...fields.filter(({ offset }) => offset !== undefined && offset < fileBytes).map(({ name }) => name),
      ...matrices.map(({ name }) => name),
    ]);
    this.hex.setSize(fileBytes);
    if (fileBytes === 0) {
      this.explanation.show(undefined, fields);
      return;
    }
    const place = this.kept ?? before;
    this.hex.moveTo(place.cursor, place.top);
    // A file that is being written ends early for a while: the place comes back with its end.
    this.kept = place.cursor < fileBytes ? undefined : place;
  }

  /** Shows bytes and puts the cursor on the first. */
  reveal(start: number, end: number): void {
    const size = this.content?.fileBytes ?? 0;
    this.picked = { start, end };
    this.problem.textContent =
      start < size ? '' : `The file ends before byte ${address(start)}: it has ${count(size)} bytes.`;
    this.hex.moveTo(start);
  }

  /** Takes the keyboard's focus to the byte under the cursor. */
  focus(): void {
    this.hex.focus();
  }

  activate(): void {
    this.hex.draw();
  }

  private goTo(text: string): void {
    if (this.content === undefined) return;
    try {
      const { start, end } = placeToGo(text, this.content);
      this.reveal(start, end);
    } catch (error) {
      this.complain(errorText(error));
    }
  }

  private complain(message: string): void {
    this.problem.textContent = message;
  }

  /** Goes to the part before or after the one under the cursor. */
  private step(by: number): void {
    const index = this.map.parts.findIndex((part) => part === this.current?.part);
    const part = this.map.parts[index + by];
    if (part !== undefined) this.reveal(part.start, part.end);
  }

  private get linkPlace(): LinkPlace {
    const { picked } = this;
    if (picked === undefined) return { offset: this.hex.place.cursor, length: 1 };
    return { offset: picked.start, length: picked.end - picked.start };
  }

  private explain(offset: number): ByteExplanation<MatrixRow> | undefined {
    return explainByte(this.map, offset);
  }

  private onMoved(offset: number): void {
    this.kept = undefined;
    if (this.picked !== undefined && (offset < this.picked.start || offset >= this.picked.end))
      this.picked = undefined;
    this.current = this.explain(offset);
    this.explanation.show(this.current, this.content?.fields ?? []);
    const part = this.current?.part;
    if (part?.kind === 'field') this.parts.value = part.field;
    else if (part?.kind === 'scales' || part?.kind === 'values') this.parts.value = part.matrix.name;
    this.hex.draw();
    this.changed();
  }

  private onHover(offset: number | undefined): void {
    this.hovered = offset === undefined ? undefined : this.explain(offset);
    this.status.textContent =
      this.hovered === undefined ? hint : `${address(this.hovered.offset)} · ${this.hovered.text}`;
    this.hex.draw();
  }

  private classOf(offset: number): string {
    const part = this.map.partAt(offset);
    const shown = this.hovered ?? this.current;
    const classes: string[] = part === undefined ? [] : [part.kind];
    if (within(offset, this.picked)) classes.push('picked');
    if (within(offset, shown?.row)) classes.push('row');
    if (within(offset, shown?.group)) classes.push('group');
    if (within(offset, shown?.scaleBytes)) classes.push('scale');
    if (part?.kind === 'field' && part === shown?.part) classes.push('group');
    return classes.join(' ');
  }
}

const within = (offset: number, range: ByteRange | undefined): boolean =>
  range !== undefined && offset >= range.start && offset < range.end;
