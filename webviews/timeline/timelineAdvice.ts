import type { TimelineContent } from '../messages/timeline';

/** What to do where no time was measured; empty where one was. */
export function timelineAdvice({ subject, zoom, passes }: TimelineContent): string {
  if (passes.length > 0) return '';
  if (subject.provenance === 'reference')
    return 'The reference engine has no clock of a console. Choose "console" as the target of the launch configuration, and the time of each token will stand here.';
  if (subject.state === 'file')
    return zoom === undefined
      ? 'A forecast has no times yet. Press F5 to debug the model on the built-in console, then step a token.'
      : 'Nothing has run yet: zoom into a token as forecast, or press F5 to debug the model on the built-in console and step a token.';
  return 'No operation has been timed yet. Step an operation or a token.';
}
