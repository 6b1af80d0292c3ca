import assert from 'node:assert/strict';
import { tinyModel } from '../../../model/convert/tiny';
import { Engine } from '../../../model/engine/engine';
import { cachedParts } from '../../../model/engine/partCache';
import { compilePlan } from '../../../model/plan/compile';
import type { Plan, Tile } from '../../../model/plan/plan';
import { greedy } from '../../../model/plan/runSettings';
import type { TraceEvent } from '../../../model/trace/events';
import { bufferOf, runToEnd } from './runs';
import { streamed } from '../../support/streamed';

const model = tinyModel();
const plan = compilePlan(model, streamed);

/** The tile of the first or the second layer that uses the stored layer 0. */
function tileOf(layer: 0 | 1): Tile {
  const operation = plan.operations.find(({ id }) => id === `L0${layer}.attn.q`);
  const tile = plan.tiles[operation?.firstTile ?? -1];
  assert.ok(tile);
  return tile;
}

async function run(changed: Plan): Promise<{ events: TraceEvent[]; logits: Uint8Array }> {
  const settings = { ...greedy, prompt: [5, 9], maxTokens: 3 };
  const engine = new Engine({ plan: changed, loader: cachedParts(model, changed), settings, mode: 'ieee' });
  const events = await engine.preload();
  events.push(...(await runToEnd(engine)));
  return { events, logits: bufferOf({ plan: changed, engine, events }, 'logits') };
}

const readsOf = (events: readonly TraceEvent[], read: number): number[] =>
  events.flatMap((event) => (event.type === 'read' && event.read === read ? [event.pass] : []));

describe('weights in RAM', () => {
  it('are read again when another read overwrote them', async () => {
    const { read } = tileOf(0);
    assert.ok(read !== undefined);
    const shared = plan.tiles.map((tile) => (tile.index === tileOf(1).index ? { ...tile, read } : tile));
    const { events, logits } = await run({ ...plan, tiles: shared });
    assert.deepEqual(readsOf(events, read), [0, 0, 1, 1, 2, 2]);
    assert.deepEqual(logits, (await run(plan)).logits);
  });

  it('serve two tiles of one read where nothing overwrites them, in each pass anew', async () => {
    const { read } = tileOf(0);
    assert.ok(read !== undefined);
    const free = plan.regions.find(({ kind }) => kind === 'free')?.start ?? 0;
    const users = [tileOf(0).index, tileOf(1).index];
    const tiles = plan.tiles.map((tile) =>
      users.includes(tile.index) ? { ...tile, read, dataAddress: free, scalesAddress: 0 } : tile,
    );
    const reads = plan.reads.map((item) => (item.index === read ? { ...item, address: free } : item));
    const { events, logits } = await run({ ...plan, tiles, reads });
    assert.deepEqual(readsOf(events, read), [0, 1, 2]);
    assert.deepEqual(logits, (await run(plan)).logits);
  });
});
