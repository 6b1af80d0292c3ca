import { formatInteger } from '../../../model/textTable';
import type { Model, ModelConfig } from '../../../model/model';
import { rawModelName } from '../../../image/bootFiles';
import type { KnownModel, OpenedModel, OtherModels } from '../../../project/program/otherModels';
import type { DescribedModel } from '../description';
import { crcOf } from './modelCrc';

/** Which model a program runs, and what to tell the user. */
export interface MatchedModel {
  /** Undefined if it is unknown here. */
  readonly found?: KnownModel;
  readonly sentence: string;
}

/** The models among which that of a program is looked for. */
export interface ModelsAtHand {
  /** That of the session. */
  readonly own: KnownModel | undefined;
  readonly others?: Pick<OtherModels, 'list'> | undefined;
}

const dimensions = [
  ['dim', 'dim', 'dim'],
  ['hiddenDim', 'hiddenDim', 'hidden dim'],
  ['layers', 'layers', 'layers'],
  ['heads', 'heads', 'heads'],
  ['kvHeads', 'kvHeads', 'KV heads'],
  ['vocabSize', 'vocabSize', 'vocabulary'],
] as const satisfies readonly (readonly [keyof DescribedModel, keyof ModelConfig, string])[];

/** By what a model is the one of a program, or why it is not. */
type Fit =
  { readonly by: 'CRC' | 'dimensions' | 'name' | 'name and the dimensions' } | { readonly why: string };

/**
 * The model that a program runs, by what it says of it: the session's, unless that differs in its dimensions or its CRC
 * or nothing tells that it is the one; else the one of the others with that CRC, or with that name and dimensions.
 */
export async function matchModel(told: DescribedModel, { own, others }: ModelsAtHand): Promise<MatchedModel> {
  const runs = `The program runs ${told.name === '' ? 'a model without a name' : JSON.stringify(told.name)}`;
  const fit = own ? await fitOfOwn(told, own.model) : undefined;
  if (own && fit && 'by' in fit) {
    const { label } = own.model;
    if (fit.by === 'name') return { found: own, sentence: `${runs}; it does not say its dimensions.` };
    return { found: own, sentence: `${runs}, which has the ${fit.by} of ${label}.` };
  }
  const why = fit && 'why' in fit ? fit.why : 'no model is known for it';
  const all = (await others?.list()) ?? [];
  const { fitting, failed } = await fittingOf(told, all);
  const [first, second] = fitting;
  if (first && (second === undefined || (await areAlike(fitting)))) {
    for (const { opened } of fitting.slice(1)) await opened.close();
    const found = await first.opened.known();
    const instead = own ? ` It is shown instead of ${own.model.label}: ${why}.` : '';
    const shown =
      found.tokenizer === undefined
        ? 'No tokenizer of it is known, so its tokens are shown as ids.'
        : `Its tokens are shown with ${found.tokenizerName ?? 'its tokenizer'}.`;
    return { found, sentence: `${runs}, which has the ${first.by} of ${first.path}.${instead} ${shown}` };
  }
  for (const { opened } of fitting) await opened.close();
  const loss = 'Its matrices have no values and no link to the inspector, and its tokens are shown as ids';
  if (first && second) {
    const paths = fitting.map(({ path }) => path);
    return {
      sentence: `${runs}, which has the ${first.by} of ${paths.length} models: ${paths.join(', ')}. ${loss}; set "program" to the right one to change that.`,
    };
  }
  const none = all.length === 0 ? '' : `, and none of ${formatInteger(all.length)} other .psnt files fits`;
  const unread = failed === 0 ? '' : ` (${formatInteger(failed)} of them cannot be read)`;
  return {
    sentence: `${runs}, which is unknown here: ${why}${none}${unread}. ${loss}; set "program" to its .psnt file to change that.`,
  };
}

interface Fitting {
  readonly path: string;
  readonly by: string;
  readonly opened: OpenedModel;
}

/** The models that fit, open; a file that cannot be opened is none. */
async function fittingOf(
  told: DescribedModel,
  others: Awaited<ReturnType<OtherModels['list']>>,
): Promise<{ readonly fitting: readonly Fitting[]; readonly failed: number }> {
  const fitting: Fitting[] = [];
  let failed = 0;
  for (const other of others) {
    let opened: OpenedModel | undefined;
    try {
      opened = await other.open();
      const fit = await fitOfOther(told, opened.model);
      if ('by' in fit) fitting.push({ path: other.path, by: fit.by, opened });
      else await opened.close();
    } catch {
      failed++;
      await opened?.close();
    }
  }
  return { fitting, failed };
}

/** The model of the session was chosen by the user, so dimensions are enough. */
async function fitOfOwn(told: DescribedModel, model: Model): Promise<Fit> {
  const by = await exactFitOf(told, model);
  if (by) return by;
  if (dimensions.some(([key]) => told[key] !== 0)) return { by: 'dimensions' };
  if (nameOf(told.name) === nameOf(model.label)) return { by: 'name' };
  return { why: `it says neither dimensions nor a CRC, and ${model.label} has another name` };
}

/** Nobody has chosen this model: a name that is said has to be its name. */
async function fitOfOther(told: DescribedModel, model: Model): Promise<Fit> {
  const by = await exactFitOf(told, model);
  if (by) return by;
  const isNamed = told.name !== '' && nameOf(told.name) !== nameOf(rawModelName);
  if (isNamed && nameOf(told.name) !== nameOf(model.label)) return { why: `${model.label} has another name` };
  const said = dimensions.filter(([key]) => told[key] !== 0).length;
  if (isNamed) return { by: said === 0 ? 'name' : 'name and the dimensions' };
  // A few dimensions are those of many models.
  return said === dimensions.length ? { by: 'dimensions' } : { why: 'it does not say all dimensions' };
}

function differenceOf(told: DescribedModel, { config, label }: Model): string | undefined {
  for (const [key, own, name] of dimensions) {
    const [found, expected] = [told[key], config[own]];
    if (found !== 0 && found !== expected) return `it has ${name} ${found}, but ${label} has ${expected}`;
  }
  return undefined;
}

/** The fit that dimensions exclude or the CRC decides; undefined if neither does. */
async function exactFitOf(told: DescribedModel, model: Model): Promise<Fit | undefined> {
  const difference = differenceOf(told, model);
  if (difference !== undefined) return { why: difference };
  const crc = told.crc === 0 ? undefined : await crcOf(model.source);
  if (crc === undefined) return undefined;
  if (crc === told.crc) return { by: 'CRC' };
  return { why: `its CRC is ${hex(told.crc)}, but that of ${model.label} is ${hex(crc)}` };
}

/** Whether files that fit have the same bytes, so that it is of no importance which one is taken. */
async function areAlike(fitting: readonly Fitting[]): Promise<boolean> {
  const sizes = new Set(fitting.map(({ opened }) => opened.model.source.size));
  if (sizes.size > 1) return false;
  const crcs = new Set<number | undefined>();
  for (const { opened } of fitting) crcs.add(await crcOf(opened.model.source));
  return crcs.size === 1 && !crcs.has(undefined);
}

/** `Story.PSNT` and `story.psn` name the same model; a disc has the shorter ending. */
const nameOf = (name: string): string =>
  name
    .replace(/^.*[/\\]/, '')
    .replace(/\.psnt?$/i, '')
    .toLowerCase();

const hex = (value: number): string => value.toString(16).padStart(8, '0');
