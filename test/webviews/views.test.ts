import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { discReadsContent } from '../../extension/views/discReads';
import { ramContent } from '../../extension/views/ram';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { TraceStore } from '../../extension/traceStore';
import { namedLayouts } from '../../model/plan/discLayout';
import { forecastDisc } from '../../model/plan/forecast';
import { renderListing } from '../../model/plan/listing';
import { sessionBuffersOf } from '../../model/trace/buffers';
import type { Plan } from '../../model/plan/plan';
import { roundTogether } from '../../webviews/common/tokenLine';
import type { DiscReadsContent } from '../../webviews/messages/discReads';
import type { RamContent } from '../../webviews/messages/ram';
import type { Subject } from '../../webviews/messages/subject';
import { measuredRun } from '../extension/measuredRun';
import { samplePlan } from '../support/sample';
import { projectRoot } from '../support/project';
import { all, enterBrowser, FakeHost, freshBody, one, press, texts, type } from './page';
import { someSummary } from '../support/summary';

const subject: Subject = {
  name: 'Debug tiny.psnt',
  state: 'stopped',
  provenance: 'reference',
  passes: 2,
  tokens: 1,
  summary: someSummary,
};

/** Shows a view's content and gives its host and root. */
async function show(
  name: 'discReads' | 'ram',
  content?: DiscReadsContent | RamContent,
  host = new FakeHost(),
): Promise<{ host: FakeHost; root: HTMLElement }> {
  const root = freshBody();
  // Not before there is a browser: pages look for their script as soon as they are loaded.
  if (name === 'ram') (await import('../../webviews/ram/ramView.js')).startRam({ root, host });
  else (await import('../../webviews/discReads/discReadsView.js')).startDiscReads({ root, host });
  if (content !== undefined) host.answer({ type: 'content', revision: 1, content });
  return { host, root };
}

describe('views in the panel', () => {
  let leave: () => void;
  let plan: Plan;
  let disc: DiscReadsContent;
  let measured: DiscReadsContent;
  let ram: RamContent;
  before(async () => {
    plan = await samplePlan(namedLayouts.streamed);
    const reads = plan.reads.map(({ sectors }) => ({ count: 1, sectors }));
    const figures = { ...plan, forecast: forecastDisc(plan), buffers: sessionBuffersOf(plan) };
    disc = discReadsContent(subject, figures, { reads });
    const store = new TraceStore(subject.name, sessionPlanOf(plan, renderListing(plan), {}, 'built-in'));
    store.add(measuredRun(store.plan, 3));
    measured = discReadsContent(
      { ...subject, provenance: 'built-in' },
      { ...figures, ...store.plan },
      { ...store.times, reads: store.reads },
    );
    ram = ramContent(subject, figures, 3);
    leave = enterBrowser();
  });
  after(() => leave());

  const headers = (root: HTMLElement): string[] => texts(all(root, '[role=columnheader]'));
  const column = (root: HTMLElement, label: string, row: string): string[] => {
    const index = headers(root).indexOf(label);
    return all(root, row).map((line) => line.children[index]?.textContent ?? '?');
  };

  describe('Disc Reads', () => {
    it('asks, shows, and asks again with the revision it has', async () => {
      const { host } = await show('discReads', disc);
      assert.deepEqual(host.sent, [
        { type: 'pull', revision: -1 },
        { type: 'pull', revision: 1 },
      ]);
    });

    it('names the session, where its figures come from and how far it is', async () => {
      const { root } = await show('discReads', disc);
      assert.equal(one(root, '.subject-name').textContent, 'Debug tiny.psnt');
      assert.deepEqual(texts(all(root, '.tag')), ['forecast', 'counted (reference)']);
      assert.equal(one(root, '.subject-note').textContent, 'stopped, 2 passes, 1 token');
      assert.equal(
        one(root, '.subject-figures').textContent,
        '412 ms, 6.0 MiB read per token · RAM 20.0 of 32.0 MiB',
      );
      assert.match(one(root, '.view-note').textContent, / in WEIGHTS\.BIN, .* read so far/);
    });

    it('adds up to the file, with padding as a row of its own', async () => {
      const { root } = await show('discReads', disc);
      const foot = texts(all(root, '.table-foot .cell'));
      assert.equal(foot[0], 'WEIGHTS.BIN');
      assert.equal(column(root, 'Sectors', '.table-foot')[0], disc.fileSectors.toLocaleString('en'));
      assert.equal(column(root, 'Bytes', '.table-foot')[0], (disc.fileSectors * 2048).toLocaleString('en'));
      type(root, 'padding');
      assert.equal(one(root, '.table-row').children[0]?.textContent, 'padding to whole sectors');
    });

    it('draws each share in proportion to the largest, beside its number', async () => {
      const { root } = await show('discReads', disc);
      const bytes = disc.rows.map(({ bytesPerToken }) => bytesPerToken);
      const total = bytes.reduce((sum, value) => sum + value, 0);
      for (const line of all(root, '.table-row')) {
        const row = disc.rows.find(({ name }) => name === line.dataset['key']);
        const own = row?.bytesPerToken ?? NaN;
        const width = parseFloat(one(line, '.share-fill').style.width);
        assert.ok(Math.abs(width - (own / Math.max(...bytes)) * 100) < 1e-9);
        assert.ok(Math.abs(parseFloat(one(line, '.share-text').textContent) - (own / total) * 100) <= 0.05);
      }
    });

    it('finds its filter by name and clears it with Escape', async () => {
      const { root, host } = await show('discReads', disc);
      const field = one(root, 'vscode-text-field');
      assert.equal(field.getAttribute('aria-label'), 'Filter matrices');
      type(root, 'layers.01 ffn');
      assert.deepEqual(
        all(root, '.table-row').map((row) => row.dataset['key']),
        ['layers.01.ffn.w1', 'layers.01.ffn.w3', 'layers.01.ffn.w2'],
      );
      assert.match(JSON.stringify(host.state), /layers\.01 ffn/);
      press(field, 'Escape');
      assert.equal(
        one(root, '.table-frame [role=status]').textContent,
        `${disc.rows.length} of ${disc.rows.length} rows`,
      );
    });

    it('is there again after a reload, and says that it is from before', async () => {
      const first = await show('discReads', disc);
      type(first.root, 'wq');
      const { host, root } = await show('discReads', undefined, first.host);
      assert.match(one(root, '.subject-note').textContent, /from before the reload/);
      assert.ok(all(root, '.table-row').every((row) => row.dataset['key']?.endsWith('wq')));
      host.answer({ type: 'empty', revision: 5 });
      assert.equal(one(root, '.empty').hidden, true);
      assert.deepEqual(host.sent.at(-1), { type: 'pull', revision: 5 });
    });

    it('says what to do when there is nothing, with links to commands', async () => {
      const { host, root } = await show('discReads');
      host.answer({ type: 'empty', revision: 0 });
      assert.equal(one(root, '.view').hidden, true);
      assert.match(one(root, '.empty p').textContent, /Open a \.psnt file/);
      const links = all(root, 'vscode-link').map((link) => link.getAttribute('href'));
      assert.deepEqual(links, ['command:ps2ml.openSample', 'command:ps2ml.stepSample']);
    });

    it('says so when what it showed is gone', async () => {
      const { host, root } = await show('discReads', disc);
      host.answer({ type: 'empty', revision: 2 });
      assert.equal(one(root, '.empty').hidden, false);
      assert.equal(one(root, '.view').hidden, true);
      assert.doesNotMatch(JSON.stringify(host.state), /WEIGHTS/);
    });

    it('shows nothing that is not what it must be', async () => {
      const { host, root } = await show('discReads');
      const bad = { ...disc, rows: [{ name: 1 }] };
      for (const message of [
        undefined,
        'x',
        { type: 'content' },
        { type: 'content', revision: 1, content: bad },
      ]) {
        host.answer(message);
      }
      assert.equal(all(root, '.table-row').length, 0);
      assert.equal(host.sent.length, 1);
    });
  });

  describe('Disc Reads, measured', () => {
    const measuredLabels = ['Repeats', 'LBA', 'Seeks', 'ms', 'MB/s'];

    it('has columns for what was measured, and only then', async () => {
      const { root, host } = await show('discReads', disc);
      for (const label of measuredLabels) assert.ok(!headers(root).includes(label), label);
      host.answer({ type: 'content', revision: 2, content: measured });
      for (const label of measuredLabels) assert.ok(headers(root).includes(label), label);
      assert.equal(one(root, '[role=grid]').getAttribute('aria-colcount'), String(headers(root).length));
      host.answer({ type: 'content', revision: 3, content: disc });
      assert.ok(!headers(root).includes('ms'));
    });

    it('names where it was measured', async () => {
      const { root } = await show('discReads', measured);
      assert.deepEqual(texts(all(root, '.tag')), ['simulated (built-in)']);
    });

    it('adds times and seeks up below, and divides for the rate', async () => {
      const { root } = await show('discReads', measured);
      const ms = measured.rows.reduce((sum, row) => sum + (row.ms ?? 0), 0);
      const sectors = measured.rows.reduce((sum, row) => sum + row.sectorsRead, 0);
      const seeks = measured.rows.reduce((sum, row) => sum + (row.seeks ?? 0), 0);
      const foot = (label: string): number =>
        Number(column(root, label, '.table-foot')[0]?.replaceAll(',', ''));
      assert.ok(Math.abs(foot('ms') - ms) <= 0.5);
      assert.equal(foot('Seeks'), seeks);
      assert.ok(Math.abs(foot('MB/s') - (sectors * 2048) / 1000 / ms) <= 0.005);
      const [first] = measured.rows.filter((row) => row.ms !== undefined);
      assert.ok(first?.ms !== undefined);
      type(root, first.name);
      const rate = (first.sectorsRead * 2048) / 1000 / first.ms;
      assert.equal(column(root, 'MB/s', '.table-row')[0], rate.toFixed(2));
      assert.equal(column(root, 'LBA', '.table-row')[0], first.lba?.toLocaleString('en'));
    });

    it('keeps focus, selection and filter when the columns change', async () => {
      const { root, host } = await show('discReads', disc);
      type(root, 'layers.00');
      const rows = all(root, '.table-row');
      rows[2]?.focus();
      const key = rows[2]?.dataset['key'];
      host.answer({ type: 'content', revision: 2, content: measured });
      assert.equal((document.activeElement as HTMLElement).dataset['key'], key);
      assert.equal(all(root, '.table-row').length, rows.length);
      (all(root, '[role=columnheader]')[0] as HTMLElement).focus();
      host.answer({ type: 'content', revision: 3, content: disc });
      assert.equal(document.activeElement?.textContent, 'Matrix');
    });

    it('says the time of the last token in words, in parts that add up', async () => {
      const { root } = await show('discReads', measured);
      const line = one(root, '.token-line').textContent;
      const pattern =
        /^"word 2" (\S+) ms = disc (\S+) · matmul (\S+) · attention (\S+) · rest (\S+) \(built-in console\)$/;
      const [total = NaN, ...parts] = (pattern.exec(line) ?? []).slice(1).map(Number);
      assert.equal(parts.length, 4, line);
      assert.ok(Math.abs(total - parts.reduce((sum, part) => sum + part, 0)) < 1e-9, line);
    });

    it('says nothing of a token that was not measured', async () => {
      const { root } = await show('discReads', disc);
      assert.equal(one(root, '.token-bar').hidden, true);
    });

    it('tells screen readers of a token when the run stands still, not while it goes on', async () => {
      const running: DiscReadsContent = { ...measured, subject: { ...measured.subject, state: 'running' } };
      const { root, host } = await show('discReads', running);
      const status = one(root, '.token-bar [role=status]');
      assert.equal(status.textContent, '');
      host.answer({ type: 'content', revision: 2, content: measured });
      assert.equal(status.textContent, one(root, '.token-line').textContent);
    });

    it('takes no text of a token for markup', async () => {
      const { lastToken } = measured;
      assert.ok(lastToken);
      const token = { ...lastToken.token, text: '<img src=x>\n' };
      const { root } = await show('discReads', { ...measured, lastToken: { ...lastToken, token } });
      assert.ok(one(root, '.token-line').textContent.startsWith('"<img src=x>\\n" '));
      assert.equal(all(root, 'img').length, 0);
    });

    it('rounds parts so that they add up', () => {
      fc.assert(
        fc.property(
          fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 6 }),
          fc.integer({ min: 0, max: 3 }),
          (values, decimals) => {
            const unit = 10 ** decimals;
            const rounded = roundTogether(values, decimals);
            const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);
            assert.equal(
              Math.round(sum(rounded) * unit),
              Math.round(sum(values.map((value) => value * unit))),
            );
            rounded.forEach((value, index) =>
              assert.ok(Math.abs(value - (values[index] ?? NaN)) * unit < 1 + 1e-6),
            );
          },
        ),
      );
    });
  });

  describe('RAM', () => {
    it('says of the stream slot what was read into it last, and that nothing was before the first read', async () => {
      const inSlot = async (inSlots?: readonly string[]): Promise<string | undefined> => {
        const { root } = await show('ram', { ...ram, ...(inSlots && { inSlots }) });
        const row = all(root, '.table-row').find(({ textContent }) => textContent.includes('stream slot'));
        return row?.children[headers(root).indexOf('Holds')]?.textContent;
      };
      assert.equal(await inSlot(), '', 'no run');
      assert.equal(await inSlot([]), 'not loaded yet');
      assert.equal(await inSlot(['layers.00.attn.wk']), 'layers.00.attn.wk');
    });

    it('says the same in the bar and in its table', async () => {
      const { root } = await show('ram', ram);
      const segments = all(root, '.ram-bar [role=option]');
      assert.equal(segments.length, ram.regions.length);
      segments.forEach((segment, index) => {
        const region = ram.regions[index];
        assert.ok(region);
        const label = segment.getAttribute('aria-label') ?? '';
        assert.ok(label.startsWith(`${region.name} (${region.kind}), `), label);
        assert.equal(Number(segment.style.flexGrow), region.end - region.start);
        assert.equal(segment.dataset['kind'], region.kind);
      });
      type(root, '');
      const rows = all(root, '.table-row');
      const shares = rows.map((row) => row.children[2]?.textContent ?? '');
      rows.forEach((row, index) => {
        const twin = segments.find((segment) => segment.dataset['key'] === row.dataset['key']);
        assert.ok(twin?.getAttribute('aria-label')?.includes(`, ${shares[index] ?? '?'}, `), shares[index]);
      });
    });

    it('adds up to 32 MiB', async () => {
      const { root } = await show('ram', ram);
      const foot = texts(all(root, '.table-foot .cell'));
      assert.equal(foot[0], 'All RAM');
      assert.ok(foot.includes('33,554,432'));
      assert.equal(foot[2], '100.0 %');
    });

    it('is walked by arrow keys, bar and table together', async () => {
      const { root } = await show('ram', ram);
      const bar = one(root, '[role=listbox]');
      const stop = all(bar, '[tabindex="0"]');
      assert.equal(stop.length, 1);
      stop[0]?.focus();
      press(document.activeElement as Element, 'ArrowRight');
      press(document.activeElement as Element, 'ArrowRight');
      const key = String(ram.regions[2]?.start);
      assert.equal((document.activeElement as HTMLElement).dataset['key'], key);
      assert.equal(one(bar, '[aria-selected=true]').dataset['key'], key);
      assert.equal(one(root, '.table-row[aria-selected=true]').dataset['key'], key);
      press(document.activeElement as Element, 'End');
      assert.equal(one(bar, '[aria-selected=true]').dataset['key'], String(ram.regions.at(-1)?.start));
    });

    it('keeps the focus in the bar when new figures come', async () => {
      const { host, root } = await show('ram', ram);
      all(root, '.ram-bar [role=option]')[3]?.focus();
      host.answer({ type: 'content', revision: 2, content: ram });
      assert.equal((document.activeElement as HTMLElement).dataset['key'], String(ram.regions[3]?.start));
    });

    const row = (root: HTMLElement, name: string): HTMLElement => {
      const found = all(root, '.table-row').find((line) => line.children[0]?.textContent === name);
      assert.ok(found, `no row ${name}`);
      return found;
    };
    const ordered = (root: HTMLElement): string[] =>
      all(root, '.table-row')
        .toSorted((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
        .map((line) => line.children[0]?.textContent ?? '');

    it('opens a region by click and shows what lies in it right below', async () => {
      const { root, host } = await show('ram', ram);
      const region = ram.regions.find(({ kind }) => kind === 'plan');
      assert.ok(region);
      const inside = ram.buffers.filter(({ start }) => start >= region.start && start < region.end);
      assert.ok(inside.length >= 2);
      const line = row(root, region.name);
      assert.equal(one(root, '.table').getAttribute('role'), 'treegrid');
      assert.equal(line.getAttribute('aria-expanded'), 'false');
      line.click();
      assert.equal(line.getAttribute('aria-expanded'), 'true');
      const names = ordered(root);
      const at = names.indexOf(region.name);
      assert.deepEqual(
        names.slice(at + 1, at + 1 + inside.length),
        inside.map(({ name }) => name),
      );
      assert.equal(row(root, 'RUN.BIN').getAttribute('aria-level'), '2');
      // Counted with the region that they lie in.
      assert.equal(texts(all(root, '.table-foot .cell'))[0], 'All RAM');
      assert.match(JSON.stringify(host.state), new RegExp(`"open":\\["${region.start}"\\]`));
      line.click();
      assert.ok(!ordered(root).includes('RUN.BIN'));
    });

    it('is opened, walked and closed by keys', async () => {
      const { root } = await show('ram', ram);
      row(root, 'KV cache').focus();
      const focused = (): HTMLElement => document.activeElement as HTMLElement;
      press(focused(), 'ArrowRight');
      assert.equal(focused().getAttribute('aria-expanded'), 'true');
      press(focused(), 'ArrowDown');
      assert.equal(focused().children[0]?.textContent, 'keys.L00');
      const kv = ram.regions.find(({ kind }) => kind === 'kv');
      assert.equal(one(root, '.ram-bar [aria-selected=true]').dataset['key'], String(kv?.start));
      press(focused(), 'ArrowLeft');
      assert.equal(focused().children[0]?.textContent, 'KV cache');
      press(focused(), 'ArrowLeft');
      assert.equal(focused().getAttribute('aria-expanded'), 'false');
      press(focused(), 'Enter');
      assert.equal(focused().getAttribute('aria-expanded'), 'true');
    });

    it('keeps what lies in a region below it, whatever the sort, and finds it by the filter alone', async () => {
      const { root } = await show('ram', ram);
      row(root, 'KV cache').click();
      const bytes = all(root, '[role=columnheader]').find(({ textContent }) => textContent === 'Bytes');
      bytes?.click();
      const names = ordered(root);
      const at = names.indexOf('KV cache');
      assert.match(names[at + 1] ?? '', /^(?:keys|values)\.L00$/);
      type(root, 'keys.L00');
      assert.deepEqual(ordered(root), ['keys.L00']);
    });

    it('says how much of the KV cache is filled', async () => {
      const { root } = await show('ram', ram);
      const share = (100 * ram.positions) / ram.contextLength;
      assert.match(one(root, '.view-note').textContent, new RegExp(`KV cache ${share.toFixed(1)} % filled`));
      const cell = row(root, 'KV cache').children[5] as HTMLElement;
      assert.equal(cell.textContent, `3 of ${ram.contextLength} positions`);
      assert.ok(Math.abs(parseFloat(cell.style.getPropertyValue('--filled')) - share) < 1e-9);
      row(root, 'KV cache').click();
      assert.match(row(root, 'keys.L00').children[5]?.textContent ?? '', /^\d+ × \d+, 3 filled$/);
    });

    it('is open again after a reload', async () => {
      const first = await show('ram', ram);
      row(first.root, 'KV cache').click();
      const { root } = await show('ram', undefined, first.host);
      assert.ok(ordered(root).includes('keys.L00'));
    });

    it('has a look of its own for each kind, of colour and of pattern', () => {
      const css = readFileSync(path.join(projectRoot, 'webviews/ram/ram.css'), 'utf8');
      const looks = new Map<string, string>();
      for (const { kind } of ram.regions) {
        const rule = new RegExp(`\\n\\[data-kind='${kind}'\\] \\{([^}]*)\\}`).exec(css);
        assert.ok(rule, `no look for ${kind}`);
        const pattern =
          /background-image:([^;]*)/.exec(rule[1] ?? '')?.[1] ?? /--ground:([^;]*)/.exec(rule[1] ?? '')?.[1];
        assert.ok(pattern, `no pattern for ${kind}`);
        looks.set(kind, pattern);
      }
      assert.equal(new Set(looks.values()).size, looks.size);
    });
  });
});

describe('style sheets', () => {
  it('use only colours of the theme', () => {
    for (const file of [
      'common/common',
      'common/table',
      'common/view',
      'inspector/inspector',
      'discReads/discReads',
      'ram/ram',
      'timeline/timeline',
    ]) {
      const css = readFileSync(path.join(projectRoot, `webviews/${file}.css`), 'utf8').replace(
        /\/\*.*?\*\//gs,
        '',
      );
      assert.doesNotMatch(
        css,
        /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|:\s*(?:white|black|red|green|blue)\b/i,
        file,
      );
    }
  });
});
