import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { DescribedModel } from '../../../debug-adapter/mailbox/description';
import { projectRoot } from '../../support/project';

const flags = [
  ...[
    '-march=r5900',
    '-mabi=n32',
    '-msingle-float',
    '-mno-abicalls',
    '-fno-pic',
    '-G0',
    '-fno-delayed-branch',
  ],
  ...[
    '-O2',
    '-ffreestanding',
    '-nostdlib',
    '-fno-stack-protector',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-Wno-unused-function',
  ],
];

/** How a program is compiled. */
export interface ReportedParts {
  /** A function of `test/fixtures/report/program.c`. */
  readonly lie: string;
  readonly passes?: number;
  readonly ends?: boolean;
  /** Whether it waits for a debugger. */
  readonly waits?: boolean;
  readonly standard?: 'c89' | 'c99' | 'c11';
  /** What it says of its model; the name of the lie if not given. */
  readonly model?: Partial<DescribedModel>;
}

/** The fields of `struct ps2ml_model` in their order. */
const modelFields = [
  'dim',
  'hiddenDim',
  'layers',
  'heads',
  'kvHeads',
  'vocabSize',
  'context',
  'crc',
] as const;

/** Compiles a program that reports. @returns the path of its ELF. */
export function reportedProgram(folder: string, parts: ReportedParts): string {
  const { lie, passes = 8, ends = true, waits = true, standard = 'c11', model = { name: lie } } = parts;
  const numbers = modelFields.map((field) => `${model[field] ?? 0}u`);
  const at = (name: string): string => path.join(folder, name);
  const fixtures = path.join(projectRoot, 'test', 'fixtures');
  const runtime = path.join(projectRoot, 'runtime');
  const sources = ['ps2/start.S', 'report/program.c'].map((name) => path.join(fixtures, name));
  const defines = [
    `-DLIE=${lie}`,
    `-DMODEL=${[JSON.stringify(model.name ?? ''), ...numbers].join(',')}`,
    `-DPASSES=${passes}`,
    ...(ends ? ['-DENDS'] : []),
    ...(waits ? ['-DWAITS'] : []),
  ];
  const objects = [...sources, path.join(runtime, 'ps2ml_report.c')].map((source) => {
    const object = at(`${path.basename(source)}.o`);
    const words = [...flags, `-std=${standard}`, ...defines, `-I${runtime}`, '-c', source, '-o', object];
    execFileSync('mipsel-linux-gnu-gcc', words);
    return object;
  });
  const link = ['-m', 'elf32ltsmipn32', '-static', '-nostdlib', '-z', 'max-page-size=0x1000'];
  const elf = at(`${lie}.elf`);
  execFileSync('mipsel-linux-gnu-ld', [
    ...link,
    '-T',
    path.join(fixtures, 'ps2/link.ld'),
    '-o',
    elf,
    ...objects,
  ]);
  return elf;
}
