/** The prompt of a project: the first of `prompts` in its `ps2ml.json`. */
export interface ProjectPrompt {
  /** URI of the `ps2ml.json`. */
  readonly file: string;
  readonly prompt: string;
}

/** The current prompts of projects, by the launch path of the model that they run. */
export type ProjectPrompts = ReadonlyMap<string, ProjectPrompt>;

/**
 * The prompt that the user chose in this window. It is newer than the prompts that the projects had at that time, so it
 * overrides each of them until it is changed in `ps2ml.json`.
 */
export class ChosenPrompt {
  private chosen: { readonly text: string; readonly replaced: ProjectPrompts } | undefined;
  /** The models of the projects whose override was announced. */
  private readonly announced = new Set<string>();

  /** @param announce called once for each project whose prompt is overridden, before its first run */
  constructor(private readonly announce: (text: string, project: ProjectPrompt) => void) {}

  /** @param current the prompts of the projects now */
  choose(text: string, current: ProjectPrompts): void {
    this.chosen = { text, replaced: current };
    this.announced.clear();
  }

  /** The prompt that replaces the `prompt` that the project of `model` sets; undefined if that one applies. */
  insteadOf(model: string, prompt: string): string | undefined {
    const { chosen } = this;
    return chosen?.replaced.get(model)?.prompt === prompt && chosen.text !== prompt ? chosen.text : undefined;
  }

  /** A run of `model` starts with the prompt that was chosen. */
  starts(model: string): void {
    const { chosen } = this;
    const project = chosen?.replaced.get(model);
    if (chosen === undefined || project === undefined || this.announced.has(model)) return;
    this.announced.add(model);
    this.announce(chosen.text, project);
  }
}
