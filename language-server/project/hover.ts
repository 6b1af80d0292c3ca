import type { Hover, Position } from 'vscode-languageserver';
import { completeDisc } from '../../image/discSettings';
import { discCapacity, sectorBytes } from '../../disc/sector';
import { contextLength, type Model } from '../../model/model';
import { forecastSentence } from '../../model/plan/forecast';
import { formatBytes } from '../../model/plan/units';
import { originLine, originTexts } from '../../project/program/origins';
import type { Statements } from '../../project/program/resolve';
import type { Project } from '../../project/project';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { withinLimits, WorkError } from '../../model/tokenizer/work';
import type { Files } from '../files/files';
import { integer, markdown, type Fact } from '../listing/factTable';
import { discFilesOf } from './discFindings';
import { fileOf, type ProjectText } from './projectText';
import { typeOf } from './ramFindings';
import { projectResolution, roomOf } from './resolver';
import { planOf } from '../../project/program/plan';
import { type AvailableRam, imageNeed, planThatFits, ramNeed, unlimitedPlan } from './sizing';

/** The data for a hover, as far as available. */
export interface HoverSources {
  readonly uri: string;
  readonly files: Files;
  readonly project: Project | undefined;
  /** In the form that is on the disc. */
  readonly model: Model | undefined;
  readonly tokenizer: Tokenizer | undefined;
  readonly settings: Statements;
}

/** The hover for the value at a position, in addition to the schema's text for the field. */
export async function hoverAt(
  text: ProjectText,
  position: Position,
  sources: HoverSources,
): Promise<Hover | undefined> {
  const { path, node } = text.placeAt(position);
  const field = path.join('.');
  if (node === undefined || field === '') return undefined;
  const value = await textOf(field, node.value, sources);
  if (value === undefined) return undefined;
  return { contents: { kind: 'markdown', value }, range: text.rangeAt(node.offset, node.length) };
}

async function textOf(field: string, value: unknown, sources: HoverSources): Promise<string | undefined> {
  const { project, model, tokenizer, settings } = sources;
  const room = project ? roomOf(projectResolution(project, settings), tokenizer) : undefined;
  if (field === 'model' && project && room && model) {
    const { tokenizer: named, ...answers } = projectResolution(project, settings);
    const path = named?.value ?? undefined;
    const origins = originTexts({ answers }, named?.from ?? (tokenizer && 'found'));
    const planned = {
      layout: answers.layout.value,
      plan: planThatFits(model, room),
      disc: answers.discType.value,
      ...(tokenizer && { tokenizer: path === undefined ? {} : { path } }),
    };
    return modelText(model, room, originLine(planned, origins));
  }
  if (/^ram(?:\.|$)/.test(field) && room && model) return ramText(model, room);
  if (/^disc(?:\.type)?$/.test(field) && project && room && model) return discText(project, model, room);
  if (typeof value !== 'string') return undefined;
  if (field === 'tokenizer' && tokenizer) return tokenizerText(tokenizer, model);
  if (/^prompts\.\d+$/.test(field) && tokenizer)
    return promptText(value, tokenizer, (room && model && planThatFits(model, room)) ?? model);
  return /^(?:files\.\d+(?:\.file)?|elf(?:\.file)?|tokenizer|model)$/.test(field)
    ? fileText(value, sources)
    : undefined;
}

function modelText(model: Model, room: AvailableRam, plannedWith: string): string {
  const { config } = model;
  const shared = config.uniqueLayers < config.layers ? `, ${config.uniqueLayers} unique` : '';
  const facts: Fact[] = [
    ['Shape', `dim ${config.dim}, hidden ${config.hiddenDim}, ${config.layers} layers${shared}`],
    ['Heads', `${config.heads}, ${config.kvHeads} of keys and values`],
    ['Vocabulary', `${integer(config.vocabSize)} tokens`],
    ['Context', `${integer(contextLength(config))} positions`],
    ['Type', typeOf(model).toUpperCase()],
  ];
  const { needed, available } = ramNeed(model, room);
  facts.push([
    'Forecast',
    needed <= available
      ? forecastSentence(planOf(model, room))
      : `needs ${formatBytes(needed)} of RAM, ${formatBytes(needed - available)} too much`,
  ]);
  facts.push(['Planned with', plannedWith]);
  return markdown(model.label, [], facts);
}

function ramText(model: Model, room: AvailableRam): string {
  const { needed, available, parts } = ramNeed(model, room);
  return markdown(
    `RAM: ${formatBytes(needed)} of ${formatBytes(available)}`,
    [],
    parts.map(({ name, bytes }) => [name, `${formatBytes(bytes)} (${integer(bytes)} bytes)`]),
  );
}

function discText(project: Project, model: Model, room: AvailableRam): string {
  const plan = unlimitedPlan(model, room);
  const files = discFilesOf(project, { model, plan, room, others: [], modelBytes: undefined });
  const { type } = completeDisc(project.disc);
  const { sectors } = imageNeed(files, type);
  const share = (100 * sectors) / discCapacity[type];
  const title = `Image: ${formatBytes(sectors * sectorBytes)}, ${share.toFixed(1)} % of a ${type.toUpperCase()}`;
  return markdown(
    title,
    ['Without the EE program and additional files.'],
    files.map(({ name, bytes }) => [name, `${formatBytes(bytes)} (${integer(bytes)} bytes)`]),
  );
}

function tokenizerText(tokenizer: Tokenizer, model: Pick<Model, 'config'> | undefined): string {
  const size = tokenizer.vocabSize;
  const wanted = model?.config.vocabSize;
  const fits =
    wanted === undefined
      ? ''
      : size === wanted
        ? ', as in the model'
        : size < wanted
          ? `; the model has ${integer(wanted)} rows`
          : `; the model has ${integer(wanted)}`;
  return `Tokenizer of ${integer(size)} tokens${fits}.`;
}

function promptText(prompt: string, tokenizer: Tokenizer, model: Pick<Model, 'config'> | undefined): string {
  const ids = withinLimits(() => tokenizer.encode(prompt));
  if (ids instanceof WorkError) return ids.message;
  const shown = ids.slice(0, 32).join(' ') + (ids.length > 32 ? ' …' : '');
  const room = model ? ` of ${integer(model.config.seqLen)} positions` : '';
  return `${integer(ids.length)} tokens${room}: \`${shown}\``;
}

async function fileText(path: string, { uri, files }: HoverSources): Promise<string | undefined> {
  const file = fileOf(uri, path);
  const status = file === undefined ? undefined : await files.status(file).catch(() => undefined);
  if (status === undefined) return undefined;
  return status.kind === 'folder'
    ? 'A folder.'
    : `A file of ${formatBytes(status.size)} (${integer(status.size)} bytes).`;
}
