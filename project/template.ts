import { targets } from '../targets/targets';

/** The contents of a new project. */
interface NewProject {
  /** Path of the model as written in `ps2ml.json`. */
  readonly model: string;
  readonly tokenizer?: string;
  readonly prompt: string;
  /** Path of a program of the user's own, which reads the model itself. */
  readonly elf?: string;
}

/** The text of a new `ps2ml.json`: the fields that users change first, each with a comment. */
export function projectTemplate({ model, tokenizer, prompt, elf }: NewProject): string {
  const text = (value: string): string => JSON.stringify(value);
  const lines = [
    '// A PS2 ML project. F5 builds what is out of date, starts it and stops in the first layer.',
    '{',
    '  // A .psnt is used directly. A llama2.c .bin, a GGUF or a folder with safetensors is converted first.',
    `  "model": ${text(model)},`,
    ...(tokenizer === undefined ? [] : [`  "tokenizer": ${text(tokenizer)},`]),
    '',
    ...(elf === undefined
      ? [
          '  // The first prompt goes on the disc and is used by F5.',
          `  "prompts": [${text(prompt)}],`,
          '  "sampling": { "tokens": 64, "temperature": 0 },',
        ]
      : [
          '  // The program runs in place of ours and reads the model itself. With "make", it is compiled first;',
          '  // that needs a compiler for the console (see Makefile).',
          `  "elf": { "file": ${text(elf)}, "reads": "psnt" /* , "make": "." */ },`,
        ]),
    '',
    '  // "type" is "dvd" or "cd". Emulators and consoles identify the disc by its "code".',
    '  "disc": { "type": "dvd", "code": "PSML_000.01", "volume": "PS2ML" },',
    '',
    `  // The target of F5: ${targets.ids.map(text).join(', ')}.`,
    `  "target": ${text(targets.defaultFor({}).id)},`,
    '}',
    '',
  ];
  return lines.join('\n');
}

/** The text of a new `.gitignore`. */
export const ignoreTemplate = 'build/\n';
