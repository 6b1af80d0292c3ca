import { openModelFile } from '../../model/node/modelFile';
import { compilePlan } from '../../model/plan/compile';
import { forecastDisc, forecastSentence } from '../../model/plan/forecast';
import { renderListing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import type { Command } from '../command';
import { UsageError } from '../io';
import { orderOf, orderOption } from '../order';
import { discTable, readsPerPass } from '../reports/discTable';
import { ramMap } from '../../model/plan/ramMap';

export const planCommand: Command = {
  name: 'plan',
  operand: 'FILE',
  summary: 'Compiles the plan of a model: its operations, its memory and what it reads from disc.',
  options: {
    ...orderOption,
    listing: { help: 'print the listing of the forward pass alone' },
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    if (call.has('listing') && call.has('json')) {
      throw new UsageError('--listing and --json exclude each other: write one of them.');
    }
    const { model, close } = await openModelFile(call.file ?? '', orderOf(call));
    try {
      const plan = compilePlan(model);
      if (call.has('json')) io.out(`${JSON.stringify(plainPlan(plan), undefined, 2)}\n`);
      else if (call.has('listing')) io.out(renderListing(plan).text);
      else io.out(report(plan));
    } finally {
      await close();
    }
  },
};

/** The plan without the tables of cosines and sines, which are no plain data. */
function plainPlan(plan: Plan): object {
  const { cosAddress, sinAddress } = plan.rope;
  return { ...plan, rope: { cosAddress, sinAddress }, forecast: forecastDisc(plan) };
}

function report(plan: Plan): string {
  return [
    `${plan.model}: ${plan.operations.length} operations a pass; ${forecastSentence(plan)}.`,
    '',
    'Disc reads of one pass (forecast)',
    discTable(forecastDisc(plan), readsPerPass),
    '',
    'RAM (forecast)',
    ramMap(plan.regions),
    '',
  ].join('\n');
}
