import type { RunSetting } from '../../model/trace/file/info';

/** What a launch configuration asks for that a reader of the trace wants to know. */
const told = [
  'prompt',
  'system',
  'tokens',
  'target',
  'arithmetic',
  'temperature',
  'topK',
  'topP',
  'repetitionPenalty',
  'noRepeatNgram',
  'seed',
];

/** The settings of a session, for people. */
export function runSettingsOf(configuration: Readonly<Record<string, unknown>>): RunSetting[] {
  return told.flatMap((name) => {
    const value = configuration[name];
    return typeof value === 'string' || typeof value === 'number' ? [{ name, value: String(value) }] : [];
  });
}
