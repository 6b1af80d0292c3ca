import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MemorySource } from '../../disc/byteSource';
import { compareContent, matrixError } from '../../extension/compare/compareContent';
import type { ComparedModel } from '../../extension/compare/comparedModel';
import { inspectFile, type Inspection } from '../../extension/inspector/inspectorContent';
import { traceContent } from '../../extension/trace/traceContent';
import { TraceStore } from '../../extension/traceStore';
import { discReadsContent } from '../../extension/views/discReads';
import { ramContent } from '../../extension/views/ram';
import { forecastFacts } from '../../extension/views/facts';
import { tabNames } from '../../extension/views/figuresTabs';
import { tokensContent } from '../../extension/views/tokens';
import { workHere } from '../../model/tokenizer/worker/textTask';
import { tokenizerRequests } from '../../extension/tokenizer/tokenizerRequests';
import { RequestArgument } from '../../extension/webview/requestArguments';
import { tokenizerFacts, type Vocabulary } from '../../model/inspect/tokens';
import { decodeTokens, encodeTokens } from '../../model/plan/tokensFile';
import { openTokenizer } from '../../model/tokenizer/openTokenizer';
import { opened } from '../model/trace/memoryTrace';
import { projectRoot } from '../support/project';
import { psntBytes } from '../support/psntBytes';
import { discContent, ramContentOf, measuredStore, subjectOf, timeContent } from './contents';
import { televisionScenes } from './televisionScenes';
import { doctorContent } from './doctorContent';
import type { FiguresTab } from '../../webviews/messages/figures';
import type { TraceContent } from '../../webviews/messages/trace';
import { inspectorAnswers } from './inspectorAnswers';
import type { ViewPage } from './viewPage';

/** A page in a state that somebody would look at. */
export interface Scene {
  readonly name: string;
  /** Folder of webviews/. */
  readonly page: string;
  /** The tab of the figures that is in front. */
  readonly tab?: FiguresTab;
  /** In CSS pixels; panels are low. */
  readonly height: number;
  /** Brings the page that was just opened into the state. */
  readonly show: (view: ViewPage) => Promise<void>;
}

/** The files that the pages show. */
export interface SceneFiles {
  readonly model: string;
  readonly tokenizer: string;
  readonly trace: string;
}

const sceneFiles: SceneFiles = {
  model: 'samples/stories/stories.psnt',
  tokenizer: 'samples/stories/stories.tokenizer.bin',
  trace: 'test/fixtures/trace/version-1.0-console.ps2trace',
};

const bytesOf = async (file: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(path.resolve(projectRoot, file)));

const tab = (view: ViewPage, name: string): Promise<void> => view.page.getByRole('tab', { name }).click();

/** Every pane of every page, with what real files hold. */
export async function scenes(files: SceneFiles = sceneFiles): Promise<readonly Scene[]> {
  return [
    ...(await inspectorScenes(files)),
    ...(await tokenizerScenes(files)),
    ...(await compareScenes(files)),
    ...(await traceScenes(files)),
    ...(await figuresScenes(files)),
    ...(await programScenes()),
    ...emptyScenes,
    { name: 'doctor', page: 'doctor', height: 700, show: (view) => view.show(doctorContent) },
    ...televisionScenes,
  ];
}

async function inspectorScenes({ model, tokenizer: tokenizerFile }: SceneFiles): Promise<Scene[]> {
  const bytes = await bytesOf(model);
  const name = path.basename(tokenizerFile);
  const file = await openTokenizer(new MemorySource(await bytesOf(tokenizerFile)), name);
  const inspection = await inspectFile(new MemorySource(bytes), path.basename(model));
  const broken = bytes.slice(0, 3000);
  const brokenInspection = await inspectFile(new MemorySource(broken), 'broken.psnt');
  const scene = (
    title: string,
    show: (view: ViewPage) => Promise<unknown>,
    of: Inspection = inspection,
    tokenizer?: { readonly name: string; readonly file: Vocabulary },
  ): Scene => ({
    name: `inspector ${title}`,
    page: 'inspector',
    height: 800,
    show: async (view) => {
      await view.serve(inspectorAnswers(of, of === inspection ? bytes : broken, tokenizer));
      await view.show(of.content);
      await show(view);
    },
  });
  return [
    scene('header', () => Promise.resolve()),
    scene('matrices', async (view) => {
      await tab(view, 'Matrices');
      await view.page.locator('.matrices .table-row').nth(3).click();
    }),
    scene('bytes', async (view) => {
      await tab(view, 'Bytes');
      await view.page.getByPlaceholder('Offset, field or matrix').fill('layers.00.attn.wq[1]');
      await view.page.keyboard.press('Enter');
      await view.page.locator('table.group').waitFor();
    }),
    scene('values', async (view) => {
      await tab(view, 'Values');
      await view.page.locator('.heat .positive').first().waitFor({ state: 'attached' });
    }),
    scene('forecast', (view) => tab(view, 'Forecast')),
    scene(
      'tokenizer',
      async (view) => {
        await tab(view, 'Tokenizer');
        await view.page.locator('textarea').fill('Once upon a time\nthere was a <b>🐉</b>');
        await view.page.locator('.piece').first().waitFor();
        await view.page.locator('.vocabulary .table-row').nth(2).waitFor();
      },
      inspection,
      { name, file },
    ),
    scene('without a match', async (view) => {
      await tab(view, 'Matrices');
      await view.page.locator('#panel-matrices vscode-text-field').click();
      await view.page.keyboard.type('nothing');
      await view.page.getByText('No matrix matches the filter.').waitFor();
    }),
    scene(
      'tokens of a disc',
      async (view) => {
        await tab(view, 'Tokenizer');
        await view.page.getByText('choose the full tokenizer').waitFor();
        await view.page.locator('.vocabulary .table-row').nth(2).waitFor();
      },
      inspection,
      { name: 'TOKENS.BIN', file: decodeTokens(encodeTokens(file), 'TOKENS.BIN') },
    ),
    scene('without tokenizer', async (view) => {
      await tab(view, 'Tokenizer');
      await view.page.getByText('No tokenizer with this vocabulary').waitFor();
    }),
    scene('broken file', () => Promise.resolve(), brokenInspection),
  ];
}

async function tokenizerScenes({ tokenizer }: SceneFiles): Promise<Scene[]> {
  const bytes = await bytesOf(tokenizer);
  const fileName = path.basename(tokenizer);
  const file = await openTokenizer(new MemorySource(bytes), fileName);
  return [
    {
      name: 'tokenizer',
      page: 'tokenizer',
      height: 800,
      show: async (view) => {
        await view.serve(tokenizerRequests(() => Promise.resolve(file), workHere));
        await view.show({ fileName, fileBytes: bytes.length, facts: tokenizerFacts(file) });
        await view.page.locator('.vocabulary .table-row').nth(2).waitFor();
        await view.page.locator('.look-up input').fill('the');
        await view.page.locator('textarea').fill('The end.');
        await view.page.locator('.piece').first().waitFor();
      },
    },
  ];
}

async function compareScenes({ model }: SceneFiles): Promise<Scene[]> {
  const bytes = await bytesOf(model);
  const q8 = await inspectFile(new MemorySource(bytes), path.basename(model));
  if (q8.psnt?.model === undefined) throw new Error(`${model} cannot be read.`);
  const smaller = await psntBytes(q8.psnt.model, { version: 3, quantization: 'q4' });
  const q4 = await inspectFile(new MemorySource(smaller), 'stories.q4.psnt');
  const sideOf = ({ content, psnt }: Inspection): ComparedModel => ({
    side: {
      uri: `file:///${content.fileName}`,
      fileName: content.fileName,
      fileBytes: content.fileBytes,
      ...(content.summary !== undefined && { summary: content.summary }),
      ...(content.forecast !== undefined && { forecast: content.forecast.sentence }),
    },
    fields: new Map(content.fields.map(({ name, value, reading }) => [name, reading ?? value])),
    tensors: psnt?.tensors ?? [],
    ...(psnt?.model !== undefined && { model: psnt.model }),
    close: () => Promise.resolve(),
  });
  const [left, right] = [q8, q4].map(sideOf);
  if (left?.model === undefined || right?.model === undefined) throw new Error('A side has no model.');
  const models = [left.model, right.model] as const;
  return [
    {
      name: 'compare',
      page: 'compare',
      height: 800,
      show: async (view) => {
        await view.serve({
          matrixError: async (argument, { signal }) => {
            const matrix = new RequestArgument(argument).text('matrix');
            const { maxError, rmsError, rmsWeight, snrDb } = await matrixError(...models, matrix, { signal });
            return Float64Array.of(maxError, rmsError, rmsWeight, snrDb);
          },
        });
        await view.show(compareContent(left, right));
        await view.page.getByText(/compared, \d+ equal/).waitFor();
      },
    },
    {
      name: 'compare of strangers',
      page: 'compare',
      height: 800,
      show: async (view) => {
        const nothing = { fields: new Map<string, string>(), tensors: [], close: () => Promise.resolve() };
        const problem = 'other.psnt: the file size is 10 bytes, expected 36 or more: it is cut short.';
        const other = {
          ...nothing,
          side: { uri: 'file:///other.psnt', fileName: 'other.psnt', fileBytes: 10, problem },
        };
        await view.show(compareContent(left, other));
        await view.page.getByText('there are no values to compare').waitFor();
      },
    },
  ];
}

async function traceScenes({ trace }: SceneFiles): Promise<Scene[]> {
  const bytes = await bytesOf(trace);
  const file = await opened(bytes);
  const slower = {
    ...file,
    label: 'slower.ps2trace',
    totals: {
      ...file.totals,
      operations: file.totals.operations.map((total, index) =>
        index % 5 === 0 ? { ...total, ms: (total.ms ?? 0) * 2 } : total,
      ),
    },
  };
  const content: TraceContent = {
    fileName: path.basename(trace),
    trace: await traceContent(file, bytes.length, slower),
  };
  return ['Summary', 'Disc Reads', 'Operations', 'Tokens', 'RAM', 'Comparison'].map((name) => ({
    name: `trace ${name.toLowerCase()}`,
    page: 'trace',
    height: 700,
    show: async (view) => {
      await view.show(content);
      await tab(view, name);
    },
  }));
}

async function figuresScenes({ trace }: SceneFiles): Promise<Scene[]> {
  const store = await TraceStore.open(await opened(await bytesOf(trace)), path.basename(trace));
  const scene = (
    inFront: FiguresTab,
    title: string,
    content: unknown,
    show: (view: ViewPage) => Promise<unknown> = () => Promise.resolve(),
  ): Scene => ({
    name: `${inFront} ${title}`,
    page: 'figures',
    tab: inFront,
    height: 420,
    show: async (view) => {
      await view.serve({ facts: () => forecastFacts(store) });
      await view.bring(inFront);
      await view.show(content);
      await show(view);
    },
  });
  const [disc, ram, time] = [discContent(store), ramContentOf(store), timeContent(store)];
  const longer = measuredStore(8);
  const made = tokensContent(subjectOf(longer), longer);
  // The run that was made up begins without a prompt, at position 1.
  const first = made.modelRegisters + 1;
  const candidates = [
    { id: 100, probability: 0.42, text: 'word 0' },
    { id: 7, probability: 0.3, text: ' the' },
    { id: 9, probability: 0.12 },
  ];
  const tokens = {
    ...made,
    prompt: [
      { id: 1, text: '<s>' },
      { id: 5, text: ' Once' },
    ],
    tokens: made.tokens.map((token) => ({
      ...token,
      position: token.position + first,
      odds: { probability: 0.42, candidates },
    })),
    hasOdds: true,
  };
  return [
    scene('tokens', 'run', tokens, (view) => view.page.locator('.table-row').nth(1).click()),
    scene('disc', 'matrices', disc, (view) => view.page.locator('.table-row').nth(2).click()),
    scene('disc', 'reads', disc, (view) => tab(view, 'Reads')),
    scene('disc', 'what if', disc, async (view) => {
      await tab(view, 'What If');
      await view.page.locator('.what-if-verdict').filter({ hasText: /./ }).waitFor();
    }),
    scene('ram', 'regions', ram, (view) => view.page.locator('.table-row').nth(2).click()),
    scene('ram', 'over time', ram, (view) => tab(view, 'Over Time')),
    scene('ram', 'what fits', ram, async (view) => {
      await tab(view, 'What Fits');
      await view.page.locator('.ram-fits table').first().waitFor();
    }),
    scene('time', 'run', time, (view) => view.page.locator('.table-row').nth(1).click()),
    scene('time', 'zoomed', time, (view) => view.page.getByRole('button', { name: 'Zoom into' }).click()),
    {
      name: 'ram editor',
      page: 'ram',
      tab: 'ram',
      height: 800,
      show: (view) => view.show(ram),
    },
  ];
}

/** A program without a plan: the tabs show what was seen from outside. */
async function programScenes(): Promise<Scene[]> {
  const bytes = await bytesOf('test/fixtures/trace/version-1.4-program.ps2trace');
  const file = await opened(bytes);
  const store = await TraceStore.open(file, file.info.name);
  const subject = subjectOf(store, { linked: false, isProgram: true });
  const scene = (inFront: FiguresTab, content: unknown, row?: number): Scene => ({
    name: `${inFront} program`,
    page: 'figures',
    tab: inFront,
    height: 420,
    show: async (view) => {
      await view.bring(inFront);
      await view.show(content);
      if (row !== undefined) await view.page.locator('.table-row').nth(row).click();
    },
  });
  const content: TraceContent = {
    fileName: 'own.ps2trace',
    trace: await traceContent(file, bytes.length),
  };
  return [
    scene('tokens', tokensContent(subject, store)),
    scene('disc', discReadsContent(subject, store.plan, store), 2),
    scene('ram', ramContent(subject, store.plan, 0), 7),
    { name: 'trace program', page: 'trace', height: 420, show: (view) => view.show(content) },
  ];
}

/** Tabs that have nothing to show. */
const emptyScenes: readonly Scene[] = tabNames.map((name) => ({
  name: `${name} empty`,
  page: 'figures',
  tab: name,
  height: 320,
  show: async (view) => {
    await view.bring(name);
    await view.post({ type: 'empty', revision: 1 });
  },
}));
