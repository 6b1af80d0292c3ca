import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ListingDocument, listingOf } from '../../../language-server/listing/document';
import {
  definitionOf,
  highlightsOf,
  readersOf,
  referencesOf,
} from '../../../language-server/listing/navigation';
import {
  foldingOf,
  matchesInOrder,
  symbolsOf,
  workspaceSymbolsOf,
} from '../../../language-server/listing/outline';
import { tokensOf } from '../../../language-server/listing/tokens';
import { renderListing, type Listing } from '../../../model/plan/listing';
import type { Operand, Plan } from '../../../model/plan/plan';
import { samplePlan } from '../../support/sample';

const uri = 'ps2ml:/0/tiny.ps2ml?x';

describe('a listing that is read again', () => {
  let plan: Plan;
  let rendered: Listing;
  let listing: ListingDocument;

  before(async () => {
    plan = await samplePlan();
    rendered = renderListing(plan);
    listing = new ListingDocument(rendered.text);
  });

  const nameOf = ({ buffer, matrix }: Operand): string =>
    (buffer === undefined ? plan.matrices[matrix ?? -1]?.name : plan.buffers[buffer]?.name) ?? '';
  /** Names that the text has of an operation's inputs: all but scratch. */
  const inputsOf = (index: number): string[] => {
    const operation = plan.operations[index];
    assert.ok(operation);
    const own = operation.kind === 'matmul' ? [plan.matrices[operation.matrix ?? -1]?.name ?? ''] : [];
    const shown = operation.inputs.filter(({ buffer }) => plan.buffers[buffer ?? -1]?.kind !== 'scratch');
    return [...own, ...shown.map(nameOf)];
  };
  /** The line of an operation, from 0. */
  const lineOf = (index: number): number => (rendered.operationLines[index] ?? 0) - 1;
  const operationAt = (index: number) => {
    const line = listing.lines[lineOf(index)];
    assert.ok(line?.kind === 'operation');
    return line;
  };

  it('has each line for what it was written as', () => {
    rendered.lines.forEach(({ kind }, index) => {
      const found = listing.lines[index]?.kind;
      if (kind === 'text') assert.ok(found === 'blank' || found === 'comment', `line ${index + 1}`);
      else assert.equal(found, kind, `line ${index + 1}`);
    });
  });

  it('has every operand of the plan, also those that a mix leaves out, and knows matrices from buffers', () => {
    for (const operation of plan.operations) {
      const { operands, operation: kind, id } = operationAt(operation.index);
      assert.deepEqual([id.text, kind.text], [operation.id, operation.kind]);
      const [output, ...inputs] = operands;
      assert.deepEqual([output?.text, output?.role], [nameOf(operation.output), 'output']);
      assert.deepEqual(
        inputs.map(({ text }) => text),
        inputsOf(operation.index),
      );
      for (const { text, isMatrix } of operands)
        assert.equal(
          isMatrix,
          plan.matrices.some(({ name }) => name === text),
          text,
        );
    }
  });

  it('finds for every buffer that is read the operation that wrote it last', () => {
    let checked = 0;
    for (const operation of plan.operations) {
      const line = operationAt(operation.index);
      for (const operand of line.operands.filter(({ role, isMatrix }) => role === 'input' && !isMatrix)) {
        const writer = plan.operations.findLast(
          (other) => other.index < operation.index && nameOf(other.output) === operand.text,
        );
        if (writer === undefined) continue;
        const [found] = definitionOf(listing, uri, { kind: 'operand', line, operand });
        assert.equal(found?.range.start.line, lineOf(writer.index), `${operand.text} in ${operation.id}`);
        checked++;
      }
    }
    assert.ok(checked > 100);
  });

  it('finds for every matrix all operations that use it, the first of them as its definition', () => {
    for (const matrix of plan.matrices) {
      const users = plan.operations.filter(({ index }) => inputsOf(index).includes(matrix.name));
      const [first] = users;
      assert.ok(first, matrix.name);
      const line = operationAt(first.index);
      const operand = line.operands.find(({ text }) => text === matrix.name);
      assert.ok(operand);
      const place = { kind: 'operand', line, operand } as const;
      assert.deepEqual(
        referencesOf(listing, uri, place, true).map(({ range }) => range.start.line),
        users.map(({ index }) => lineOf(index)),
      );
      assert.equal(definitionOf(listing, uri, place)[0]?.range.start.line, lineOf(first.index));
    }
  });

  it('finds as the last reader of an operation the one that the plan’s liveness has', () => {
    let checked = 0;
    for (const { buffer, from, to } of plan.liveness) {
      if (plan.buffers[buffer]?.kind !== 'activation' || plan.buffers[buffer].name === 'token') continue;
      assert.equal(readersOf(listing, operationAt(from)).at(-1)?.line, lineOf(to));
      checked++;
    }
    assert.ok(checked > 50);
  });

  it('finds the layers that share a stored one, and the operations of a layer', () => {
    const [, second] = listing.layers();
    assert.ok(second?.unique);
    const shared = referencesOf(listing, uri, { kind: 'unique', line: second, word: second.unique }, true);
    const lines = plan.layers
      .filter(({ unique }) => unique === 0)
      .map(({ index }) => rendered.layerLines[index]);
    assert.deepEqual(
      shared.map(({ range }) => range.start.line + 1),
      lines,
    );
    const layer = plan.layers[1];
    assert.ok(layer);
    const inside = referencesOf(listing, uri, { kind: 'layer', line: second, word: second.id }, false);
    assert.equal(inside.length, layer.end - layer.first);
  });

  it('marks writing apart from reading', () => {
    const line = operationAt(0);
    const place = listing.placeAt({ line: line.line, character: line.operands[0]?.start ?? 0 });
    assert.ok(place?.kind === 'operand');
    const kinds = highlightsOf(listing, place).map(({ kind }) => kind);
    assert.equal(kinds.filter((kind) => kind === 3).length, 1);
    assert.ok(kinds.includes(2));
  });

  it('outlines the pass with its layers and their operations, and folds each layer', () => {
    const [pass, ...others] = symbolsOf(listing);
    assert.deepEqual(others, []);
    assert.equal(pass?.name, 'pass');
    const names = pass.children?.map(({ name }) => name);
    assert.deepEqual(names, ['embed', ...plan.layers.map(({ id }) => id), 'norm', 'logits', 'sample']);
    const count = (pass.children ?? []).reduce((sum, { children }) => sum + (children?.length ?? 1), 0);
    assert.equal(count, plan.operations.length);
    assert.equal(foldingOf(listing).length, 1 + plan.layers.length);
  });

  it('finds layers and operations of a query by the order of its letters, and no others', () => {
    const found = workspaceSymbolsOf(listing, uri, '03w2').map(({ name }) => name);
    assert.deepEqual(found, ['L03.ffn.w2']);
    assert.equal(workspaceSymbolsOf(listing, uri, '').length, plan.operations.length + plan.layers.length);
    assert.equal(matchesInOrder('L03', '30'), false);
  });

  it('colours words inside their line, none twice', () => {
    const seen = new Set<string>();
    for (const { line, start, length } of tokensOf(listing, undefined)) {
      assert.ok(length > 0 && start + length <= (listing.texts[line]?.length ?? 0));
      assert.ok(!seen.has(`${line}:${start}`));
      seen.add(`${line}:${start}`);
    }
    const range = { start: { line: 6, character: 0 }, end: { line: 8, character: 0 } };
    assert.deepEqual(
      tokensOf(listing, range),
      tokensOf(listing, undefined).filter(({ line }) => line >= 6 && line <= 8),
    );
  });

  it('is read anew only when its text has changed', () => {
    const document = TextDocument.create(uri, 'ps2ml-listing', 1, rendered.text);
    const first = listingOf(document);
    assert.equal(listingOf(document), first);
    TextDocument.update(document, [{ text: 'pass' }], 2);
    assert.notEqual(listingOf(document), first);
  });

  it('is read whatever is cut from it or typed into it', () => {
    const lines = rendered.text.split('\n').slice(4, 40);
    const edit = fc.record({
      at: fc.nat({ max: 3000 }),
      length: fc.nat({ max: 60 }),
      text: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('…', '<-', '[', '#', '\n', 'h.00, …, h.99999999'),
      ),
    });
    let places = 0;
    fc.assert(
      fc.property(
        fc.array(edit, { maxLength: 6 }),
        fc.nat({ max: 40 }),
        fc.nat({ max: 120 }),
        (edits, line, character) => {
          let text = lines.join('\n');
          for (const { at, length, text: typed } of edits)
            text = text.slice(0, at) + typed + text.slice(at + length);
          const broken = new ListingDocument(text);
          symbolsOf(broken);
          foldingOf(broken);
          tokensOf(broken, undefined);
          const place = broken.placeAt({ line, character });
          if (place === undefined) return;
          places++;
          const found = [...definitionOf(broken, uri, place), ...referencesOf(broken, uri, place, true)];
          const ranges = [...found, ...highlightsOf(broken, place)].map(({ range }) => range);
          for (const { start, end } of ranges)
            assert.ok(
              start.line === end.line && start.line < broken.lines.length && start.character <= end.character,
            );
        },
      ),
      { numRuns: 300 },
    );
    assert.ok(places > 10, `${places} places`);
  });
});
