import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MemorySource } from '../../../disc/byteSource';
import { imageInMemory } from '../../../disc/imageBytes';
import { formatSystemCnf } from '../../../disc/systemCnf';
import type { Plan } from '../../../model/plan/plan';
import { projectRoot } from '../../support/project';

/** A program of somebody else that includes ps2ml_mailbox.h, compiled, and an image that boots it. */
export interface OwnProgram {
  readonly elf: string;
  readonly image: string;
}

/** What differs from program to program. */
export interface OwnParts {
  /** PLAN.BIN that it loads; without one it has no plan. */
  readonly planFile?: Uint8Array;
  /** Where it keeps its tokens, if it keeps them where its plan says. */
  readonly tokensAddress?: number;
  /** Of its mailbox. */
  readonly minorVersion?: number;
}

/** @param plan whose operations it walks through. */
export async function ownProgram(
  folder: string,
  plan: Plan,
  { planFile, tokensAddress = 0, minorVersion = 2 }: OwnParts,
): Promise<OwnProgram> {
  const at = (name: string): string => path.join(folder, name);
  const runtime = path.join(projectRoot, 'runtime');
  const cpu = ['-march=r5900', '-mabi=n32', '-msingle-float', '-mno-abicalls', '-fno-pic', '-G0'];
  const c = ['-std=c11', '-O2', '-ffreestanding', '-nostdlib', '-fno-stack-protector', '-fno-delayed-branch'];
  const fixtures = path.join(projectRoot, 'test/fixtures');
  writeFileSync(at('own.plan'), planFile ?? new Uint8Array());
  const values = {
    OPERATIONS: plan.operations.length,
    REGISTERS: plan.config.registers,
    PLAN_ADDRESS: planFile ? plan.planAddress : 0,
    TOKENS_ADDRESS: tokensAddress,
    PLAN_FILE: JSON.stringify(at('own.plan')),
    VERSION: `0x0001000${minorVersion}u`,
  };
  const defines = Object.entries(values).map(([name, value]) => `-D${name}=${value}`);
  const words = [...defines, `-I${runtime}`, '-Wall', '-Wextra', '-Werror'];
  const objects = ['ps2/start.S', 'mailbox/plan.S', 'mailbox/program.c'].map((source) => {
    const object = at(`${path.basename(source)}.o`);
    execFileSync('mipsel-linux-gnu-gcc', [
      ...[...cpu, ...c, ...words],
      ...['-c', path.join(fixtures, source), '-o', object],
    ]);
    return object;
  });
  const link = ['-m', 'elf32ltsmipn32', '-static', '-nostdlib', '-z', 'max-page-size=0x1000'];
  const script = path.join(fixtures, 'ps2/link.ld');
  // Its mailbox has another name than ours.
  const symbol = '--defsym=ps2ml_mailbox=block';
  execFileSync('mipsel-linux-gnu-ld', [...link, symbol, '-T', script, '-o', at('own.elf'), ...objects]);
  const file = (name: string, bytes: Uint8Array) => ({ name, source: new MemorySource(bytes) });
  const boot = formatSystemCnf({ bootFile: 'SLUS_123.45', version: '1.00', videoMode: 'NTSC' });
  const program = new Uint8Array(readFileSync(at('own.elf')));
  const files = [file('SYSTEM.CNF', boot), file('SLUS_123.45', program)];
  const { bytes } = await imageInMemory(files, { volume: 'OWN', discType: 'cd' });
  writeFileSync(at('own.iso'), bytes);
  return { elf: at('own.elf'), image: at('own.iso') };
}
