import type { OperationEvent, PassEvent, ReadEvent, TokenEvent, TraceEvent } from '../events';
import { executorLabel } from '../../../targets/provenance';
import type { TraceFile } from '../file/reader';
import { readName } from '../readName';
import type { SessionPlan } from '../session';

/** A thread is a row of the chart. */
const threads = { program: 1, drive: 2 } as const;
const process = 1;

/**
 * A trace as one JSON object of the Trace Event Format, which Perfetto and Chrome open, in pieces: nested passes and
 * operations in one row, and the reads in a row of the drive. Times are microseconds. Source: "Trace Event Format"
 * (docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU).
 * @throws Error when the run has no times.
 */
export async function* chromeTrace(trace: TraceFile): AsyncGenerator<string, void, undefined> {
  const { info, totals } = trace;
  // A program without a plan has no operations that are known, only reads.
  const timed = info.plan.program === undefined ? totals.operations : totals.reads;
  if (!timed.some(({ ms }) => ms !== undefined)) {
    throw new Error(
      `${trace.label} has no times, because the ${executorLabel(info.plan.provenance)} does not measure time. Export CSV, or record it on the built-in console.`,
    );
  }
  const clock = new Clock(info.plan);
  const first = [
    event('process_name', { ph: 'M', args: { name: info.name } }, threads.program),
    event('thread_name', { ph: 'M', args: { name: 'forward pass' } }, threads.program),
    event('thread_name', { ph: 'M', args: { name: 'disc reads' } }, threads.drive),
  ];
  yield `{"displayTimeUnit":"ms","otherData":${otherData(trace)},"traceEvents":[\n${first.join(',\n')}`;
  for await (const events of trace.events()) {
    const lines = events.flatMap((item) => clock.eventsOf(item));
    if (lines.length > 0) yield `,\n${lines.join(',\n')}`;
  }
  const rest = clock.end();
  yield `${rest.length > 0 ? `,\n${rest.join(',\n')}` : ''}\n]}\n`;
}

const otherData = ({ info: { name, writer, planHash, plan }, totals: { lost } }: TraceFile): string =>
  JSON.stringify({
    name,
    writer,
    planHash,
    measuredOn: executorLabel(plan.provenance),
    lostEvents: String(lost.events),
  });

/** Places events in time: by the machine's clock, else one after the other. */
class Clock {
  private now = 0;
  private pass: (PassEvent & { readonly start: number }) | undefined;

  constructor(private readonly plan: SessionPlan) {}

  eventsOf(item: TraceEvent): string[] {
    switch (item.type) {
      case 'pass': {
        const before = this.end();
        this.now = Math.max(this.now, item.at ?? this.now);
        this.pass = { ...item, start: this.now };
        return before;
      }
      case 'operation':
        return [this.operation(item)];
      case 'read':
        return [this.read(item)];
      case 'token':
        return [this.token(item)];
      case 'lost':
        return [instant(`${item.events} events lost`, 'lost', this.now, {})];
      case 'counters':
      case 'stack':
      case 'odds':
      case 'end':
        return [];
    }
  }

  /** The open pass; its length is known only now. */
  end(): string[] {
    const { pass } = this;
    this.pass = undefined;
    if (pass === undefined) return [];
    const { start, first, count, tail } = pass;
    const args = { pass: pass.pass, first, count, tail };
    return [complete(`pass ${pass.pass}`, 'pass', { start, ms: this.now - start }, args)];
  }

  private operation({ pass, operation, ms = 0, at }: OperationEvent): string {
    const { id = `operation ${operation}`, kind = 'unknown', line } = this.plan.operations[operation] ?? {};
    const start = at ?? this.now;
    this.now = Math.max(this.now, start + ms);
    return complete(id, kind, { start, ms }, { pass, operation, line });
  }

  private read({ pass, read, sectors, lba, ms = 0, at, seek }: ReadEvent): string {
    const isVectors = this.plan.reads[read]?.matrix === undefined;
    const name = readName(this.plan, read) ?? (isVectors ? 'vectors' : `read ${read}`);
    const start = at ?? this.now;
    return complete(name, 'read', { start, ms }, { pass, read, sectors, lba, seek }, threads.drive);
  }

  private token({ pass, position, id, text, at }: TokenEvent): string {
    return instant(text ?? `token ${id}`, 'token', at ?? this.now, { pass, position, id });
  }
}

interface Span {
  readonly start: number;
  readonly ms: number;
}

function complete(
  name: string,
  cat: string,
  { start, ms }: Span,
  args: object,
  tid: number = threads.program,
): string {
  return event(name, { ph: 'X', cat, ts: start * 1000, dur: ms * 1000, args }, tid);
}

const instant = (name: string, cat: string, at: number, args: object): string =>
  event(name, { ph: 'i', cat, ts: at * 1000, s: 't', args }, threads.program);

const event = (name: string, fields: object, tid: number): string =>
  JSON.stringify({ name, pid: process, tid, ...fields });
