import { none, type Member } from '../../model/plan/format/field';
import { planHeader, planVersion, tablePlace } from '../../model/plan/format/header';
import type { AnyRecord } from '../../model/plan/format/record';
import { runHeader, runVersion } from '../../model/plan/format/runHeader';
import { operand, tableNames, tables } from '../../model/plan/format/tables';
import { tokensHeader, tokensVersion } from '../../model/plan/format/tokensHeader';
import { weightsHeader, weightsVersion } from '../../model/plan/format/weightsHeader';

const hint = 'UPDATE_GOLDEN=1 npx mocha test/runtime/layout.test.ts';

/** The C headers that hold the structs of runtime/plan against model/plan/format, by name. */
export function layoutHeaders(): ReadonlyMap<string, string> {
  return new Map([
    ['plan_layout.h', planLayout()],
    ['run_layout.h', layout('RUN.BIN', [runHeader], [['RUN_MAJOR', runVersion.major]])],
    ['tokens_layout.h', layout('TOKENS.BIN', [tokensHeader], [['TOKENS_MAJOR', tokensVersion.major]])],
    ['weights_layout.h', layout('WEIGHTS.BIN', [weightsHeader], [['WEIGHTS_MAJOR', weightsVersion.major]])],
  ]);
}

function planLayout(): string {
  const order = tableNames.map((name, index): Code => [name.toUpperCase(), index]);
  return layout(
    'PLAN.BIN',
    [planHeader, tablePlace, ...Object.values(tables), operand],
    [['NONE', none], ['PLAN_MAJOR', planVersion.major], ...order, ['TABLES', tableNames.length]],
  );
}

type Code = readonly [name: string, value: number];

function layout(file: string, records: readonly AnyRecord[], codes: readonly Code[]): string {
  const lines = [
    `/* ${file} as model/plan/format describes it. Made by a test, not by hand: ${hint} */`,
    '#include "layout.h"',
    '',
    ...codes.map(codeLine),
    ...records.flatMap((record) => ['', ...recordLines(record)]),
  ];
  return `${lines.join('\n')}\n`;
}

const codeLine = ([name, value]: Code): string => `CODE(${name}, ${value}u);`;

/** Their structs have the rest of the record as reserved words; all others end with their last member. */
const whole: ReadonlySet<AnyRecord> = new Set([planHeader, runHeader, tokensHeader]);

function recordLines(record: AnyRecord): string[] {
  const { name, bytes, members } = record;
  const last = members.at(-1);
  const used = last ? last.offset + last.bytes : 0;
  return [
    `#define ${name.toUpperCase()}_BYTES ${bytes}u`,
    `SIZE(${name}, ${whole.has(record) ? bytes : used});`,
    ...members.map((member) => `MEMBER(${name}, ${member.name}, ${member.offset}, ${member.bytes});`),
    ...members.flatMap((member) => codesOf(member).map(codeLine)),
  ];
}

const codesOf = ({ codes = {}, cPrefix }: Member): Code[] =>
  cPrefix === undefined
    ? []
    : Object.entries(codes).map(([word, code]) => [cPrefix + word.toUpperCase(), code]);
