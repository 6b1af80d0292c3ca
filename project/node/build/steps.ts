import type { StepName } from '../../stepNames';
import { cleanStep } from './cleanStep';
import { convertStep } from './convertStep';
import { imageStep } from './imageStep';
import { planStep } from './planStep';
import { runtimeStep } from './runtimeStep';
import type { Work } from './work';

/**
 * Builds one part of a project, with everything it needs that is out of date.
 * @throws ProjectError whose lines contain places in `ps2ml.json`, Error, or the reason of the abort.
 */
export async function runStep(name: StepName, work: Work): Promise<void> {
  switch (name) {
    case 'convert':
      return convertOnly(work);
    case 'plan':
      return planStep(work);
    case 'runtime':
      return runtimeStep(work);
    case 'image':
      if (work.folder.project.elf?.make !== undefined) await runtimeStep(work);
      await imageStep(work, { waitForDebuggerMs: 0 });
      return;
    case 'clean':
      return cleanStep(work);
  }
}

async function convertOnly(work: Work): Promise<void> {
  const { isConverted, psnt } = work.folder.outputs;
  if (isConverted) await convertStep(work);
  else work.say(`Nothing to convert: ${psnt} is already PSNT.`);
}
