import { viewOf } from '../../common/littleEndian';
import type { ByteSource } from '../../disc/byteSource';
import { PlanError } from '../../model/plan/error';
import type { Model, ModelConfig } from '../../model/model';
import type { Plan } from '../../model/plan/plan';
import { fieldSpecs, magic, type PsntFieldSpec } from '../../model/psnt/fields';
import { PsntError } from '../../model/psnt/error';
import { inspectPsnt, type OpenPsntOptions, type PsntInspection } from '../../model/psnt/file';
import type { PsntField } from '../../model/psnt/header';
import { fieldValue } from '../../model/inspect/fieldValue';
import { parameterCount, parametersInWords } from '../../model/inspect/parameters';
import { roleOf } from '../../model/inspect/role';
import type { Forecast, HeaderFieldRow, InspectorContent } from '../../webviews/messages/inspector';
import { planOf } from '../../project/program/plan';
import { forecastOf, type ForecastRequest } from './forecastContent';

/** A model file as the inspector shows it, and its plan when it has one. */
export interface Inspection {
  readonly content: InspectorContent;
  readonly plan?: Plan;
  /** Header, layout and tensors; absent when there is no header to read. */
  readonly psnt?: PsntInspection;
}

/** How a file is looked at. */
export interface InspectOptions extends OpenPsntOptions {
  /** How the model is planned when it is run; by the defaults when not given. */
  readonly planRequest?: (config: ModelConfig) => ForecastRequest | Promise<ForecastRequest>;
}

/**
 * Reads what can be read of a `.psnt`; the content reports what cannot. Rejects on other read errors.
 * @param options the order that the user asked for, if any, and the layout.
 */
export async function inspectFile(
  source: ByteSource,
  fileName: string,
  options: InspectOptions = {},
): Promise<Inspection> {
  const file = { fileName, fileBytes: source.size };
  let inspection: PsntInspection;
  try {
    inspection = await inspectPsnt(source, fileName, options);
  } catch (error) {
    if (!(error instanceof PsntError)) throw error;
    const fields = await readableFields(source);
    return { content: { ...file, problem: error.message, fields, matrices: [] } };
  }
  const { header, tensors, model, error } = inspection;
  const problem = header.error ?? error;
  const planned = model && forecastPlan(model, (await options.planRequest?.(model.config)) ?? {});
  return {
    content: {
      ...file,
      summary: summaryOf(inspection),
      ...(problem !== undefined && { problem: problem.message }),
      fields: header.fields.map(fieldRow),
      ...layoutOf(inspection),
      matrices: tensors.map((tensor) => ({ ...tensor, role: roleOf(tensor.name) })),
      ...(planned !== undefined && { forecast: planned.forecast }),
    },
    psnt: inspection,
    ...(planned?.plan !== undefined && { plan: planned.plan }),
  };
}

/** Empty when the header shows that no body can be found. */
function layoutOf({ header, layout }: PsntInspection): Pick<InspectorContent, 'layout'> {
  const { order, ambiguous, evidence } = layout;
  if (order !== null) {
    return { layout: { order, ambiguous, evidence } };
  }
  // The reason is the content's problem.
  return header.error === undefined ? { layout: { order: 'not recognised', ambiguous, evidence: [] } } : {};
}

function forecastPlan(model: Model, request: ForecastRequest): { plan?: Plan; forecast: Forecast } {
  try {
    const plan = planOf(model, request);
    return { plan, forecast: forecastOf(model, plan, request) };
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    return { forecast: { fits: false, sentence: error.message } };
  }
}

function fieldRow({ name, offset, type, value, check, explanation }: PsntField): HeaderFieldRow {
  return {
    name,
    offset,
    type,
    ...fieldValue(name, value),
    meaning: explanation,
    ...(check.severity !== 'ok' && { remark: { severity: check.severity, text: check.message } }),
  };
}

/** The fields that a file holds whose header cannot be trusted: all that are whole, or the magic alone if it is wrong. */
async function readableFields(source: ByteSource): Promise<HeaderFieldRow[]> {
  const bytes = await source.read(0, Math.min(source.size, headerEnd));
  const view = viewOf(bytes);
  const whole = fieldSpecs.filter(({ offset }) => offset + 4 <= bytes.length);
  const isPsnt = whole.length > 0 && view.getUint32(0, true) === magic;
  return (isPsnt ? whole : whole.slice(0, 1)).map((spec) => ({
    name: spec.name,
    offset: spec.offset,
    type: spec.type,
    ...fieldValue(spec.name, valueAt(view, spec)),
    meaning: spec.explanation,
  }));
}

const headerEnd = Math.max(...fieldSpecs.map(({ offset }) => offset + 4));

function valueAt(view: DataView, { type, offset }: PsntFieldSpec): number {
  if (type === 'f32') return view.getFloat32(offset, true);
  return type === 'u32' ? view.getUint32(offset, true) : view.getInt32(offset, true);
}

function summaryOf({ header, model }: PsntInspection): string {
  const { values, version, quantization } = header;
  const heads =
    values.n_kv_heads === values.n_heads
      ? `${values.n_heads} heads`
      : `${values.n_heads} heads (${values.n_kv_heads} KV)`;
  const layers =
    values.n_unique_layers === values.n_layers
      ? `${values.n_layers} layers`
      : `${values.n_layers} layers, ${values.n_unique_layers} unique`;
  return [
    `PSNT version ${version}`,
    quantization?.toUpperCase() ?? 'unknown type',
    ...(model === undefined ? [] : [weightsOf(model)]),
    layers,
    `width ${values.dim}`,
    heads,
    `vocabulary ${values.vocab_size}`,
    `context ${values.seq_len}`,
  ].join(' · ');
}

/** `718 k parameters, 8.27 bits per parameter`: the average with all scales and all that is not quantised. */
function weightsOf({ config, tensors }: Model): string {
  const count = parameterCount(config);
  // Stored RoPE tables follow from the header and are no weights.
  const bytes = tensors.reduce((sum, tensor) => sum + (tensor.name === 'rope' ? 0 : tensor.bytes), 0);
  return `${parametersInWords(count)} parameters, ${((bytes * 8) / count).toFixed(2)} bits per parameter`;
}
