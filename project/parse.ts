import { printParseErrorCode, type ParseError } from 'jsonc-parser';
import { mostJsonDepth, tooDeepAt } from '../common/jsonDepth';
import { jsonTreeOf } from './jsonTree';
import { JsonFields } from './jsonFields';
import { readDisc, readElf, readFiles, readLayout, readRam } from './parseParts';
import { type OldWord, type Project, projectFileName, type ProjectProblem } from './project';
import { isArithmeticVersion } from '../model/plan/arithmeticVersion';
import { planFields } from './planFields';
import { projectLimits, samplingNames } from './limits';
import { completeDisc } from '../image/discSettings';
import type { TargetRegistry } from '../targets/registry';
import { targets } from '../targets/targets';

/** A project has a few hundred. */
const mostCharacters = 1 << 20;

/** A parsed `ps2ml.json`. */
export interface ParsedProject {
  /** Absent if there is any problem. */
  readonly project?: Project;
  /** In the order of the text. */
  readonly problems: readonly ProjectProblem[];
  /** Words of older versions, which are still read. */
  readonly oldWords: readonly OldWord[];
}

/** Fields of a project. `$schema` is for editors. */
export const projectFields = [
  '$schema',
  'model',
  'conversion',
  'order',
  'tokenizer',
  'prompts',
  'interactive',
  'chat',
  'system',
  'sampling',
  'disc',
  'ram',
  'context',
  'kvCache',
  'arithmeticVersion',
  'layout',
  'target',
  'files',
  'elf',
] as const;

/** Reads the text of a `ps2ml.json`: JSON with comments and trailing commas. Does not access any other file. */
export function parseProject(text: string, registry: TargetRegistry = targets): ParsedProject {
  if (text.trim() === '') {
    const message = `${projectFileName} is empty: write at least { "model": "model.psnt" }.`;
    return { problems: [{ path: '', offset: 0, length: 0, message }], oldWords: [] };
  }
  if (text.length > mostCharacters) {
    const message = `${projectFileName} has ${text.length} characters, expected at most ${mostCharacters}.`;
    return { problems: [{ path: '', offset: 0, length: 1, message }], oldWords: [] };
  }
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const message = `${projectFileName} has more than ${mostJsonDepth} lists and objects in each other here.`;
    return { problems: [{ path: '', offset: deep, length: 1, message }], oldWords: [] };
  }
  const errors: ParseError[] = [];
  const root = jsonTreeOf(text, errors);
  if (errors.length > 0) return { problems: errors.map(syntaxProblem), oldWords: [] };
  const problems: ProjectProblem[] = [];
  const oldWords: OldWord[] = [];
  const project = readProject(JsonFields.root(root, problems, oldWords), registry);
  problems.sort((a, b) => a.offset - b.offset);
  return problems.length === 0 && project ? { project, problems, oldWords } : { problems, oldWords };
}

function syntaxProblem({ error, offset, length }: ParseError): ProjectProblem {
  const message = `${projectFileName} is not JSON here: ${words(printParseErrorCode(error))}.`;
  return { path: '', offset, length, message };
}

function readProject(fields: JsonFields, registry: TargetRegistry): Project | undefined {
  if (!fields.exists) return undefined;
  fields.object(projectFields);
  const model = fields.field('model');
  const file = model.name('the path of a model file');
  if (!model.exists) {
    fields.say('"model" is missing: write the path of a model file, such as "model": "model.psnt".');
  }
  const order = fields.field('order').name('the name of a tensor order');
  const tokenizer = fields.field('tokenizer').name('the path of a tokenizer file');
  const system = fields.field('system').text();
  const chat = fields.field('chat').flag();
  const interactive = fields.field('interactive').flag();
  const elf = readElf(fields.field('elf'));
  const disc = readDisc(fields.field('disc'));
  const layout = readLayout(fields.field('layout'));
  const target = readTarget(fields.field('target'), registry);
  const context = fields.field('context').integer(projectLimits.context);
  const kvCache = fields.field('kvCache').choice(planFields.kvCache.choices);
  const version = fields.field('arithmeticVersion').integer(planFields.arithmeticVersion);
  return {
    model: file ?? '',
    conversion: readConversion(fields.field('conversion')),
    ...(order !== undefined && { order }),
    ...(tokenizer !== undefined && { tokenizer }),
    prompts: fields
      .field('prompts')
      .items()
      .map((item) => item.text() ?? ''),
    ...(interactive !== undefined && { interactive }),
    ...(chat !== undefined && { chat }),
    ...(system !== undefined && { system }),
    sampling: readSampling(fields.field('sampling')),
    disc,
    ram: readRam(fields.field('ram')),
    ...(context !== undefined && { context }),
    ...(kvCache !== undefined && { kvCache }),
    ...(isArithmeticVersion(version) && { arithmeticVersion: version }),
    ...(layout && { layout }),
    ...(target !== undefined && { target }),
    files: readFiles(fields.field('files'), completeDisc(disc).code),
    ...(elf && { elf }),
  };
}

function readTarget(fields: JsonFields, registry: TargetRegistry): string | undefined {
  return fields.currentWord((word) => registry.currentId(word, 'launch')).choice(registry.ids);
}

function readConversion(fields: JsonFields): Project['conversion'] {
  fields.object(['type', 'version', 'context']);
  const version = fields.field('version').choice([1, 2, 3] as const);
  const context = fields.field('context').integer(projectLimits.context);
  return {
    type: fields.field('type').choice(['q8', 'q4', 'ternary'], 'q8'),
    ...(version !== undefined && { version }),
    ...(context !== undefined && { context }),
  };
}

function readSampling(fields: JsonFields): Project['sampling'] {
  fields.object(samplingNames);
  const isWhole = (name: string): boolean => ['tokens', 'topK', 'noRepeatNgram', 'seed'].includes(name);
  const said = samplingNames.flatMap((name) => {
    const field = fields.field(name);
    const value = isWhole(name) ? field.integer(projectLimits[name]) : field.number(projectLimits[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(said);
}

/** `PropertyNameExpected` → `property name expected` */
const words = (code: string): string =>
  code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
