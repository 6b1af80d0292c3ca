import { targets } from '../targets/targets';

/** What a new project is about. */
export interface NewProject {
  /** Path of the model as `ps2ml.json` names it. */
  readonly model: string;
  readonly tokenizer?: string;
  readonly prompt: string;
}

/** The text of a new `ps2ml.json`: the fields that people change first, each with a word about it. */
export function projectTemplate({ model, tokenizer, prompt }: NewProject): string {
  const text = (value: string): string => JSON.stringify(value);
  const lines = [
    '// A PS2 ML project. F5 builds what is stale, launches it and stops in the first layer.',
    '{',
    '  // A .psnt as it is; a llama2.c .bin, a GGUF or a folder with safetensors is converted first.',
    `  "model": ${text(model)},`,
    ...(tokenizer === undefined ? [] : [`  "tokenizer": ${text(tokenizer)},`]),
    '',
    '  // The first is put on the disc and used by F5.',
    `  "prompts": [${text(prompt)}],`,
    '  "sampling": { "tokens": 64, "temperature": 0 },',
    '',
    '  // "type" is "dvd" or "cd"; emulators and consoles know the disc by its "code".',
    '  "disc": { "type": "dvd", "code": "PSML_000.01", "volume": "PS2ML" },',
    '',
    `  // What F5 runs it on: ${targets.ids.map(text).join(', ')}.`,
    `  "target": ${text(targets.defaultFor({}).id)},`,
    '}',
    '',
  ];
  return lines.join('\n');
}

/** The text of a new `.gitignore`. */
export const ignoreTemplate = 'build/\n';
