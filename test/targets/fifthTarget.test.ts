import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { commandHelp } from '../../cli/help';
import { runOptions } from '../../cli/sampling';
import { generatedFiles } from '../../debug-adapter/launch/generated';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import {
  implemented,
  nodeImplementations,
  type ImplementedTarget,
} from '../../debug-adapter/node/implementations';
import type { SnapshotStore, TargetOf } from '../../debug-adapter/targets/target';
import { doctorChecks } from '../../doctor/checks';
import { runCheck } from '../../doctor/run';
import { targetSettings } from '../../extension/debug/targetSettings';
import { targetItems } from '../../extension/project/targetItems';
import { completionsAt } from '../../language-server/project/completion';
import { ProjectText } from '../../language-server/project/projectText';
import { parseProject } from '../../project/parse';
import type { TargetDescriptor } from '../../targets/descriptor';
import { checkAgain } from '../../targets/doctorCheck';
import { executorLabel, provenanceFrom, provenanceLabel, provenanceWords } from '../../targets/provenance';
import { TargetRegistry } from '../../targets/registry';
import { targetTable } from '../../targets/table';
import { targets } from '../../targets/targets';
import { MemoryFiles, folderUri } from '../language-server/memoryFiles';
import { projectRoot } from '../support/project';

const read = (name: string): string => readFileSync(path.join(projectRoot, name), 'utf8');

/** Step 1 of docs/adding-a-target.md. */
const idle = {
  id: 'idle',
  label: 'idle machine',
  description: 'a machine that does nothing',
  details: 'It is ready at once and stays where it is.',
  figures: { kind: 'measured', label: 'idle', meaning: 'Measured on a machine that does nothing' },
  arithmetic: ['ee'],
  requests: ['launch', 'attach'],
  places: ['node'],
  capabilities: {
    readMemory: 'all',
    writeMemory: false,
    registers: false,
    disassembly: false,
    stepBack: false,
    saveStates: false,
    television: 'none',
    keepsRunning: true,
  },
  fields: {
    port: {
      type: 'integer',
      least: 1,
      most: 65535,
      default: 4000,
      description: 'Where it listens.',
      setting: { name: 'idle.port', scope: 'machine-overridable' },
      oldName: 'idlePort',
    },
  },
  discOf: () => undefined,
  oldNames: { launch: ['lazy'] },
} as const satisfies TargetDescriptor;

/** Step 2. */
const registry = new TargetRegistry<TargetDescriptor>([...targets.all, idle]);

/** Step 3: it can do what its descriptor says, no less and no more, or this does not compile. */
const code = implemented(idle, {
  factory:
    () =>
    (program): TargetOf<typeof idle> => ({
      descriptor: idle,
      plan: program.plan,
      onEvent: () => undefined,
      launch: () => Promise.resolve(),
      setBreakpoints: () => Promise.resolve(),
      resume: () => Promise.resolve(),
      pause: () => Promise.resolve(),
      readMemory: (_, length) => Promise.resolve(new Uint8Array(length)),
      dispose: () => Promise.resolve(),
    }),
  checks: ({ port }) => [
    {
      id: 'idle',
      title: 'Idle machine',
      run: () =>
        Promise.resolve({
          status: 'skipped',
          what: `Nothing is at port ${port}.`,
          why: 'As it should be.',
          action: checkAgain,
        }),
    },
  ],
});

/** The same with a promise that its code does not keep. */
type Promising = Omit<typeof idle, 'capabilities'> & {
  readonly capabilities: Omit<(typeof idle)['capabilities'], 'registers'> & { readonly registers: true };
};

/** What must not compile. */
export function broken(target: TargetOf<typeof idle>, snapshots: SnapshotStore): readonly unknown[] {
  // @ts-expect-error -- a target that promises registers has to have them
  const tooLittle: TargetOf<Promising> = target;
  // @ts-expect-error -- a target that does not step back has no snapshots
  const tooMuch: TargetOf<typeof idle> = { ...target, snapshots };
  // @ts-expect-error -- each target has its code, under its own id
  const mixedUp: ImplementedTarget<'pcsx2'> = code;
  return [tooLittle, tooMuch, mixedUp];
}

/** Step 4: what npm run generate would write. */
const written = (name: string): string => generatedFiles(registry)[name]?.(read(name)) ?? assert.fail(name);

describe('a fifth target', () => {
  it('is added in the steps of docs/adding-a-target.md', () => {
    const headings = [...read('docs/adding-a-target.md').matchAll(/^## (\d\. .*)$/gm)].map(
      ([, title]) => title,
    );
    assert.deepEqual(headings, [
      '1. Describe it',
      '2. Register it',
      '3. Write its code',
      '4. Generate',
      '5. Document it',
    ]);
  });

  it('can be named in a launch configuration, with fields of its own', () => {
    const launch = (values: object): ReturnType<typeof parseLaunchArguments> =>
      parseLaunchArguments({ program: 'm', ...values }, registry.ids, 'launch', registry);
    assert.deepEqual(launch({ target: 'idle' }).own, { port: 4000 });
    assert.deepEqual(launch({ target: 'idle', idle: { port: 7 } }).own, { port: 7 });
    assert.deepEqual(launch({ target: 'lazy', idlePort: 7 }).own, { port: 7 });
    assert.throws(
      () => launch({ idle: { prot: 7 } }),
      /"idle" has an unknown property "prot"\. Known properties: port\./,
    );
    assert.throws(
      () => launch({ target: 'x' }),
      /expected "built-in" or "reference" or "pcsx2" or "ps2link" or "idle"/,
    );
    assert.equal(
      parseLaunchArguments({ program: 'm', target: 'idle' }, registry.ids, 'attach', registry).target,
      'idle',
    );
  });

  it('is in package.json and its texts', () => {
    interface Property {
      readonly enum?: readonly string[];
      readonly default?: unknown;
      readonly properties?: Readonly<Record<string, Property>>;
      readonly deprecationMessage?: string;
    }
    const { contributes, capabilities } = JSON.parse(written('package.json')) as {
      readonly contributes: {
        readonly debuggers: readonly {
          readonly configurationAttributes: Readonly<
            Record<'launch' | 'attach', { readonly properties: Readonly<Record<string, Property>> }>
          >;
        }[];
        readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
      };
      readonly capabilities: {
        readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
      };
    };
    const attributes = contributes.debuggers[0]?.configurationAttributes;
    for (const { properties } of [attributes?.launch, attributes?.attach].flatMap((one) => one ?? [])) {
      assert.ok(properties['target']?.enum?.includes('idle'));
      assert.equal(properties['idle']?.properties?.['port']?.default, 4000);
      assert.equal(properties['idlePort']?.deprecationMessage, '%launch.old.idlePort%');
    }
    assert.equal(contributes.configuration.properties['ps2ml.idle.port']?.default, 4000);
    assert.ok(capabilities.untrustedWorkspaces.restrictedConfigurations.includes('ps2ml.idle.port'));
    const texts = JSON.parse(written('package.nls.json')) as Readonly<Record<string, string>>;
    assert.match(texts['launch.target.idle'] ?? '', /^A machine that does nothing\. /);
    assert.equal(texts['launch.old.idlePort'], 'Use "idle": { "port": … } instead.');
    assert.match(texts['launch.onDisconnect'] ?? '', /`pcsx2`, `ps2link`, `idle`/);
  });

  it('is in the schema and the parser of projects', () => {
    const schema = JSON.parse(written('schemas/ps2ml.schema.json')) as {
      readonly properties: { readonly target: { readonly enum: readonly string[] } };
    };
    assert.ok(schema.properties.target.enum.includes('idle'));
    const parsed = parseProject('{ "model": "m", "target": "lazy" }', registry);
    assert.equal(parsed.project?.target, 'idle');
    assert.deepEqual(parsed.oldWords, [{ path: 'target', word: 'lazy', current: 'idle' }]);
    const [problem] = parseProject('{ "model": "m", "target": "idle" }').problems;
    assert.match(
      problem?.message ?? '',
      /"target" is "idle", expected "built-in" or /,
      'without it there is none',
    );
  });

  it('is offered by the language server and the picker', async () => {
    const text = '{ "target": "" }';
    const document = TextDocument.create(`${folderUri}ps2ml.json`, 'jsonc', 1, text);
    const items = await completionsAt(
      new ProjectText(document),
      document.positionAt(text.indexOf('""') + 1),
      {
        files: new MemoryFiles({}),
        uri: document.uri,
        jsonSchema: false,
        tokensOf: () => undefined,
        targets: registry,
      },
    );
    assert.deepEqual(items.at(-1)?.label, 'idle');
    assert.equal(items.at(-1)?.detail, idle.description);
    assert.deepEqual(targetItems(['idle'], registry).at(-1), {
      id: 'idle',
      label: 'idle machine',
      description: 'a machine that does nothing',
    });
    assert.match(targetItems([], registry).at(-1)?.description ?? '', /; not in VS Code for the Web$/);
  });

  it('takes its defaults from the settings', () => {
    const settings = new Map<string, unknown>([['idle.port', 7]]);
    const get = (name: string): unknown => settings.get(name);
    assert.deepEqual(targetSettings(idle, { get }), { port: 7 });
    settings.set('idle.port', null);
    assert.deepEqual(targetSettings(idle, { get }), {}, 'what is empty says nothing');
  });

  it('is a choice of the command line', () => {
    const help = commandHelp({
      name: 'run',
      summary: '',
      options: runOptions(registry),
      run: () => Promise.resolve(),
    });
    assert.match(help, /--target built-in\|reference\|pcsx2\|ps2link\|idle /);
  });

  it('is looked at by the Doctor, with what the settings say', async () => {
    const checks = doctorChecks({ own: { idle: { port: 7 } } }, [...nodeImplementations, code]);
    const check = checks.at(-1) ?? assert.fail();
    assert.equal((await runCheck(check, new AbortController().signal)).what, 'Nothing is at port 7.');
    const [wrong] = doctorChecks({ own: { idle: { port: 'x' } } }, [code]).slice(-1);
    const finding = await runCheck(wrong ?? assert.fail(), new AbortController().signal);
    assert.equal(finding.status, 'error');
    assert.match(finding.what, /^"idle\.port" is "x", expected a whole number from 1 to 65535/);
  });

  it('has a column in the table of the documents', () => {
    const [head = '', , name = ''] = targetTable(registry).split('\n');
    assert.match(head, /\| `idle` +\|$/);
    assert.match(name, /\| idle machine +\|$/);
    assert.ok(written('docs/debugging.md').includes(head));
  });

  it('is named beside figures in views, and in traces', () => {
    assert.deepEqual(provenanceWords('idle', registry), [idle.figures]);
    assert.equal(provenanceLabel('idle', registry), 'idle');
    assert.equal(executorLabel('idle', registry), 'idle machine');
    assert.equal(provenanceFrom('idle', registry), 'idle');
  });
});
