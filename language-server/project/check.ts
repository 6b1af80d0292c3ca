import { errorText } from '../../common/errorText';
import { ElfError } from '../../ee/elf';
import { FormatError } from '../../model/formatError';
import type { Model } from '../../model/model';
import { PlanError } from '../../model/plan/error';
import type { Plan } from '../../model/plan/plan';
import { parseProject } from '../../project/parse';
import type { Project } from '../../project/project';
import type { Resolution, Statements } from '../../project/program/resolve';
import { undecidedText } from '../../model/tokenizer/adjacent';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { withinLimits, WorkError } from '../../model/tokenizer/work';
import { checkVocabulary, fitsVocabulary } from '../../model/tokenizer/vocabulary';
import { uriBeside, type FileStatus } from '../files/files';
import { fileNameOf } from '../services/languages';
import { matchesInOrder } from '../listing/outline';
import { discFindings } from './discFindings';
import type { Finding, Severity, YieldPoint } from './finding';
import { formerLayoutFindings } from './formerLayout';
import { fileOf } from './projectText';
import { ramFindings } from './ramFindings';
import { projectResolution, roomOf } from './resolver';
import { type AvailableRam, type DiscFile, modelOnDisc, planThatFits, unlimitedPlan } from './sizing';
import type { Sources } from '../files/sources';

/** Checks a project: its text, its files, and the plan of its model. */
export class ProjectCheck {
  private readonly findings: Finding[] = [];

  constructor(
    private readonly uri: string,
    private readonly sources: Sources,
    private readonly pause: YieldPoint,
    private readonly settings: Statements = {},
  ) {}

  /** @throws Cancelled when the check was cancelled. */
  async run(text: string): Promise<readonly Finding[]> {
    const { project, problems, oldWords } = parseProject(text);
    for (const { offset, length, message } of problems)
      this.add('text', 'error', { offset, length }, message);
    for (const { path, word, current } of oldWords) {
      const fixes = [{ title: `Change to "${current}"`, changes: [{ field: path, value: current }] }];
      this.add('old-word', 'hint', path, `"${word}" is called "${current}" now.`, fixes);
    }
    this.findings.push(...formerLayoutFindings(text));
    if (project) await this.checkFiles(project);
    return this.findings;
  }

  private add(
    code: string,
    severity: Severity,
    place: Finding['place'],
    message: string,
    fixes: Finding['fixes'] = [],
  ): void {
    this.findings.push({ code, severity, place, message, fixes });
  }

  private resolve(project: Project): Resolution {
    return projectResolution(project, this.settings);
  }

  private async checkFiles(project: Project): Promise<void> {
    const others = [...(await this.extraFiles(project)), ...(await this.elf(project))];
    await this.pause();
    const found = await this.model(project);
    if (found === undefined) return;
    await this.pause();
    const { model, modelBytes } = found;
    const tokenizer = await this.tokenizer(project, model);
    const room = roomOf(this.resolve(project), tokenizer);
    const planned = planThatFits(model, room);
    if (tokenizer) this.checkPrompts(project, planned ?? model, tokenizer);
    await this.pause();
    const inRam = await ramFindings(project, model, room, this.pause);
    this.findings.push(...inRam);
    await this.pause();
    // The content of the disc does not depend on whether the plan fits in RAM.
    const plan = planned ?? this.unlimited(model, room);
    if (plan) this.findings.push(...discFindings(project, { model, plan, room, others, modelBytes }));
  }

  /** The sizes of the existing files; a missing one is a finding. */
  private async extraFiles({ files }: Project): Promise<DiscFile[]> {
    const known: DiscFile[] = [];
    for (const [index, { file, name }] of files.entries()) {
      const status = await this.status(`files.${index}`, file, 'file');
      if (status) known.push({ name, bytes: status.size });
    }
    return known;
  }

  private async elf({ elf }: Project): Promise<DiscFile[]> {
    if (elf === undefined) return [];
    if (elf.make !== undefined) await this.status('elf.make', elf.make, 'folder');
    const uri = fileOf(this.uri, elf.file);
    const status = uri === undefined ? undefined : await this.statusOf(uri);
    if (uri === undefined || status === undefined || status === 'unknown') {
      if (status === 'unknown') return [];
      const built = elf.make !== undefined;
      const message = built
        ? `${elf.file} does not exist yet. Build it with the task "runtime".`
        : `${elf.file} does not exist. Build the program first.`;
      this.add('missing', built ? 'information' : 'error', 'elf', message);
      return [];
    }
    try {
      const mailbox = await this.sources.mailbox(uri);
      if (mailbox === 'absent') {
        const message = `${fileNameOf(uri)} has no mailbox (symbol ps2ml_mailbox). It runs but cannot be debugged or measured. Call the functions of ps2ml_report.h (see docs/own-runtime.md).`;
        this.add('mailbox', 'warning', 'elf', message);
      } else if (mailbox === 'unknown') {
        const message = `${fileNameOf(uri)} has no symbols, so PS2 ML cannot tell whether it has a mailbox. Keep symbols to debug it.`;
        this.add('symbols', 'information', 'elf', message);
      }
    } catch (error) {
      if (!(error instanceof ElfError)) throw error;
      this.add('elf', 'error', 'elf', error.message);
    }
    return [{ name: 'ELF', bytes: status.size }];
  }

  /** The model in the form that is on the disc; undefined if there is none. */
  private async model(
    project: Project,
  ): Promise<{ model: Model; modelBytes: number | undefined } | undefined> {
    const status = await this.status('model', project.model, 'file or folder');
    const uri = fileOf(this.uri, project.model);
    if (status === undefined || uri === undefined) return undefined;
    try {
      const source = await this.sources.model(uri, this.resolve(project).order?.value);
      const isPsnt = /\.psnt$/i.test(project.model);
      return { model: modelOnDisc(source, project), modelBytes: isPsnt ? status.size : undefined };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const isContext = error instanceof FormatError && error.fault.field === 'the requested context';
      this.add('model', 'error', isContext ? 'conversion.context' : 'model', error.message);
      return undefined;
    }
  }

  private async tokenizer(project: Project, model: Model): Promise<Tokenizer | undefined> {
    const modelUri = fileOf(this.uri, project.model);
    const path = project.tokenizer ?? (/\.gguf$/i.test(project.model) ? project.model : undefined);
    if (path === undefined) return this.adjacentTokenizer(modelUri, model);
    const field = project.tokenizer === undefined ? 'model' : 'tokenizer';
    const status = await this.status(field, path, 'file');
    const uri = fileOf(this.uri, path);
    if (status === undefined || uri === undefined) return undefined;
    try {
      const tokenizer = await this.sources.tokenizer(uri);
      if (fitsVocabulary(tokenizer.vocabSize, model.config.vocabSize)) return tokenizer;
      const fixes = await this.otherTokenizers(project, modelUri, model);
      try {
        checkVocabulary(tokenizer, model, fileNameOf(uri));
      } catch (error) {
        this.add('vocabulary', 'error', field, errorText(error), fixes);
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.add('tokenizer', 'error', field, error.message);
    }
    return undefined;
  }

  private async adjacentTokenizer(uri: string | undefined, model: Model): Promise<Tokenizer | undefined> {
    if (uri === undefined) return undefined;
    try {
      const { found, undecided, dismissed } = await this.sources.adjacentTokenizer(uri, model);
      if (found) return found.tokenizer;
      if (undecided !== undefined) {
        const message = `${undecidedText(model.label, undecided)} Name the model's tokenizer as "tokenizer"; until then text is shown as token ids.`;
        this.add('no-tokenizer', 'warning', 'model', message);
        return undefined;
      }
      const others = dismissed.map(({ reason }) => reason);
      const message = `No tokenizer with ${model.config.vocabSize} tokens next to ${model.label}; text is shown as token ids. ${others.slice(0, 2).join(' ')}`;
      this.add('no-tokenizer', 'information', 'model', message.trimEnd());
    } catch {
      // A folder that cannot be listed has no tokenizer to offer.
    }
    return undefined;
  }

  /** Tokenizers with matching vocabulary next to the model. */
  private async otherTokenizers(
    project: Project,
    uri: string | undefined,
    model: Model,
  ): Promise<Finding['fixes']> {
    if (uri === undefined) return [];
    const { found } = await this.sources.adjacentTokenizer(uri, model).catch(() => ({ found: undefined }));
    if (found === undefined) return [];
    const folder = project.model.replace(/[^/\\]*$/, '');
    const value = `${folder}${found.name}`;
    const title = `Use ${value}: it has the model's ${model.config.vocabSize} tokens`;
    return [{ title, changes: [{ field: 'tokenizer', value }] }];
  }

  private checkPrompts({ prompts }: Project, { config }: Pick<Model, 'config'>, tokenizer: Tokenizer): void {
    prompts.forEach((prompt, index) => {
      const ids = withinLimits(() => tokenizer.encode(prompt));
      if (ids instanceof WorkError) {
        this.add('prompt', 'warning', `prompts.${index}`, ids.message);
        return;
      }
      const { length } = ids;
      if (length < config.seqLen) return;
      const message = `This prompt has ${length} tokens; the context has ${config.seqLen} positions, so no room is left for output.`;
      this.add('prompt', 'warning', `prompts.${index}`, message);
    });
  }

  private unlimited(model: Model, room: AvailableRam): Plan | undefined {
    try {
      return unlimitedPlan(model, room);
    } catch (error) {
      if (error instanceof PlanError) return undefined;
      throw error;
    }
  }

  /** The status of a path; a finding if it is missing or of another kind. */
  private async status(
    field: string,
    path: string,
    kind: 'file' | 'folder' | 'file or folder',
  ): Promise<FileStatus | undefined> {
    const uri = fileOf(this.uri, path);
    const found = uri === undefined ? undefined : await this.statusOf(uri);
    if (found === 'unknown') return undefined;
    if (found !== undefined && kind.includes(found.kind)) return found;
    const message = found
      ? `${path} is a ${found.kind}, expected a ${kind}.`
      : `${path} not found, expected a ${kind}. Paths are relative to this file.`;
    this.add('missing', 'error', field, message, found ? [] : await this.namesake(field, path));
    return undefined;
  }

  /** `unknown`: reading is not allowed. */
  private async statusOf(uri: string): Promise<FileStatus | undefined | 'unknown'> {
    try {
      return await this.sources.files.status(uri);
    } catch {
      return 'unknown';
    }
  }

  /** A file in the project's folder that differs in case only, or has the same letters and some more. */
  private async namesake(field: string, path: string): Promise<Finding['fixes']> {
    const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    const names = await this.sources.files.list(uriBeside(this.uri, '.')).catch(() => []);
    const alike = names.filter((candidate) => matchesInOrder(candidate, name));
    const same = alike.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    const found = same ?? (alike.length === 1 ? alike[0] : undefined);
    if (found === undefined || found === path) return [];
    const at = /^files\.\d+$/.test(field) ? undefined : field;
    return at === undefined ? [] : [{ title: `Change to ${found}`, changes: [{ field: at, value: found }] }];
  }
}
