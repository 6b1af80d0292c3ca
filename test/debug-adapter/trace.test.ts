import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TraceEvent } from '../../model/trace/events';
import { TraceBatch } from '../../debug-adapter/session/traceBatch';
import { Conversation, tiny } from './conversation';

describe('the trace of a session', () => {
  it('says every pass, operation, read and token of a run, in order', async () => {
    const conversation = await Conversation.launch({
      ...tiny,
      layout: 'streamed',
      tokens: 12,
      stopOnEntry: false,
    });
    await conversation.end('configurationDone');
    const { plan, trace } = conversation;

    const expected: string[] = plan.reads
      .filter(({ preload }) => preload)
      .map(({ index }) => `read ${index}`);
    for (const event of trace) {
      if (event.type !== 'pass') continue;
      expected.push(`pass ${event.pass}`);
      for (const operation of plan.operations) {
        if (operation.tail && !event.tail) continue;
        const reads = plan.reads.filter(({ preload, neededBy }) => !preload && neededBy === operation.index);
        expected.push(...reads.map(({ index }) => `read ${index}`), `operation ${operation.index}`);
      }
      // The reference engine says of every token how likely it was.
      if (event.tail) expected.push('token', 'odds');
    }
    expected.push('end');
    assert.deepEqual(trace.map(nameOf), expected);
    await conversation.close();
  });

  it('comes after the plan whose ids it names, however long the program takes to start', async () => {
    const sent: unknown[] = [];
    const batch = new TraceBatch((events) => sent.push(...events), 1);
    const read: TraceEvent = { type: 'read', pass: -1, read: 0, sectors: 2 };
    batch.add([read]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    batch.flush();
    assert.deepEqual(sent, []);
    batch.open();
    assert.deepEqual(sent, [read]);
  });
});

function nameOf(event: TraceEvent): string {
  switch (event.type) {
    case 'pass':
      return `pass ${event.pass}`;
    case 'operation':
      return `operation ${event.operation}`;
    case 'read':
      return `read ${event.read}`;
    default:
      return event.type;
  }
}
