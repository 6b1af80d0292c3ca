import { layoutChoices, layoutParts, type DiscLayout } from '../../../model/plan/discLayout';
import { storageOf, storages, type Storage, type StorageId } from '../../../model/plan/storage';
import { Choice } from '../../common/controls';
import { element } from '../../common/dom';
import { decimal } from '../../common/numbers';
import { constantNames, constantOf, type ConstantName, type Question } from './whatIfQuestion';

const words: {
  readonly [Key in keyof typeof layoutChoices]: {
    readonly label: string;
    readonly values: Readonly<Record<DiscLayout[Key], string>>;
  };
} = {
  weights: { label: 'Weights', values: { streamed: 'streamed', resident: 'resident while they fit' } },
  sharedLayers: { label: 'Shared layers', values: { readTwice: 'read twice', readOnce: 'read once' } },
  discOrder: { label: 'Disc order', values: { execution: 'execution', byKind: 'by kind' } },
  placement: { label: 'Placement', values: { inner: 'inner edge', outer: 'outer edge' } },
};

const constantWords: Readonly<Record<ConstantName, { readonly label: string; readonly scale: number }>> = {
  topSpeed: { label: 'MB/s at the outer edge', scale: 1e6 },
  innerShare: { label: '% of that at the inner edge', scale: 0.01 },
  fastSeekMs: { label: 'short seek, ms', scale: 1 },
  fullSeekMs: { label: 'long seek, ms', scale: 1 },
  rotationMs: { label: 'rotation, ms', scale: 1 },
  requestMs: { label: 'per request, ms', scale: 1 },
};

/** The controls of a question. */
export class QuestionForm {
  readonly element: HTMLElement;
  readonly constants: HTMLElement;
  private readonly storage: Choice;
  private readonly layout: { readonly [Key in keyof typeof words]: Choice };
  private readonly cache: NumberField;
  private readonly readAhead: NumberField;
  private readonly fields: Readonly<Record<ConstantName, NumberField>>;
  private readonly source = element('p', { class: 'muted' });
  private readonly summary = element('summary');
  private question: Question;

  constructor(
    question: Question,
    private readonly changed: (question: Question) => void,
  ) {
    this.question = question;
    this.storage = new Choice('Storage', (value) => this.change({ storage: value as StorageId }));
    this.storage.setOptions(
      storages.map(({ id }) => id),
      (id) => storageOf(id as StorageId).label,
    );
    const choice = (key: keyof typeof words): Choice => {
      const made = new Choice(words[key].label, (value) => this.changeLayout({ [key]: value }));
      const texts: Readonly<Record<string, string>> = words[key].values;
      made.setOptions(layoutChoices[key], (value) => texts[value] ?? value);
      return made;
    };
    this.layout = {
      weights: choice('weights'),
      sharedLayers: choice('sharedLayers'),
      discOrder: choice('discOrder'),
      placement: choice('placement'),
    };
    this.cache = new NumberField('At most, MiB', (value) => this.changeLayout({ cacheMiB: value }), 32);
    this.readAhead = new NumberField(
      'Read-ahead slots (forecast only)',
      (value) => this.change({ readAhead: value ?? 0 }),
      64,
    );
    this.element = element(
      'form',
      { class: 'what-if-form', attributes: { 'aria-label': 'What if' } },
      this.storage.element,
      this.layout.weights.element,
      this.cache.element,
      this.layout.sharedLayers.element,
      this.layout.discOrder.element,
      this.layout.placement.element,
      this.readAhead.element,
    );
    this.element.addEventListener('submit', (event) => event.preventDefault());
    this.fields = Object.fromEntries(
      constantNames.map((name) => [
        name,
        new NumberField(constantWords[name].label, (value) => this.changeConstant(name, value)),
      ]),
    ) as Record<ConstantName, NumberField>;
    this.constants = element(
      'details',
      { class: 'what-if-constants' },
      this.summary,
      this.source,
      element('div', { class: 'what-if-form' }, ...constantNames.map((name) => this.fields[name].element)),
    );
  }

  /** @param storage of the question, with what was measured. */
  show(question: Question, storage: Storage): void {
    this.question = question;
    const { layout, readAhead } = question;
    this.storage.value = question.storage;
    for (const key of layoutParts) {
      this.layout[key].value = layout[key];
    }
    this.cache.show(layout.cacheMiB);
    this.cache.element.hidden = layout.weights !== 'resident';
    this.layout.placement.element.hidden = storage.capacity === 0;
    this.readAhead.show(readAhead);
    this.summary.textContent = `Constants of ${storage.label}`;
    this.source.textContent = `Source: ${storage.source}.`;
    for (const name of constantNames) {
      this.fields[name].show(constantOf(storage, name) / constantWords[name].scale);
    }
  }

  private change(part: Partial<Question>): void {
    this.changed({ ...this.question, ...part });
  }

  private changeLayout(part: Partial<Record<keyof DiscLayout, string | number | undefined>>): void {
    const { cacheMiB, ...layout } = { ...this.question.layout, ...part } as DiscLayout;
    this.change({ layout: cacheMiB === undefined ? layout : { ...layout, cacheMiB } });
  }

  /** An empty field restores the original constant. */
  private changeConstant(name: ConstantName, value: number | undefined): void {
    const { storage, constants } = this.question;
    const { [name]: before, ...others } = constants[storage] ?? {};
    const own = value === undefined ? others : { ...others, [name]: value * constantWords[name].scale };
    if (before === undefined && value === undefined) return;
    this.change({ constants: { ...constants, [storage]: own } });
  }
}

/** A field for a number of 0 or more; an empty field has no value. */
class NumberField {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;

  constructor(label: string, changed: (value: number | undefined) => void, most?: number) {
    this.input = element('input', {
      class: 'text-field number-field',
      attributes: {
        type: 'number',
        min: '0',
        step: 'any',
        ...(most !== undefined && { max: String(most) }),
      },
    });
    this.input.addEventListener('change', () => {
      const value = this.input.valueAsNumber;
      if (Number.isNaN(value)) changed(undefined);
      else if (this.input.validity.valid) changed(value);
    });
    this.element = element('label', { class: 'choice' }, element('span', { text: label }), this.input);
  }

  show(value: number | undefined): void {
    if (document.activeElement === this.input) return;
    this.input.value =
      value === undefined || !Number.isFinite(value) ? '' : decimal(value).replaceAll(',', '');
  }
}
