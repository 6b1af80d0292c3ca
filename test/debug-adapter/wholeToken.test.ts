// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, describe, it } from 'mocha';
import { formatStatistics } from '../../debug-adapter/values/format';
import { statisticsOf } from '../../debug-adapter/values/statistics';
import { tokensBytesOf } from '../../image/bootFiles';
import { planOf } from '../../project/program/plan';
import { Engine } from '../../model/engine/engine';
import { cachedParts } from '../../model/engine/partCache';
import { openModelFile, type ModelFile } from '../../model/node/modelFile';
import { openTokenizerFile } from '../../model/node/tokenizerFile';
import type { Buffer as PlanBuffer, Plan } from '../../model/plan/plan';
import { greedy } from '../../model/plan/runSettings';
import type { SessionState } from '../../model/trace/session';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import { Consoles } from './consoleTarget';
import { Conversation, referenceInProcess, tiny } from './conversation';

/**
 * Steps a session through two passes, operation by operation, beside an engine of its own: the prompt as one batch
 * and a pass of one token.
 */
describe('at every stop of a whole token', () => {
  everyStop('reference', () => referenceInProcess);

  const consoles = new Consoles();
  after(() => consoles.remove());
  everyStop('built-in', () => consoles.target);
});

function everyStop(targetName: string, target: () => TargetFactory): void {
  let conversation: Conversation;
  let file: ModelFile;
  let plan: Plan;
  let engine: Engine;
  let listing: string[];
  /** What the variables held when they were read last, by name. */
  const lastValues = new Map<string, readonly number[]>();

  async function start(): Promise<void> {
    const options = { target: target(), targetName };
    conversation = await Conversation.launch({ ...tiny, prompt: 'On', target: targetName }, options);
    file = await openModelFile(tiny.program);
    const tokenizer = await openTokenizerFile(tiny.tokenizer, file.model);
    plan = planOf(file.model, { tokensBytes: tokensBytesOf(tokenizer) });
    const settings = { ...greedy, prompt: tokenizer.encodePrompt('On'), maxTokens: tiny.tokens };
    engine = new Engine({ plan, loader: cachedParts(file.model, plan), settings, mode: 'ee' });
    await engine.preload();
    const request = { sourceReference: 1 };
    const source = await conversation.client.request<DebugProtocol.SourceResponse>('source', request);
    listing = source.content.split('\n');
    await conversation.stop('configurationDone');
  }

  it(`listing, frames, views and variables agree with the plan, and nothing shown is stale, on target ${targetName}`, async function () {
    this.timeout(180_000);
    await start();
    const passes = new Set<number>();
    let visited = 0;
    for (; passes.size < 3; visited++) {
      const { pass, operation } = engine.position();
      passes.add(pass);
      if (passes.size === 3) break;
      const atHeader = await checkPlace(operation);
      if (atHeader) {
        await conversation.stop('stepIn');
        await checkPlace(operation);
      }
      await checkVariables();
      await engine.step();
      await conversation.stop('stepIn');
      await checkLastResult(operation);
    }
    assert.equal(visited, 2 * plan.operations.length);
    assert.deepEqual(conversation.faults, []);
    await conversation.close();
    await file.close();
  });

  /** @returns whether it stands at a header. */
  async function checkPlace(operation: number): Promise<boolean> {
    const planned = plan.operations[operation];
    const layer = planned?.layer === undefined ? undefined : plan.layers[planned.layer];
    const frames = await conversation.frames();
    for (const { name, line } of frames) {
      assert.equal(
        (listing[line - 1] ?? '').split(/\s+/)[0],
        name.split(/\s+/)[0],
        'a frame stands at its line',
      );
    }
    const names = frames.map(({ name }) => name);
    const [top] = frames;
    const atHeader = top?.name === layer?.id;
    assert.equal(top?.name, atHeader ? layer?.id : planned?.id);
    if (atHeader) assert.equal(layer?.first, operation);
    assert.equal(names.includes(layer?.id ?? ''), layer !== undefined);

    const state = conversation.bodies('ps2ml/state').at(-1) as SessionState;
    const { pass, first, count } = engine.position();
    assert.deepEqual(state, { state: 'stopped', pass, first, count, operation, line: top?.line });
    const told = conversation.plan.operations[operation];
    assert.equal(told?.id, planned?.id);
    return atHeader;
  }

  async function checkVariables(): Promise<void> {
    const { operation } = engine.position();
    const live = plan.buffers.filter((buffer) => isLive(buffer, operation));
    const shown = (await conversation.scope('Activations')).filter(({ type }) => type !== undefined);
    assert.deepEqual(
      shown.map(({ name }) => name),
      live.map(({ name }) => name),
    );
    for (const variable of shown) await checkBytes(variable);
    for (const cache of await conversation.scope('KV cache')) {
      if (cache.variablesReference === 0) continue;
      for (const variable of await conversation.variables(cache.variablesReference))
        await checkBytes(variable);
    }
  }

  /** What a variable says is what the RAM of the other engine says, read byte by byte, now and at the last stop. */
  async function checkBytes({
    name,
    value,
    type = '',
    memoryReference = '',
  }: DebugProtocol.Variable): Promise<void> {
    const buffer = plan.buffers.find((candidate) => candidate.name === name);
    assert.ok(buffer);
    assert.equal(Number(memoryReference), buffer.start);
    const rows = rowsOf(buffer);
    const { first, count } = engine.position();
    const cols = buffer.rowMeaning === 'head' ? first + count : buffer.cols;
    const element = buffer.kind !== 'kv' && buffer.type === 'i16' ? 'i16' : 'f32';
    const shape = buffer.rowMeaning === 'none' ? `${element}[${cols}]` : `${element}[${rows}×${cols}]`;
    assert.equal(type, shape);
    // Integers have one scale behind them.
    const rowBytes = element === 'i16' ? cols * 2 + 4 : cols * 4;
    const length = (rows - 1) * buffer.stride + rowBytes;
    const bytes = engine.readMemory(buffer.start, length);
    const data = await conversation.memory(memoryReference, 0, length);
    assert.equal(data, Buffer.from(bytes).toString('base64'), name);
    const values = Array.from({ length: rows }, (_, row) => {
      const start = row * buffer.stride;
      const { buffer: own } = bytes.slice(start, start + rowBytes);
      if (element === 'f32') return [...new Float32Array(own)];
      const [scale = NaN] = new Float32Array(own.slice(cols * 2));
      return Array.from(new Int16Array(own, 0, cols), (integer) => integer * scale);
    }).flat();
    const statistics = statisticsOf(values);
    assert.ok(statistics);
    const before = lastValues.get(name);
    lastValues.set(name, values);
    const isComparable = before?.length === values.length;
    const changed = isComparable ? values.filter((one, index) => !Object.is(one, before[index])).length : 0;
    const change = changed === 0 ? '' : `, ${changed} of ${values.length} changed`;
    assert.equal(value, `${shape} ${formatStatistics(statistics)}${change}`);
  }

  async function checkLastResult(operation: number): Promise<void> {
    const planned = plan.operations[operation];
    assert.ok(planned);
    const [result] = await conversation.scope('Last result');
    assert.equal(result?.name, planned.id);
    const { output } = planned;
    const buffer = plan.buffers[output.buffer ?? -1];
    assert.ok(buffer);
    // `first` of the pass that the operation ran in: the engine may stand in the next one already.
    const first = conversation.trace.findLast(({ type }) => type === 'pass');
    assert.ok(first?.type === 'pass');
    const row = output.index === 'position' ? first.first : 0;
    assert.equal(Number(result.memoryReference), buffer.start + row * buffer.stride);
    if (planned.kind === 'sample') {
      const token = conversation.trace.findLast(({ type }) => type === 'token');
      assert.ok(token?.type === 'token');
      assert.match(result.value, new RegExp(`^${token.id} `));
    }
  }

  /** From the plan's operations alone: written in this pass before `operation`, and read by it or a later one. */
  function isLive({ index, kind }: PlanBuffer, operation: number): boolean {
    if (kind === 'kv' || kind === 'tokens') return false;
    const used = plan.operations.filter(({ inputs }) => inputs.some(({ buffer }) => buffer === index));
    // Scratch memory belongs to one operation; behind it one may still look at it.
    if (kind === 'scratch') return used.some((user) => user.index + 1 === operation);
    const writes = plan.operations
      .filter(({ output }) => output.buffer === index)
      .map((writer) => writer.index);
    const lastWrite = writes.filter((write) => write < operation).at(-1);
    if (lastWrite === undefined) return false;
    const nextWrite = writes.find((write) => write >= operation) ?? Infinity;
    return used.some((reader) => reader.index >= operation && reader.index <= nextWrite);
  }

  function rowsOf(buffer: PlanBuffer): number {
    const { first, count, operation } = engine.position();
    if (buffer.rowMeaning === 'position in pass') return count;
    if (buffer.rowMeaning !== 'position') return buffer.rows;
    const writers = plan.operations.filter(({ output }) => output.buffer === buffer.index);
    return writers.every(({ index }) => index < operation) ? first + count : first;
  }
}
