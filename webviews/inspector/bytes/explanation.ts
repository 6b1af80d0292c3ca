import { errorText } from '../../../common/errorText';
import type { ByteExplanation } from '../../../model/inspect/explain';
import { decodeGroup } from '../../../model/inspect/group';
import { jump } from '../../common/controls';
import { element } from '../../common/dom';
import { address, count } from '../../common/numbers';
import type { HeaderFieldRow, MatrixRow } from '../../messages/inspector';
import type { Links } from '../inspectorPane';
import type { ByteStore } from './byteStore';
import { groupTable } from './groupTable';

/** What the user can do beside going to another pane. */
export interface ExplanationOptions {
  /** Goes to a byte. */
  readonly go: (offset: number) => void;
  /** Copies a link to what is shown. */
  readonly copyLink: () => void;
}

/** Beside the bytes: what the one under the cursor is, down to the bits of its quantisation group. */
export class Explanation {
  readonly element = element('aside', {
    class: 'explanation',
    attributes: { 'aria-label': 'The byte under the cursor', tabindex: '0' },
  });
  /** Counts what was shown, so that a decoded group that comes late is dropped. */
  private turn = 0;

  constructor(
    private readonly store: ByteStore,
    private readonly links: Links,
    private readonly options: ExplanationOptions,
  ) {}

  /** `undefined` for a file without bytes. */
  show(explained: ByteExplanation<MatrixRow> | undefined, fields: readonly HeaderFieldRow[]): void {
    this.turn++;
    if (explained === undefined) {
      this.element.replaceChildren(element('p', { text: 'The file is empty.' }));
      return;
    }
    const { offset, part, text } = explained;
    const head = [
      element('h2', { text: `${address(offset)} · ${text}` }),
      element(
        'p',
        { class: 'links' },
        element('span', { class: 'muted', text: `byte ${count(offset)} of the file` }),
        jump(
          'Copy Link',
          this.options.copyLink,
          'Copy a link to this byte, or to the part that was last gone to',
        ),
      ),
    ];
    if (part.kind === 'field') {
      const field = fields.find(({ name }) => name === part.field);
      this.element.replaceChildren(...head, ...this.fieldParts(part.field, field));
      return;
    }
    if (part.kind === 'padding' || part.kind === 'unknown') {
      const size = `bytes ${address(part.start)} to ${address(part.end - 1)}, ${count(part.end - part.start)} in total`;
      this.element.replaceChildren(...head, element('p', { class: 'muted', text: size }));
      return;
    }
    const { matrix } = part;
    const body = element('div', { class: 'group-body' });
    this.element.replaceChildren(...head, this.matrixLine(matrix), body);
    void this.decode(explained, matrix, body);
  }

  private fieldParts(name: string, field: HeaderFieldRow | undefined): HTMLElement[] {
    const value = [field?.value, field?.reading].filter((text) => text !== undefined).join(' · ');
    return [
      element('p', {}, element('span', { class: 'numbers', text: `${name} = ${value}` })),
      element('p', { class: 'muted', text: field?.meaning ?? '' }),
      ...(field?.remark === undefined
        ? []
        : [element('p', { class: `remark ${field.remark.severity}`, text: field.remark.text })]),
      jump('Show in Header', () => this.links.showField(name)),
    ];
  }

  private matrixLine({ name, role, rows, cols, type }: MatrixRow): HTMLElement {
    return element(
      'p',
      { class: 'links' },
      element('span', { class: 'muted', text: `${role}, ${count(rows)} × ${count(cols)}, ${type}` }),
      jump('Matrix', () => this.links.showMatrix(name), `Show ${name} among the matrices`),
      jump('Values', () => this.links.showValues(name), `Show the values of ${name}`),
    );
  }

  private async decode(
    explained: ByteExplanation<MatrixRow>,
    matrix: MatrixRow,
    body: HTMLElement,
  ): Promise<void> {
    const { turn, store } = this;
    const { values, scale } = explained;
    const index = values[0]?.index ?? (scale ?? 0) * (matrix.type === 'q4g32' ? 32 : matrix.cols);
    try {
      const group = await decodeGroup(store, matrix, index);
      if (turn !== this.turn) return;
      body.replaceChildren(
        ...groupTable(
          group,
          values.map((value) => value.index),
          this.options.go,
        ),
      );
    } catch (error) {
      if (turn !== this.turn) return;
      const message = errorText(error);
      body.replaceChildren(element('p', { class: 'remark error', text: message }));
    }
  }
}
