import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/project';
import { runtimeFolder, temporaryFolder, versionOf } from './toolchain';

/** Each word of the block or the description that ps2ml_report.c uses, and its member in ps2ml_mailbox.h. */
const words: Readonly<Record<string, string>> = {
  MAGIC: 'magic',
  SELF: 'self',
  VERSION: 'version',
  SIZE: 'size',
  RUN_NUMBER: 'run_number',
  TICK_RATE: 'ticks_per_second',
  TOTALS: 'totals_address',
  EVENTS: 'events_address',
  TEXT: 'text_address',
  LOG: 'log_address',
  INPUT: 'input_address',
  BREAKPOINTS: 'breakpoints_address',
  UNTIL: 'until_address',
  BITMAP_BYTES: 'bitmap_bytes',
  REPORT: 'report_address',
  REPORT_BYTES: 'report_bytes',
  HEARTBEAT: 'heartbeat',
  ACKNOWLEDGED: 'acknowledged',
  RESULT: 'result',
  EVENTS_WRITTEN: 'events_written',
  EVENTS_LOST: 'events_lost',
  TICKS: 'ticks',
  SEQUENCE: 'sequence',
  STATE: 'state',
  STOP: 'stop',
  PASS: 'pass',
  FIRST: 'first',
  COUNT: 'count',
  OPERATION: 'operation',
  KNOWN: 'known',
  END: 'end',
  HOST_HEARTBEAT: 'host_heartbeat',
  HOST_LIMIT: 'host_limit_ms',
  EVENTS_TAKEN: 'events_taken',
  STOP_FIRST: 'stop_first',
  STOP_LAST: 'stop_last',
  COMMAND: 'command',
  ARGUMENT: 'argument',
  REQUEST: 'request',
};
const described: Readonly<Record<string, string>> = {
  D_SEQUENCE: 'sequence',
  D_PASSES: 'passes',
  D_CHANGES: 'changes',
  D_CHANGED: 'changed',
  D_CHANGED_AFTER: 'changed_after',
  D_CHANGED_PASS: 'changed_pass',
  D_WAIT: 'wait_address',
  D_TEXTS: 'texts',
  D_MODEL: 'dim',
  D_OPERATIONS: 'operations',
  D_BUFFERS: 'buffers',
  D_MATRICES: 'matrices',
  D_REGIONS: 'regions',
  D_TOKENS: 'tokens',
  D_NAME_BYTES: 'model_name_bytes',
  D_NAME: 'model_name',
};
const codes: Readonly<Record<string, string>> = {
  LOADING: 'PS2ML_LOADING',
  RUNNING: 'PS2ML_RUNNING',
  STOPPED: 'PS2ML_STOPPED',
  ENDED: 'PS2ML_ENDED',
  STOP_PAUSE: 'PS2ML_STOP_PAUSE',
  DETACH: 'PS2ML_DETACH',
  UNTIL_PASS: 'PS2ML_UNTIL_PASS',
  NOT_NOW: 'PS2ML_NOT_NOW',
  EVENT_TEXT: 'PS2ML_EVENT_TEXT',
  END_REPORTED: 'PS2ML_END_REPORTED',
  NAME_BYTES: 'PS2ML_NAME_BYTES',
};

/** Compiles the two together with these statements. @returns the compiler's words; empty if all hold. */
function compiled(statements: readonly string[]): string {
  const { folder, remove } = temporaryFolder();
  try {
    const file = path.join(folder, 'both.c');
    const source = ['#include "ps2ml_report.c"', '#include "ps2ml_mailbox.h"', ...statements].join('\n');
    writeFileSync(file, `${source}\n`);
    const cpu = ['-march=r5900', '-mabi=n32', '-msingle-float', '-ffreestanding', '-std=c11'];
    const { stderr } = spawnSync(
      'mipsel-linux-gnu-gcc',
      [...cpu, '-fsyntax-only', `-I${runtimeFolder}`, file],
      { encoding: 'utf8' },
    );
    return stderr;
  } finally {
    remove();
  }
}

const holds = (left: string, right: string): string => `_Static_assert(${left} == ${right}, "${left}");`;

describe('ps2ml_report.c', function () {
  this.timeout(60_000);
  before(function () {
    assert.ok(versionOf('mipsel-linux-gnu-gcc'), 'the cross compiler is missing');
  });

  it('has the layout of ps2ml_mailbox.h', () => {
    const statements = [
      ...Object.entries(words).map(([name, member]) =>
        holds(`${name} * 4`, `offsetof(struct ps2ml_mailbox, ${member})`),
      ),
      ...Object.entries(described).map(([name, member]) =>
        holds(`${name} * 4`, `offsetof(struct ps2ml_description, ${member})`),
      ),
      ...Object.entries(codes).map(([name, code]) => holds(name, `(int)${code}`)),
      holds('BLOCK_WORDS * 4', 'sizeof(struct ps2ml_mailbox)'),
      holds('DESCRIPTION_WORDS * 4', 'sizeof(struct ps2ml_description)'),
      ...['name', 'name_bytes', 'layer', 'address', 'type', 'rows', 'cols'].map((member) =>
        holds(`offsetof(struct entry, ${member})`, `offsetof(struct ps2ml_entry, ${member})`),
      ),
    ];
    assert.equal(compiled(statements), '');
    assert.match(compiled([holds('HEARTBEAT * 4', '0x84')]), /static assertion failed/);
  });

  it('needs nothing but itself: two files, one licence note each', () => {
    const texts = ['ps2ml_report.c', 'ps2ml_report.h'].map((name) =>
      readFileSync(path.join(runtimeFolder, name), 'utf8'),
    );
    for (const text of texts) assert.match(text, /^\/\*\n \* SPDX-License-Identifier: MIT\n/);
    const included = texts.flatMap((text) => [...text.matchAll(/#include (.*)/g)].map(([, name]) => name));
    assert.deepEqual(included, ['"ps2ml_report.h"']);
  });

  it('and the example make the program that is kept', () => {
    const { folder, remove } = temporaryFolder();
    try {
      const example = path.join(projectRoot, 'samples', 'own-runtime');
      const elf = path.join(folder, 'own.elf');
      const { status, stderr } = spawnSync('make', ['-C', example, `BUILD=${folder}`, elf], {
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      assert.ok(readFileSync(elf).equals(readFileSync(path.join(example, 'own.elf'))), 'run make there');
    } finally {
      remove();
    }
  });
});
