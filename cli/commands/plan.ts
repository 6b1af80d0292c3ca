import { tokensBytesOf } from '../../image/bootFiles';
import { openModelFile } from '../../model/node/modelFile';
import { openTokenizerBeside, openTokenizerFile } from '../../model/node/tokenizerFile';
import { forecastDisc, forecastSentence } from '../../model/plan/forecast';
import { renderListing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import { planOf, planRequestOf } from '../../project/program/plan';
import type { DiscType } from '../../disc/sector';
import { originLine, originTexts } from '../../project/program/origins';
import type { Resolution, Resolved } from '../../project/program/resolve';
import type { Call, Command } from '../command';
import { UsageError, type Io } from '../io';
import { orderOption } from '../order';
import { discTable, readsPerPass } from '../reports/discTable';
import { resolved } from '../resolver';
import { commandLineOrigin, layoutOptions, statementsOf } from '../sampling';
import { ramMap } from '../../model/plan/ramMap';

export const planCommand: Command = {
  name: 'plan',
  operand: 'FILE',
  summary: 'Compile the plan of a model and show its operations, disc reads and RAM.',
  options: {
    ...orderOption,
    ...layoutOptions,
    listing: { help: 'print only the listing of the forward pass' },
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    if (call.has('listing') && call.has('json')) {
      throw new UsageError('--listing and --json cannot be used together.');
    }
    const { plan, resolved, line, close } = await planned(call, io);
    try {
      if (call.has('json')) io.out(`${JSON.stringify({ ...plainPlan(plan), resolved }, undefined, 2)}\n`);
      else if (call.has('listing')) io.out(renderListing(plan).text);
      else io.out(report(plan, line));
    } finally {
      await close();
    }
  },
};

/** The inputs of the plan, each with the id of its origin. */
interface ResolvedInputs {
  readonly tokenizer: Resolved<string | null> | null;
  readonly layout: Resolution['layout'];
  readonly disc: Resolved<DiscType>;
}

interface Planned {
  readonly plan: Plan;
  readonly resolved: ResolvedInputs;
  /** The same as a sentence. */
  readonly line: string;
  readonly close: () => Promise<void>;
}

/** The plan that a run of the model executes. If it has a tokenizer, the plan includes space for the tokens' texts. */
async function planned(call: Call, io: Io): Promise<Planned> {
  const path = call.file ?? '';
  const { answers, source } = await resolved(path, statementsOf(call), io);
  const { model, close } = await openModelFile(path, answers.order ? { order: answers.order.value } : {});
  try {
    const named = answers.tokenizer?.value ?? undefined;
    const found = named === undefined ? (await openTokenizerBeside(source, model)).found : undefined;
    const tokenizer = named === undefined ? found?.tokenizer : await openTokenizerFile(named, model);
    const { layout, discType } = answers;
    const plan = planOf(model, planRequestOf(answers, tokensBytesOf(tokenizer)));
    const path = named ?? found?.name;
    const from = answers.tokenizer?.from ?? (found && 'found');
    const line = originLine(
      {
        layout: layout.value,
        plan,
        disc: discType.value,
        ...(path !== undefined && { tokenizer: { path } }),
      },
      originTexts({ answers }, from, commandLineOrigin),
    );
    const resolved: ResolvedInputs = {
      tokenizer: from === undefined ? null : { value: path ?? null, from },
      layout,
      disc: discType,
    };
    return { plan, resolved, line, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The plan without the cos and sin tables, which are not plain data. */
function plainPlan(plan: Plan): object {
  const { cosAddress, sinAddress } = plan.rope;
  return { ...plan, rope: { cosAddress, sinAddress }, forecast: forecastDisc(plan) };
}

function report(plan: Plan, line: string): string {
  return [
    `${plan.model}: ${plan.operations.length} operations per pass; ${forecastSentence(plan)}.`,
    line,
    '',
    'Disc reads of one pass (forecast)',
    discTable(forecastDisc(plan), readsPerPass),
    '',
    'RAM (forecast)',
    ramMap(plan.regions),
    '',
  ].join('\n');
}
