import type { Call, Option } from './command';
import { UsageError } from './io';

/** The option that gives a prompt as token ids. */
export const promptIdsOption: Readonly<Record<string, Option>> = {
  'prompt-ids': { value: 'IDS', help: 'the prompt as token ids, separated by commas: 2,5,7' },
};

/** The ids of `--prompt-ids`. @throws UsageError */
export function promptIdsOf(call: Call): number[] | undefined {
  const given = call.text('prompt-ids');
  if (given === undefined) return undefined;
  if (call.text('prompt') !== undefined || call.has('chat') || call.text('system') !== undefined)
    throw new UsageError('--prompt-ids cannot be used with --prompt, --chat or --system.');
  const words = given.split(',').map((word) => word.trim());
  const bad = words.find((word) => !/^\d{1,9}$/.test(word));
  if (bad !== undefined)
    throw new UsageError(`--prompt-ids: "${bad}" is not a token id. Write ids separated by commas: 2,5,7`);
  return words.map(Number);
}
