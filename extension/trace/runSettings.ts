import type { RunSetting } from '../../model/trace/file/info';
import { samplingFields } from '../../project/samplingFields';
import { isRecord } from '../../common/guards';

/** What a launch configuration asks for that a reader of the trace wants to know. */
const told = ['prompt', 'chat', 'system', 'tokens', 'target', 'arithmetic'];

/** The same for the fields of `sampling`. */
const toldSampling = Object.keys(samplingFields);

/** The settings of a session, for people. */
export function runSettingsOf(configuration: Readonly<Record<string, unknown>>): RunSetting[] {
  const { sampling } = configuration;
  const values = { ...configuration, ...(isRecord(sampling) && sampling) };
  return [...told, ...toldSampling].flatMap((name) => {
    const value = values[name];
    const isTold = ['string', 'number', 'boolean'].includes(typeof value);
    return isTold ? [{ name, value: String(value) }] : [];
  });
}

/** What a launch on another target must ask for to do the same run again. */
export function configurationOf(settings: readonly RunSetting[]): Readonly<Record<string, unknown>> {
  const sampling = settings.filter(({ name }) => toldSampling.includes(name));
  const entries = settings.flatMap(({ name, value }): [string, unknown][] => {
    if (!told.includes(name) || name === 'target') return [];
    if (name === 'chat') return [[name, value === 'true']];
    return [[name, ['prompt', 'system', 'arithmetic'].includes(name) ? value : Number(value)]];
  });
  return {
    ...Object.fromEntries(entries),
    sampling: Object.fromEntries(sampling.map(({ name, value }) => [name, Number(value)])),
  };
}
