import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cursorAt, layerStartingAt, type BreakpointPlaces, type Cursor } from '../../debug-adapter/stepping/cursor';
import { moveOf, type Step } from '../../debug-adapter/stepping/stepping';
import { everyPosition, runFrom, tinyPlan } from './walk';

const plan = tinyPlan;
const positions = everyPosition(plan);
const none: BreakpointPlaces = { atOperation: () => false, atHeader: () => false };

/** Places in the listing as people would name them: `pass 1 L02` is a header. */
function nameOf(cursor: Cursor | undefined): string {
  if (!cursor) return 'end';
  const { pass, operation } = cursor.position;
  const layer = cursor.atHeader ? layerStartingAt(plan, operation) : undefined;
  return `pass ${pass} ${layer?.id ?? plan.operations[operation]?.id ?? '?'}`;
}

/** The cursor after a step; undefined at the end of the run. */
function step(
  cursor: Cursor,
  kind: Step,
  breakpoints = none,
  stops: readonly number[] = [],
): Cursor | undefined {
  const move = moveOf(plan, cursor, kind, breakpoints);
  if (move.kind === 'enter') return { ...cursor, atHeader: false };
  assert.equal(move.kind, 'run');
  const index = positions.indexOf(cursor.position);
  const next = runFrom(positions, index, move.until, stops);
  const position = next === undefined ? undefined : positions[next];
  if (!position) return undefined;
  const reason = stops.includes(position.operation) ? 'breakpoint' : 'step';
  return cursorAt(plan, position, reason, move.until, breakpoints);
}

function at(pass: number, id: string, atHeader = false): Cursor {
  const operation = atHeader
    ? plan.layers.find((layer) => layer.id === id)?.first
    : plan.operations.find((candidate) => candidate.id === id)?.index;
  const position = positions.find(
    (candidate) => candidate.pass === pass && candidate.operation === operation,
  );
  assert.ok(position, `pass ${pass} has ${id}`);
  return { position, atHeader };
}

const everyCursor = positions.flatMap((position): Cursor[] => [
  { position, atHeader: false },
  ...(layerStartingAt(plan, position.operation) ? [{ position, atHeader: true }] : []),
]);

describe('stepping', () => {
  const table: [from: Cursor, step: Step, to: string][] = [
    [at(1, 'embed'), 'next', 'pass 1 L00'],
    [at(1, 'embed'), 'stepIn', 'pass 1 L00'],
    [at(1, 'embed'), 'stepOut', 'pass 2 embed'],
    [at(1, 'L00', true), 'next', 'pass 1 L01'],
    [at(1, 'L00', true), 'stepIn', 'pass 1 L00.attn.norm'],
    [at(1, 'L00', true), 'stepOut', 'pass 2 embed'],
    [at(1, 'L00.attn.norm'), 'next', 'pass 1 L00.attn.q'],
    [at(1, 'L00.attn.norm'), 'stepIn', 'pass 1 L00.attn.q'],
    [at(1, 'L00.attn.norm'), 'stepOut', 'pass 1 L01'],
    [at(1, 'L00.mix'), 'next', 'pass 1 L01'],
    [at(1, 'L05', true), 'next', 'pass 1 norm'],
    [at(1, 'L05.mix'), 'next', 'pass 1 norm'],
    [at(1, 'L05.attn.q'), 'stepOut', 'pass 1 norm'],
    [at(1, 'norm'), 'next', 'pass 1 logits'],
    [at(1, 'norm'), 'stepOut', 'pass 2 embed'],
    [at(1, 'sample'), 'next', 'pass 2 embed'],
    [at(0, 'L05', true), 'next', 'pass 1 embed'],
    [at(0, 'L05.attn.q'), 'stepOut', 'pass 1 embed'],
    [at(0, 'L05.mix'), 'next', 'pass 1 embed'],
    [at(1, 'L03.attn.q'), 'stepLayer', 'pass 1 L04'],
    [at(1, 'L03', true), 'stepLayer', 'pass 1 L04'],
    [at(1, 'L05', true), 'stepLayer', 'pass 2 L00'],
    [at(1, 'L05.attn.q'), 'stepToken', 'pass 2 embed'],
    [at(3, 'L05', true), 'stepOut', 'end'],
    [at(3, 'embed'), 'continue', 'end'],
  ];
  for (const [from, kind, to] of table) {
    it(`${kind} on ${nameOf(from)} goes to ${to}`, () => {
      assert.equal(nameOf(step(from, kind)), to);
    });
  }

  it('over a layer comes to where stepping into it and out again comes', () => {
    for (const cursor of everyCursor.filter(({ atHeader }) => atHeader)) {
      const inside = step(cursor, 'stepIn');
      assert.ok(inside);
      assert.equal(nameOf(step(inside, 'stepOut')), nameOf(step(cursor, 'next')));
    }
  });

  it('by steps in visits every line of every pass once, in the order of the listing', () => {
    const visited: string[] = [];
    for (let cursor: Cursor | undefined = everyCursor[0]; cursor; cursor = step(cursor, 'stepIn')) {
      visited.push(nameOf(cursor));
    }
    const headersFirst = positions.flatMap((position) => {
      const header = layerStartingAt(plan, position.operation) && { position, atHeader: true };
      return [...(header ? [nameOf(header)] : []), nameOf({ position, atHeader: false })];
    });
    assert.deepEqual(visited, headersFirst);
  });
});

describe('breakpoints and steps', () => {
  const [q, first] = [at(1, 'L02.attn.q').position.operation, at(1, 'L02', true).position.operation];
  const onOperation = (operation: number): BreakpointPlaces => ({
    ...none,
    atOperation: (o) => o === operation,
  });

  it('stop a step that runs over them', () => {
    const places = onOperation(q);
    assert.equal(nameOf(step(at(1, 'L02', true), 'next', places, [q])), 'pass 1 L02.attn.q');
    assert.equal(nameOf(step(at(1, 'embed'), 'stepOut', places, [q])), 'pass 1 L02.attn.q');
  });

  it('on the first operation of a layer stop at its own line, not at the header', () => {
    const places = onOperation(first);
    const stop = step(at(1, 'embed'), 'continue', places, [first]);
    assert.equal(nameOf(stop), 'pass 1 L02.attn.norm');
    assert.equal(nameOf(step(at(1, 'L02.attn.norm'), 'next', places, [first])), 'pass 1 L02.attn.q');
  });

  it('on the first operation of a layer also stop what goes on from the header', () => {
    const places = onOperation(first);
    for (const kind of ['next', 'stepOut', 'continue', 'stepToken', 'stepLayer'] as const) {
      assert.deepEqual(moveOf(plan, at(1, 'L02', true), kind, places), {
        kind: 'enter',
        reason: 'breakpoint',
      });
    }
    assert.deepEqual(moveOf(plan, at(1, 'L02', true), 'stepIn', places), { kind: 'enter', reason: 'step' });
  });

  it('leave a step that ends at a header on the header', () => {
    const places = onOperation(first);
    assert.equal(nameOf(step(at(1, 'L01.mix'), 'next', places, [first])), 'pass 1 L02');
  });

  it('on a header stop there', () => {
    const places: BreakpointPlaces = { ...none, atHeader: (layer) => layer === 2 };
    assert.equal(nameOf(step(at(1, 'embed'), 'continue', places, [first])), 'pass 1 L02');
  });
});
