import { builtIn } from '../../targets/builtIn';
import { executorLabel, figuresKind } from '../../targets/provenance';
import type { TimelineContent } from '../messages/timeline';

/** What to do when no time was measured; empty when one was. */
export function timelineAdvice({ subject, zoom, passes }: TimelineContent): string {
  if (passes.length > 0) return '';
  if (subject.isProgram === true)
    return 'This program has no plan, so its operations and tokens are not known. The tabs Disc and RAM show what it did.';
  if (figuresKind(subject.provenance) === 'counted')
    return `The ${executorLabel(subject.provenance)} does not model the console’s clock. Choose the target "${builtIn.id}" in the launch configuration to see the time of each token.`;
  if (subject.state === 'file')
    return zoom === undefined
      ? 'There are no times yet. Press F5 to debug the model on the built-in console, then step a token.'
      : 'Nothing has run yet. Zoom into the forecast token, or press F5 to debug the model on the built-in console and step a token.';
  return 'No operation has been timed yet. Step an operation or a token.';
}
