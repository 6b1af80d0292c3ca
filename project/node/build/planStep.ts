import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileAtomically } from '../../../disc/node/atomicFile';
import { forecastSentence } from '../../../model/plan/forecast';
import { renderListing } from '../../../model/plan/listing';
import { textHash } from '../../../model/contentHash';
import { outOfDateReasons, writeStamp } from '../../../image/node/stamp';
import { ramMap } from '../../../model/plan/ramMap';
import { convertStep } from './convertStep';
import { loadProject } from './load';
import { sayState, type Work } from './work';

/** Compiles the plan, prints what it needs and writes its listing. @throws ProjectError, or the reason of the abort. */
export async function planStep(work: Work): Promise<void> {
  const { folder, signal } = work;
  await convertStep(work);
  const loaded = await loadProject(work);
  try {
    const { plan } = loaded.program;
    const { text } = renderListing(plan);
    const output = folder.pathOf(folder.outputs.listing);
    const parts = { plan: await textHash(text) };
    const reasons = await outOfDateReasons(output, () => Promise.resolve(parts));
    sayState(work, folder.outputs.listing, reasons);
    if (reasons.length > 0) {
      await mkdir(dirname(output), { recursive: true });
      const bytes = new TextEncoder().encode(text);
      await writeFileAtomically(output, (file) => file.write(bytes), signal);
      await writeStamp(output, parts);
    }
    work.say(`${plan.model}: ${plan.operations.length} operations per pass; ${forecastSentence(plan)}.`);
    for (const line of ramMap(plan.regions).split('\n')) work.say(line);
  } finally {
    await loaded.close();
  }
}
