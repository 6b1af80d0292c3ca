import type { Plan } from '../../../model/plan/plan';
import { descriptionSequence, readDescription, tableNames, type Description } from '../description';
import type { MemoryPort } from '../memoryPort';
import { Words } from '../words';
import { matchModel, type MatchedModel, type ModelsAtHand } from './model';
import type { KnownModel } from '../../../project/program/otherModels';
import { describedPlan } from './plan';

/** Receives what is new of a program that describes itself. */
export interface DescribedListener {
  /** The plan has changed. @param tokens of the text, when the session joins it. */
  planned(plan: Plan, tokens?: readonly number[]): void;
  /** A sentence for the user. */
  remark(sentence: string): void;
}

/** A program without a plan that describes itself as it runs: its description as a plan that follows the program. */
export class DescribedProgram {
  private description: Description;
  private current: Plan;
  private readonly told = new Set<string>();
  private learned: number | undefined;
  private changes: number;

  private constructor(
    private readonly port: Pick<MemoryPort, 'read'>,
    private readonly address: number,
    private readonly models: ModelsAtHand,
    private match: MatchedModel,
    description: Description,
    private readonly listener: DescribedListener,
  ) {
    this.description = description;
    this.changes = description.changes;
    this.current = this.planOf();
  }

  /**
   * @returns undefined while the program changes its description.
   * @throws MailboxError when the description is damaged.
   */
  static async at(
    address: number,
    port: Pick<MemoryPort, 'read'>,
    models: ModelsAtHand,
    listener: DescribedListener,
  ): Promise<DescribedProgram | undefined> {
    const description = await readDescription(port, address);
    if (!description) return undefined;
    const match = await matchModel(description.model, models);
    return new DescribedProgram(port, address, models, match, description, listener);
  }

  get plan(): Plan {
    return this.current;
  }

  /** The model that it runs, if it is known here. */
  get model(): KnownModel | undefined {
    return this.match.found;
  }

  /** Whether the program has run a whole pass, so that its operations are known. */
  get isLearned(): boolean {
    return this.description.passes > 0;
  }

  /** Where it waits for a host. */
  get waitAddress(): number | undefined {
    return this.description.waitAddress;
  }

  /** Reads what has changed. @throws MailboxError when the description is damaged. */
  async refresh(): Promise<void> {
    if ((await descriptionSequence(this.port, this.address)) === this.description.sequence) return;
    const before = this.description;
    const now = await readDescription(this.port, this.address);
    // The next look tries again.
    if (!now) return;
    this.description = joined(now, before);
    if (JSON.stringify(before.model) !== JSON.stringify(this.description.model))
      this.match = await matchModel(this.description.model, this.models);
    this.current = this.planOf();
    if (this.learned !== undefined) this.tell();
  }

  /** The program's operations are known from here on: reports the plan, and from then on what changes in it. */
  async learn(): Promise<void> {
    this.learned ??= this.description.operations.entries.length;
    this.current = this.planOf();
    this.tell(await this.tokens());
  }

  /** The ids of the text that the program has kept. */
  async tokens(): Promise<number[]> {
    const now = (await readDescription(this.port, this.address)) ?? this.description;
    const { address, count, capacity } = now.tokens;
    const kept = Math.min(count, capacity);
    if (kept === 0) return [];
    const words = new Words(await this.port.read(address, kept * 4));
    return Array.from({ length: kept }, (_, index) => words.at(index * 4));
  }

  private planOf(): Plan {
    const { description, match } = this;
    return describedPlan(description, match, this.learned ?? description.operations.entries.length);
  }

  private tell(tokens?: readonly number[]): void {
    const { current, description, listener } = this;
    listener.planned(current, tokens);
    for (const remark of current.described?.remarks ?? []) this.once(remark);
    if (description.changes <= this.changes) return;
    this.changes = description.changes;
    const { operation, after, pass } = description.lastChange;
    const name = (index: number): string => current.operations[index]?.id ?? 'the start of the pass';
    const times = description.changes === 1 ? '' : ` (change ${description.changes} since its start)`;
    listener.remark(
      `The program changed the order of its operations: in pass ${pass}, ${name(operation)} came after ${name(after)}${times}. The listing keeps the order in which they were first reported.`,
    );
  }

  private once(sentence: string): void {
    if (this.told.has(sentence)) return;
    this.told.add(sentence);
    this.listener.remark(sentence);
  }
}

/** When memory went back, what was reported later is still known: an entry keeps its index. */
function joined(now: Description, before: Description): Description {
  const grown = tableNames.map((table) => {
    const { entries } = now[table];
    return [table, { ...now[table], entries: [...entries, ...before[table].entries.slice(entries.length)] }];
  });
  return { ...now, ...(Object.fromEntries(grown) as Pick<Description, (typeof tableNames)[number]>) };
}
