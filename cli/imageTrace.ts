import { readWhole } from '../disc/readWhole';
import { basename } from 'node:path';
import type { MemoryPort } from '../debug-adapter/mailbox/memoryPort';
import { driveWith } from '../debug-adapter/session/sessionDrive';
import { sessionPlanOf } from '../debug-adapter/session/sessionPlan';
import { MailboxHost } from '../debug-adapter/mailbox/host/mailboxHost';
import { MailboxReports } from '../debug-adapter/mailbox/host/mailboxReports';
import { mailboxSymbol } from '../debug-adapter/mailbox/layout';
import type { ByteSource } from '../disc/byteSource';
import { mediumOf } from '../disc/medium';
import type { DiscType } from '../disc/sector';
import { fileOfImage, findFile, type Volume } from '../disc/volume';
import type { SymbolTable } from '../ee/symbols';
import { renderListing } from '../model/plan/listing';
import type { Plan } from '../model/plan/plan';
import { decodeTokens, type PrintedTokens } from '../model/plan/tokensFile';
import { promptIn } from '../model/plan/runFile';
import type { TraceEvent } from '../model/trace/events';
import { nothingLost, sumOfLost, type RunTotals } from '../model/trace/runTotals';
import { traceInfoOf, type TraceInfo } from '../model/trace/file/info';
import type { Timing } from '../common/timing';
import { clockProvenance } from '../targets/provenance';
import type { DriveLogEntry } from '../ps2/drive/drive';
import { planOfImage } from './imagePlan';
import { traceWriterName } from './traceRecorder';

/** The contents of an image that its trace needs: the plan that its program executes, and the text of tokens. */
export interface TracedImage {
  readonly plan: Plan;
  readonly texts: PrintedTokens | undefined;
  readonly info: TraceInfo;
  /** The prompt ids in RUN.BIN; none if it cannot be read. */
  readonly prompt: readonly number[];
}

/** Reads PLAN.BIN and TOKENS.BIN of an image. @throws Error when there is no plan, FormatError when it is damaged. */
export async function tracedImage(
  path: string,
  source: ByteSource,
  volume: Volume,
  timing: Timing,
): Promise<TracedImage> {
  const read = async (name: string): Promise<Uint8Array | undefined> => {
    const file = findFile(volume, name);
    return file && (await readWhole(fileOfImage(source, file), name)).slice();
  };
  const plan = await planOfImage(path, source, volume, 'a trace');
  const tokens = await read('TOKENS.BIN');
  const run = await read('RUN.BIN');
  return {
    plan,
    texts: tokens && decodeTokens(tokens, 'TOKENS.BIN'),
    info: await infoOfImage(plan, path, mediumOf(source, volume).medium, timing),
    prompt: run ? promptIn(run) : [],
  };
}

/** The description of an image's trace. */
export function infoOfImage(plan: Plan, path: string, medium: DiscType, timing: Timing): Promise<TraceInfo> {
  const sessionPlan = {
    ...sessionPlanOf(plan, renderListing(plan), {}, clockProvenance(timing)),
    drive: driveWith(medium),
  };
  return traceInfoOf(`${plan.model} (${basename(path)})`, traceWriterName, sessionPlan, {
    created: new Date(),
    settings: [{ name: 'image', value: basename(path) }],
  });
}

/** Follows a program that runs from an image through its mailbox, without ever stopping it. */
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

  /** Events that the program reported but that were not read in time. */
  get lost(): RunTotals['lost'] {
    return this.gone;
  }

  addDrive(entries: readonly DriveLogEntry[]): void {
    this.reports.trace.addDrive(entries);
  }

  /** Reads the events that the program has reported since the last call. */
  async look(): Promise<void> {
    this.host ??= await this.find();
    await this.host?.look(true);
  }

  private find(): Promise<MailboxHost | undefined> {
    const { port, block: mailbox, plan, reports } = this;
    return MailboxHost.find({ port, mailbox, watchesMemory: true }, plan, reports);
  }
}

/** The address of the program's mailbox. @throws Error when it has none. */
export function mailboxOf(symbols: SymbolTable, program: string): number {
  const block = symbols.named(mailboxSymbol)?.address;
  if (block !== undefined) return block;
  throw new Error(
    `${program} has no symbol ps2ml_mailbox and cannot be traced: use the EE program of PS2 ML.`,
  );
}

function withText(event: TraceEvent, texts: PrintedTokens | undefined): TraceEvent {
  const named = <Token extends { readonly id: number }>(token: Token): Token => {
    const text = texts?.textOf(token.id);
    return text === undefined ? token : { ...token, text };
  };
  if (event.type === 'odds') return { ...event, candidates: event.candidates.map(named) };
  return event.type === 'token' ? named(event) : event;
}
