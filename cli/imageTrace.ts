import { basename } from 'node:path';
import { MailboxClient } from '../debug-adapter/mailbox/client';
import { findMailbox } from '../debug-adapter/mailbox/find';
import type { MemoryPort } from '../debug-adapter/mailbox/memoryPort';
import { driveWith } from '../debug-adapter/session/sessionDrive';
import { sessionPlanOf } from '../debug-adapter/session/sessionPlan';
import { MailboxHost } from '../debug-adapter/mailbox/host/mailboxHost';
import { MailboxReports } from '../debug-adapter/mailbox/host/mailboxReports';
import { StackMark } from '../debug-adapter/mailbox/host/stackMark';
import type { ByteSource } from '../disc/byteSource';
import { discTypeOfImage } from '../disc/drive';
import { sectorBytes, type DiscType } from '../disc/sector';
import { fileOfImage, findFile, type Volume } from '../disc/volume';
import type { SymbolTable } from '../ee/symbols';
import { decodePlan } from '../model/plan/decodePlan';
import { renderListing } from '../model/plan/listing';
import type { Plan } from '../model/plan/plan';
import { decodeTokens, type PrintedTokens } from '../model/plan/tokensFile';
import { promptIn } from '../model/plan/runFile';
import type { TraceEvent } from '../model/trace/events';
import { nothingLost, sumOfLost, type RunTotals } from '../model/trace/runTotals';
import { traceInfoOf, type TraceInfo } from '../model/trace/file/info';
import { builtIn } from '../targets/builtIn';
import type { DriveLogEntry } from '../ps2/drive/drive';
import { traceWriterName } from './traceRecorder';

/** What a trace of an image needs of it: the plan that its program executes, and what tokens say. */
export interface TracedImage {
  readonly plan: Plan;
  readonly texts: PrintedTokens | undefined;
  readonly info: TraceInfo;
  /** Of RUN.BIN; none when it cannot be read. */
  readonly prompt: readonly number[];
}

/** The medium that an image is timed as, and who says so: the image, or else its size, as PCSX2 takes it. */
export interface Medium {
  readonly medium: DiscType;
  readonly mediumFrom: 'image' | 'size';
}

export function mediumOf({ size }: ByteSource, { builtFor }: Volume): Medium {
  return builtFor === undefined
    ? { medium: discTypeOfImage(size / sectorBytes), mediumFrom: 'size' }
    : { medium: builtFor, mediumFrom: 'image' };
}

/** Reads PLAN.BIN and TOKENS.BIN of an image. @throws Error in words when there is no plan on it, or it is damaged. */
export async function tracedImage(path: string, source: ByteSource, volume: Volume): Promise<TracedImage> {
  const read = async (name: string): Promise<Uint8Array | undefined> => {
    const file = findFile(volume, name);
    return file && (await fileOfImage(source, file).read(0, file.size)).slice();
  };
  const bytes = await read('PLAN.BIN');
  if (bytes === undefined) {
    throw new Error(
      `${basename(path)} has no PLAN.BIN, so a trace of it would have no names: build it with ps2ml build.`,
    );
  }
  const plan = decodePlan(bytes, 'PLAN.BIN');
  const tokens = await read('TOKENS.BIN');
  const run = await read('RUN.BIN');
  const sessionPlan = {
    ...sessionPlanOf(plan, renderListing(plan), {}, builtIn.id),
    drive: driveWith(mediumOf(source, volume).medium),
  };
  const info = await traceInfoOf(`${plan.model} (${basename(path)})`, traceWriterName, sessionPlan, {
    created: new Date(),
    settings: [{ name: 'image', value: basename(path) }],
  });
  return {
    plan,
    texts: tokens && decodeTokens(tokens, 'TOKENS.BIN'),
    info,
    prompt: run ? promptIn(run) : [],
  };
}

/** Follows a program that runs from an image by its mailbox, without ever stopping it. */
export class ImageTrace {
  private host: MailboxHost | undefined;
  private readonly plan: Plan;
  private readonly reports: MailboxReports;
  private gone = nothingLost;

  constructor(
    private readonly port: MemoryPort,
    private readonly block: number,
    { plan, texts, prompt }: TracedImage,
    record: (events: readonly TraceEvent[]) => void,
  ) {
    this.plan = plan;
    this.reports = new MailboxReports(plan, (event) => {
      if (event.type !== 'trace') return;
      for (const item of event.events) if (item.type === 'lost') this.gone = sumOfLost(this.gone, item);
      record(event.events.map((item) => withText(item, texts)));
    });
    if (prompt.length > 0) this.reports.begin({ prompt, stopIds: [] }, undefined);
  }

  /** What the program reported and nobody read in time. */
  get lost(): RunTotals['lost'] {
    return this.gone;
  }

  addDrive(entries: readonly DriveLogEntry[]): void {
    this.reports.trace.addDrive(entries);
  }

  /** Takes what the program has reported since the last look. */
  async look(): Promise<void> {
    this.host ??= await this.find();
    await this.host?.look(true);
  }

  private async find(): Promise<MailboxHost | undefined> {
    const { port, plan, reports } = this;
    const address = await findMailbox(port, this.block);
    if (address === undefined) return undefined;
    const mailbox = await MailboxClient.attach(port, address);
    return new MailboxHost(port, mailbox, plan, reports, new StackMark(port, plan.stack));
  }
}

/** Where the program's mailbox is. @throws Error in words when it has none. */
export function mailboxOf(symbols: SymbolTable, program: string): number {
  const block = symbols.named('ps2ml_mailbox')?.address;
  if (block !== undefined) return block;
  throw new Error(
    `${program} has no symbol ps2ml_mailbox, so nothing of it can be traced: use the program that comes with PS2 ML.`,
  );
}

function withText(event: TraceEvent, texts: PrintedTokens | undefined): TraceEvent {
  if (event.type !== 'token') return event;
  const text = texts?.textOf(event.id);
  return text === undefined ? event : { ...event, text };
}
