import assert from 'node:assert/strict';
import { judge } from '../../../samples/training/grammar/acceptor';
import { segmentsOf, type Plot } from '../../../samples/training/grammar/plot';
import { plots } from '../../../samples/training/grammar/plots/all';
import { fill, isHeldOut, tellStory, type Story } from '../../../samples/training/grammar/stories';
import { Random } from '../../../samples/training/random';

function stories(count: number, split: 'training' | 'held-out' = 'training'): Story[] {
  return Array.from({ length: count }, (_, i) => tellStory(new Random(21, i), split));
}

/** Every template of every plot, and the forms of entries that are templates themselves. */
function templatesOf({ beats, cast }: Plot): string[] {
  const forms = Object.values(cast).flatMap((entries) => entries.flatMap((entry) => Object.values(entry)));
  return [...beats.flat(), ...forms.filter((form) => form.includes('{'))];
}

describe('samples/training: story grammar', () => {
  it('tells what its acceptor accepts, with the same cast', () => {
    for (const { text, plot, cast } of [...stories(300), ...stories(100, 'held-out')]) {
      const verdict = judge(text);
      assert.ok(verdict.accepted, text);
      assert.equal(verdict.plot, plot);
      for (const [role, entry] of Object.entries(verdict.cast)) assert.equal(entry, cast[role], role);
    }
  });

  it('accepts no story in which one thing is exchanged', () => {
    for (const { text, plot, cast } of stories(120)) {
      const hero = cast['hero']?.['name'] ?? '';
      const others =
        plot.cast['hero']?.map(({ name = '' }) => name).filter((name) => !text.includes(name)) ?? [];
      // The last mention only, so that the story contradicts itself.
      const at = text.lastIndexOf(hero);
      const changed = `${text.slice(0, at)}${others[0] ?? ''}${text.slice(at + hero.length)}`;
      assert.equal(judge(changed).accepted, false, changed);
    }
  });

  it('accepts no story with a sentence missing, doubled, cut off or followed by another', () => {
    for (const { text } of stories(60)) {
      const sentences = text.split(/(?<=[.!?]"?) /);
      assert.equal(judge(sentences.slice(1).join(' ')).accepted, false);
      assert.equal(judge([sentences[0], ...sentences].join(' ')).accepted, false);
      assert.equal(judge(text.slice(0, -1)).accepted, false);
      assert.equal(judge(`${text} The end of the end.`).accepted, false);
    }
    assert.equal(judge('').accepted, false);
  });

  it('says how far a story goes well', () => {
    const [{ text } = { text: '' }] = stories(1);
    const at = text.indexOf('.', 60);
    const verdict = judge(`${text.slice(0, at)}, said the lawyer.`);
    assert.ok(!verdict.accepted && verdict.agreed >= at && verdict.agreed < at + 12);
  });

  it('names only roles and forms that there are, in every template', () => {
    for (const plot of plots) {
      for (const template of templatesOf(plot)) {
        for (const segment of segmentsOf(template)) {
          if (segment.text !== undefined) continue;
          const entries = plot.cast[segment.role] ?? [];
          assert.ok(entries.length > 0, `${plot.name}: ${template}`);
          assert.ok(
            entries.every((entry) => entry[segment.form] !== undefined),
            `${plot.name}: ${template}`,
          );
        }
      }
      assert.ok(plot.heldOutBy.every((role) => plot.cast[role] !== undefined));
    }
    assert.throws(() => fill('{nobody.name}', {}), /nobody/);
  });

  it('keeps some combinations of every plot from training, and hardly repeats itself', () => {
    const [told, heldOut] = [stories(2000), stories(500, 'held-out')];
    assert.ok(told.every(({ plot, cast }) => !isHeldOut(plot, cast)));
    assert.ok(heldOut.every(({ plot, cast }) => isHeldOut(plot, cast)));
    assert.deepEqual(new Set(heldOut.map(({ plot }) => plot.name)), new Set(plots.map(({ name }) => name)));
    assert.equal(new Set(told.map(({ text }) => text)).size, told.length);
  });

  it('casts from two halves when it is told to, everyone in one of them', () => {
    const seen = { hero: new Set<string>(), friend: new Set<string>() };
    const kindsSeen = { hero: new Set<string>(), friend: new Set<string>() };
    for (let i = 0; i < 400; i++) {
      const { text, cast } = tellStory(new Random(8, i), 'training', 'halves');
      assert.ok(judge(text).accepted, text);
      seen.hero.add(cast['hero']?.['name'] ?? '');
      seen.friend.add(cast['friend']?.['name'] ?? '');
      kindsSeen.hero.add(cast['kind']?.['name'] ?? '');
      kindsSeen.friend.add(cast['friendKind']?.['name'] ?? '');
    }
    assert.deepEqual([seen.hero.size, seen.friend.size], [12, 12]);
    assert.deepEqual([kindsSeen.hero.size, kindsSeen.friend.size], [7, 7]);
    assert.ok([...seen.hero].every((name) => !seen.friend.has(name)));
    assert.ok([...kindsSeen.hero].every((kind) => !kindsSeen.friend.has(kind)));
  });

  it('tells the same story from the same seed', () => {
    assert.equal(stories(5)[4]?.text, stories(5)[4]?.text);
    assert.notEqual(
      tellStory(new Random(1, 2), 'training').text,
      tellStory(new Random(2, 1), 'training').text,
    );
  });
});
