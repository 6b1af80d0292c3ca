import { tokensBytesOf } from '../../image/bootFiles';
import type { Model, Tensor } from '../../model/model';
import { renderListing } from '../../model/plan/listing';
import type { Buffer, Matrix, Operation, Plan } from '../../model/plan/plan';
import { planOf, planRequestOf } from '../../project/program/plan';
import { originLine, originTexts } from '../../project/program/origins';
import type { ResolvedModel } from '../../project/program/resolveFile';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { buildFolderName } from '../../project/outputs';
import { namedByListing } from '../files/access';
import { uriBeside } from '../files/files';
import { resolvedModel, type ResolverServices } from '../project/resolver';
import { fileNameOf } from '../services/languages';
import { Recent } from '../files/recent';
import { Sources } from '../files/sources';
import { forecastPass, type PassForecast, type PlannedDisc } from './forecast';

/** How many plans are cached. */
const keptPlans = 4;

/** The plan of a listing, accessed by the names in the listing. */
export class ListedPlan {
  private readonly operations: ReadonlyMap<string, Operation>;
  private readonly buffers: ReadonlyMap<string, Buffer>;
  private readonly matrices: ReadonlyMap<string, Matrix>;
  private readonly tensors: ReadonlyMap<string, Tensor>;
  private readonly texts: readonly string[];
  private readonly lineOf: readonly number[];
  private made: PassForecast | undefined;

  constructor(
    readonly plan: Plan,
    tensors: readonly Tensor[],
    private readonly disc: PlannedDisc,
    /** What it is made with and where that comes from, in one line. */
    readonly madeWith: string,
  ) {
    const { text, operationLines } = renderListing(plan);
    this.texts = text.split('\n');
    this.lineOf = operationLines;
    this.operations = new Map(plan.operations.map((operation) => [operation.id, operation]));
    this.buffers = new Map(plan.buffers.map((buffer) => [buffer.name, buffer]));
    this.matrices = new Map(plan.matrices.map((matrix) => [matrix.name, matrix]));
    this.tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  /** The operation of a line; undefined if the plan's line differs. */
  operation(id: string, lineText: string): Operation | undefined {
    const found = this.operations.get(id);
    const text = found && this.texts[(this.lineOf[found.index] ?? 0) - 1];
    return text !== undefined && text === lineText.trimEnd() ? found : undefined;
  }

  /** The forecast for a token. */
  get forecast(): PassForecast {
    return (this.made ??= forecastPass(this.plan, this.disc));
  }

  buffer(name: string): Buffer | undefined {
    return this.buffers.get(name);
  }

  matrix(name: string): Matrix | undefined {
    return this.matrices.get(name);
  }

  /** The tensor of the model file. */
  tensor(name: string): Tensor | undefined {
    return this.tensors.get(name);
  }
}

/** Compiles the plans of listings from their models, once for the same bytes. */
export class ListedPlans {
  private readonly plans = new Recent<Promise<ListedPlan>>(keptPlans);
  private readonly sources: Sources;

  constructor(private readonly host: ResolverServices) {
    this.sources = new Sources(host.files);
  }

  /** The plan of a listing; undefined if its model is missing or cannot be planned. */
  async planOf(uri: string, text: string): Promise<ListedPlan | undefined> {
    try {
      for (const model of modelsOf(uri, text)) {
        const status = await this.host.files.status(model);
        if (status?.kind !== 'file') continue;
        const resolved = await resolvedModel(model, this.host);
        return await this.plans.get(`${model} ${status.stamp} ${keyOf(resolved)}`, () =>
          this.compile(model, resolved),
        );
      }
    } catch {
      // A listing without its model can still be read; the model's own view says what is wrong with it.
    }
    return undefined;
  }

  /** As a session plans it: with space for the token texts if there is a tokenizer. */
  private async compile(uri: string, resolved: ResolvedModel): Promise<ListedPlan> {
    const { order, layout, discType } = resolved.answers;
    const model = await this.sources.model(uri, order?.value);
    const tokenizer = await this.tokenizerOf(model, resolved).catch(() => undefined);
    const tokensBytes = tokensBytesOf(tokenizer?.tokenizer);
    const plan = planOf(model, planRequestOf(resolved.answers, tokensBytes));
    const { value: type } = discType;
    const line = originLine(
      { layout: layout.value, plan, disc: type, ...(tokenizer && { tokenizer: { path: tokenizer.name } }) },
      originTexts(resolved, resolved.answers.tokenizer?.from ?? (tokenizer && 'found')),
    );
    return new ListedPlan(plan, model.tensors, { type, placement: layout.value.placement }, line);
  }

  /** The tokenizer that the project names, else the one next to the model or to its source. */
  private async tokenizerOf(
    model: Model,
    { answers, source }: ResolvedModel,
  ): Promise<{ readonly name: string; readonly tokenizer: Tokenizer } | undefined> {
    const named = answers.tokenizer?.value ?? undefined;
    if (named !== undefined) {
      return { name: fileNameOf(named), tokenizer: await this.sources.tokenizer(named) };
    }
    return (await this.sources.adjacentTokenizer(source, model)).found;
  }
}

const keyOf = ({ answers, project }: ResolvedModel): string =>
  JSON.stringify([
    planRequestOf(answers, 0),
    answers.layout.from,
    answers.order,
    answers.discType,
    project?.file,
    project?.tied,
    answers.tokenizer,
  ]);

/**
 * The model of a listing: from its URI; for a listing in a file, next to it, or for a built one in the project's
 * folder.
 */
export function modelsOf(uri: string, text: string): string[] {
  const named = namedByListing(uri);
  if (named !== undefined) return [named];
  const name = /^# Forward pass of (.+)$/m.exec(text)?.[1]?.trim();
  if (name === undefined || name.includes('/') || uri.startsWith('untitled:')) return [];
  const beside = uriBeside(uri, name);
  return fileNameOf(uriBeside(uri, '.').replace(/\/$/, '')) === buildFolderName
    ? [beside, uriBeside(uri, `../${name}`)]
    : [beside];
}
