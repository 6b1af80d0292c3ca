import assert from 'node:assert/strict';
import { idsOfLines, lineOfId } from '../../../model/plan/listingIds';
import { renderListing } from '../../../model/plan/listing';
import { samplePlan } from '../../support/sample';

describe('breakpoint anchors', () => {
  it('find every operation and header of a listing, and nothing else', async () => {
    const plan = await samplePlan();
    const { text, passLine, layerLines, operationLines } = renderListing(plan);
    const ids = idsOfLines(text);
    assert.equal(ids.get(passLine), 'pass');
    for (const layer of plan.layers) assert.equal(ids.get(layerLines[layer.index] ?? 0), layer.id);
    for (const operation of plan.operations) {
      const line = operationLines[operation.index];
      assert.equal(ids.get(line ?? 0), operation.id);
      assert.equal(lineOfId(text, operation.id), line);
    }
    assert.equal(ids.size, 1 + plan.layers.length + plan.operations.length);
  });

  it('follow an operation to where another listing has it', async () => {
    const plan = await samplePlan();
    const { text } = renderListing(plan);
    const longer = `# one more line\n${text}`;
    const line = lineOfId(text, 'L01.ffn.w2');
    assert.ok(line !== undefined);
    assert.equal(lineOfId(longer, 'L01.ffn.w2'), line + 1);
    assert.equal(lineOfId(text, 'L99.ffn.w2'), undefined);
  });
});
