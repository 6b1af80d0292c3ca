import type * as vscode from 'vscode';
import { PagedSource } from '../../disc/pagedSource';
import type { Model, Tensor } from '../../model/model';
import { openModel } from '../../model/openModel';
import { magic } from '../../model/psnt/fields';
import { viewOf } from '../../common/littleEndian';
import type { CompareSide } from '../../webviews/messages/compare';
import { errorText } from '../../common/errorText';
import { inspectFile } from '../inspector/inspectorContent';
import type { Platform } from '../platform';
import type { ModelPlans } from '../project/modelPlans';
import { fileNameOf } from '../fileName';

/** One of two models that are compared. */
export interface ComparedModel {
  readonly side: CompareSide;
  /** Header fields, or their equivalents in another format, as text. */
  readonly fields: ReadonlyMap<string, string>;
  readonly tensors: readonly Tensor[];
  /** Absent when its values cannot be read. */
  readonly model?: Model;
  close(): Promise<void>;
}

/** Opens a model to be compared. Never rejects: `side` contains the problem. */
export async function openComparedModel(
  platform: Pick<Platform, 'openFile'>,
  plans: Pick<ModelPlans, 'resolved' | 'requestOf'>,
  uri: vscode.Uri,
): Promise<ComparedModel> {
  const named = { uri: uri.toString(), fileName: fileNameOf(uri) };
  const nothing = { fields: new Map<string, string>(), tensors: [] };
  let close = (): Promise<void> => Promise.resolve();
  try {
    const file = await platform.openFile(uri);
    close = () => file.close();
    const source = new PagedSource(file.source);
    const start = await source.read(0, Math.min(4, source.size));
    const isPsnt = start.length === 4 && viewOf(start).getUint32(0, true) === magic;
    if (!isPsnt) {
      const model = await openModel(source, file.label);
      const side = { ...named, fileBytes: source.size };
      return { side, fields: configFields(model), tensors: model.tensors, model, close };
    }
    const planned = await plans.resolved(uri);
    const { order } = planned.answers;
    const { content, psnt } = await inspectFile(source, file.label, {
      ...(order && { order: order.value }),
      planRequest: (config) => plans.requestOf(uri, config, planned),
    });
    const { summary, problem, forecast, fields } = content;
    return {
      side: {
        ...named,
        fileBytes: source.size,
        ...(summary !== undefined && { summary }),
        ...(problem !== undefined && { problem }),
        ...(forecast !== undefined && { forecast: forecast.sentence }),
      },
      fields: new Map(fields.map(({ name, value, reading }) => [name, reading ?? value])),
      tensors: psnt?.tensors ?? [],
      ...(psnt?.model !== undefined && { model: psnt.model }),
      close,
    };
  } catch (error) {
    await close();
    return {
      ...nothing,
      side: { ...named, fileBytes: 0, problem: errorText(error) },
      close: () => Promise.resolve(),
    };
  }
}

/** The fields of a PSNT header that another format has as well. */
function configFields({ config }: Model): Map<string, string> {
  return new Map([
    ['dim', String(config.dim)],
    ['hidden_dim', String(config.hiddenDim)],
    ['n_layers', String(config.layers)],
    ['n_heads', String(config.heads)],
    ['n_kv_heads', String(config.kvHeads)],
    ['vocab_size', String(config.vocabSize)],
    ['seq_len', String(config.seqLen)],
    ['rope_theta', String(config.ropeTheta)],
    ['n_unique_layers', String(config.uniqueLayers)],
    ['n_registers', String(config.registers)],
  ]);
}
