import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { tinyModel } from '../../model/convert/tiny';
import { encodeRun } from '../../model/plan/runFile';
import type { Plan } from '../../model/plan/plan';
import { quantised } from '../model/engine/runs';
import { makeProject, type Project } from './project';
import { nativeWitness, type Witness } from './witness';

/** Codes of docs/mailbox.md. */
const until = { end: 0, operation: 1, bitmap: 2, pass: 3 } as const;
const reasons = ['none', 'entry', 'step', 'breakpoint', 'pause'] as const;

interface StopLine {
  readonly reason: (typeof reasons)[number];
  readonly pass: number;
  readonly first: number;
  readonly id: string;
}

describe("program's side of the mailbox", function () {
  let witness: Witness;
  const cleanups: (() => void)[] = [];
  let project: Project;
  let plan: Plan;

  before(async function () {
    const built = nativeWitness();
    if (!built) {
      console.log('      skipped: no compiler for the native witness');
      return this.skip();
    }
    witness = built;
    // Prompt and registers: 4 + 5 positions, so a first pass of 8, a second of 1 that samples, and two more.
    const settings = { prompt: [1, 300, 301, 302, 303], maxTokens: 3 };
    project = await makeProject({ model: await quantised(tinyModel()), settings });
    cleanups.push(project.remove);
    ({ plan } = project);
  });
  after(() => cleanups.forEach((clean) => clean()));

  const indexOf = (id: string): number => {
    const operation = plan.operations.find((candidate) => candidate.id === id);
    assert.ok(operation, id);
    return operation.index;
  };
  const follow = (...script: string[]): readonly string[] =>
    witness.run(project.folder, ['--script'], `${script.join('\n')}\n`).lines;
  const stopsOf = (lines: readonly string[]): StopLine[] =>
    lines.flatMap((line) => {
      const [, reason, pass, first, , , operation] =
        /^stopped (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)/.exec(line) ?? [];
      if (operation === undefined) return [];
      const id = plan.operations[Number(operation)]?.id ?? '?';
      return [{ reason: reasons[Number(reason)] ?? 'none', pass: Number(pass), first: Number(first), id }];
    });
  const short = (lines: readonly string[]): string[] =>
    stopsOf(lines).map(({ reason, pass, id }) => `${reason} ${pass} ${id}`);

  it('stops at entry and runs to the end', () => {
    const lines = follow(`run ${until.end}`);
    assert.deepEqual(short(lines), ['entry 0 embed']);
    assert.equal(lines.filter((line) => line.startsWith('token')).length, 3);
    assert.equal(lines.at(-1), 'ended 2');
  });

  it('steps from operation to operation and over the end of a pass', () => {
    const count = plan.operations.filter(({ tail }) => !tail).length;
    const lines = follow(...Array.from({ length: count }, () => `run ${until.operation}`));
    const stops = stopsOf(lines);
    assert.deepEqual(
      stops.slice(0, count).map(({ id }) => id),
      plan.operations.filter(({ tail }) => !tail).map(({ id }) => id),
    );
    assert.deepEqual(stops[count], { reason: 'step', pass: 1, first: 8, id: 'embed' });
  });

  it('stops at breakpoints in every pass, also while it runs to something else', () => {
    const at = indexOf('L01.attn.q');
    const lines = follow(`break ${at}`, ...Array.from({ length: 4 }, () => `run ${until.pass}`));
    assert.deepEqual(short(lines), [
      'entry 0 embed',
      'breakpoint 0 L01.attn.q',
      'step 1 embed',
      'breakpoint 1 L01.attn.q',
      'step 2 embed',
    ]);
  });

  it('prefers a breakpoint to a step as the reason', () => {
    const lines = follow(`break ${indexOf('L00.attn.norm')}`, `run ${until.operation}`);
    assert.deepEqual(short(lines), ['entry 0 embed', 'breakpoint 0 L00.attn.norm']);
  });

  it('forgets a breakpoint that is taken away', () => {
    const at = indexOf('L01.attn.q');
    const lines = follow(`break ${at}`, 'run 0', `break ${at}`, 'run 0');
    assert.deepEqual(short(lines), ['entry 0 embed', 'breakpoint 0 L01.attn.q']);
    assert.equal(lines.at(-1), 'ended 2');
  });

  it('runs to the operations of the until bitmap, in a later pass too, and passes the one it stands before', () => {
    const lines = follow(`until ${indexOf('logits')}`, `run ${until.bitmap}`, `run ${until.bitmap}`);
    assert.deepEqual(short(lines), ['entry 0 embed', 'step 1 logits', 'step 2 logits']);
  });

  it('stops only in passes that touch the positions asked for', () => {
    const at = indexOf('L00.attn.q');
    const lines = follow(`break ${at}`, 'range 9 9', 'run 0', 'run 0');
    assert.deepEqual(
      stopsOf(lines).map(({ reason, first }) => `${reason} ${first}`),
      ['entry 0', 'breakpoint 9'],
    );
  });

  it('begins another text', () => {
    const next = path.join(project.folder, 'next-run.bin');
    writeFileSync(next, encodeRun(plan, { ...project.settings, prompt: [1, 9], maxTokens: 1 }));
    const lines = follow('run 0', `new ${next}`, 'run 0');
    assert.deepEqual(short(lines), ['entry 0 embed', 'entry 0 embed']);
    assert.equal(lines.filter((line) => line.startsWith('token')).length, 4);
    assert.deepEqual(
      lines.filter((line) => line.startsWith('pass 0')),
      ['pass 0 0 8 0', 'pass 0 0 6 1'],
    );
  });

  it('begins another text from the middle of one', () => {
    const next = path.join(project.folder, 'next-run.bin');
    writeFileSync(next, encodeRun(plan, { ...project.settings, maxTokens: 1 }));
    const lines = follow('run 1', 'run 1', `new ${next}`, 'run 0');
    assert.deepEqual(short(lines), [
      'entry 0 embed',
      'step 0 L00.attn.norm',
      'step 0 L00.attn.q',
      'entry 0 embed',
    ]);
    assert.equal(lines.at(-1), 'ended 2');
  });

  it('computes the same in the second text as in a first', () => {
    const next = path.join(project.folder, 'next-run.bin');
    writeFileSync(next, encodeRun(plan, project.settings));
    const tokens = follow('run 0', `new ${next}`, 'run 0')
      .filter((line) => line.startsWith('token'))
      .map((line) => line.split(' ').slice(2).join(' '));
    assert.deepEqual(tokens.slice(3), tokens.slice(0, 3));
  });

  it('refuses wrong settings with a sentence and stays where it is', () => {
    const next = path.join(project.folder, 'next-run.bin');
    const bytes = encodeRun(plan, project.settings);
    bytes[28] = (bytes[28] ?? 0) ^ 1;
    writeFileSync(next, bytes);
    const lines = follow('run 1', `new ${next}`, 'run 1');
    assert.ok(lines.includes('result 2'));
    assert.match(
      lines.find((line) => line.startsWith('refused')) ?? '',
      /RUN\.BIN: CRC-32 is .* the file is damaged/,
    );
    // The status is reported again with the sentence.
    assert.deepEqual(short(lines), [
      'entry 0 embed',
      'step 0 L00.attn.norm',
      'step 0 L00.attn.norm',
      'step 0 L00.attn.q',
    ]);
  });

  it('answers commands that make no sense', () => {
    const lines = follow('command 99', 'command 1 7', 'run 0', 'run 0');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('result')),
      ['result 1', 'result 2', 'result 3'],
    );
  });

  it('never stops again after detach, and without a host that lives', () => {
    const at = indexOf('L01.attn.q');
    assert.deepEqual(short(follow(`break ${at}`, 'run 0', 'detach')), [
      'entry 0 embed',
      'breakpoint 0 L01.attn.q',
    ]);
    const lines = follow(`break ${at}`, 'limit 50', 'run 0');
    assert.deepEqual(short(lines), ['entry 0 embed', 'breakpoint 0 L01.attn.q']);
    assert.equal(lines.filter((line) => line.startsWith('token')).length, 3);
  });

  it('says what was lost when a host reads too slowly', async () => {
    const settings = { prompt: [1], maxTokens: 40 };
    const longer = await makeProject({ model: await quantised(tinyModel()), settings });
    try {
      const { lines } = witness.run(longer.folder, ['--script'], 'run 0\n');
      assert.match(lines.find((line) => line.startsWith('lost')) ?? '', /^lost [1-9]\d*$/);
    } finally {
      longer.remove();
    }
  });
});
