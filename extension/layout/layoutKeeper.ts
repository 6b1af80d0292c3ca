import * as vscode from 'vscode';
import { layoutInsight } from '../../model/plan/layoutInsight';
import { isSameLayout, layoutSentence, type DiscLayout } from '../../model/plan/discLayout';
import type { LayoutArgument } from '../../webviews/messages/figures';
import { runStreamed } from '../debug/runCommands';
import { showInformation } from '../messages';
import { projectOfModel } from '../project/resolver';
import { fileNameOf } from '../uris';
import { meanTokenMs } from '../views/facts';
import type { Figures } from '../views/figures';
import { keepLayout, launchesWithLayout, layoutOf, type KeptLayout } from './modelLayout';

/** Builds the disc image of a model in the layout of its settings. */
export type ImageBuilder = (
  model: vscode.Uri,
  layout: DiscLayout,
  signal: AbortSignal,
  progress: (message: string) => void,
) => Promise<void>;

/** A layout that was applied, with what it was before and what it was to bring. */
interface Change {
  readonly model: vscode.Uri;
  readonly layout: DiscLayout;
  readonly kept: KeptLayout;
  readonly presentMs: number;
  readonly layoutMs: number;
  /** What a token took before, where that was measured. */
  readonly measuredMs?: number;
}

/** Applies disc layouts to models, undoes that, and reports the gain. */
export class LayoutKeeper implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private change: Change | undefined;
  private said = '';

  /** @param build absent where no image can be built, for example in a browser. */
  constructor(
    private readonly figures: Figures,
    private readonly build: ImageBuilder | undefined,
  ) {
    this.subscription = figures.onDidChange(() => this.tell());
  }

  /**
   * Keeps a layout for the model that is shown, and builds its image so that the next run starts at once.
   * @throws Error when it cannot be applied; the setting is then unchanged.
   */
  async apply(
    { layout, presentMs, layoutMs }: LayoutArgument,
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
  ): Promise<void> {
    const { shownModel: model } = this;
    const { run } = this.figures;
    const measuredMs = run === undefined ? undefined : meanTokenMs(run);
    const kept = await keepLayout(model, layout);
    try {
      await this.buildImage(model, layout, signal, progress);
    } catch (error) {
      await kept.restore();
      throw error;
    }
    this.change = {
      model,
      layout,
      kept,
      presentMs,
      layoutMs,
      ...(measuredMs !== undefined && { measuredMs }),
    };
    this.tell();
    this.offer(model, layout, kept);
  }

  /** Runs the model that is shown. @throws Error when its location is unknown. */
  async run(): Promise<void> {
    await runModel(this.shownModel);
  }

  /** Runs the model that is shown once with each matrix read from the disc. @throws Error when its location is unknown. */
  async runStreamed(): Promise<void> {
    await runStreamed(await programOf(this.shownModel));
  }

  /** Applies the layout that costs least to the model that is shown. @throws Error when none costs less. */
  async applyBest(): Promise<void> {
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
    const insight = await layoutInsight(this.figures.facts(), pause);
    if (insight?.better === undefined) throw new Error('The current layout is the best one for this model.');
    const { present, better } = insight;
    await this.apply(
      { layout: better.layout, presentMs: present.ms, layoutMs: better.result.ms },
      new AbortController().signal,
      () => undefined,
    );
  }

  /** @throws Error when no layout was applied. */
  async undo(): Promise<void> {
    const { change } = this;
    if (change === undefined) {
      throw new Error(
        'No layout was applied in this window. The layout in use comes from ps2ml.json or the setting ps2ml.layout.',
      );
    }
    await change.kept.restore();
    this.change = undefined;
    this.said = '';
    this.figures.setApplied(undefined);
    void vscode.window.showInformationMessage(
      `Restored the previous layout of ${fileNameOf(change.model)}: ${layoutSentence(await layoutOf(change.model))}.`,
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private get shownModel(): vscode.Uri {
    const { model } = this.figures;
    if (model === undefined) throw new Error('The location of this model is unknown. Open the model first.');
    return model;
  }

  private async buildImage(
    model: vscode.Uri,
    layout: DiscLayout,
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
  ): Promise<void> {
    const { build } = this;
    if (build === undefined) return;
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Building the disc for ${fileNameOf(model)}`,
        cancellable: true,
      },
      async (notification, token) => {
        const cancelled = new AbortController();
        token.onCancellationRequested(() =>
          cancelled.abort(new Error('The layout was not applied: building its disc was cancelled.')),
        );
        await build(model, layout, AbortSignal.any([signal, cancelled.signal]), (message) => {
          notification.report({ message });
          const done = /(\d+) %$/.exec(message)?.[1];
          if (done !== undefined) progress(Number(done), 100);
        });
      },
    );
  }

  private offer(model: vscode.Uri, layout: DiscLayout, { place }: KeptLayout): void {
    const launches = launchesWithLayout(model);
    const exceptions =
      launches.length === 0 ? '' : ` "${launches.join('", "')}" in launch.json sets its own layout.`;
    showInformation(
      `${fileNameOf(model)} has a new disc layout: ${layoutSentence(layout)}. Saved in ${place}.${exceptions} ${this.said}`,
      {
        title: 'Run to Measure',
        press: () => runModel(model),
      },
      { title: 'Undo', press: () => this.undo() },
    );
  }

  /** Shows the forecast gain in the view, and the measured gain as soon as a run has measured it. */
  private tell(): void {
    const { change, figures } = this;
    if (change === undefined) return;
    const { run } = figures;
    const isOurs = run?.plan.layout !== undefined && isSameLayout(run.plan.layout, change.layout);
    const now =
      isOurs && figures.model?.toString() === change.model.toString() ? meanTokenMs(run) : undefined;
    const sentences = sentencesOf(change, now);
    const text = sentences.join(' ');
    if (text === this.said) return;
    this.said = text;
    figures.setApplied({ layout: change.layout, sentences });
  }
}

/** The project that a model belongs to, else the model. */
const programOf = async (model: vscode.Uri): Promise<vscode.Uri> => (await projectOfModel(model)) ?? model;

/** Runs a model without stops, or the project that it belongs to. */
async function runModel(model: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('ps2ml.run', await programOf(model));
}

function sentencesOf({ presentMs, layoutMs, measuredMs }: Change, now: number | undefined): string[] {
  const ms = (value: number): string =>
    value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 });
  const gain = (before: number, after: number): string =>
    before <= 0 ? '' : `, ${(100 * (1 - after / before)).toFixed(1)} % less`;
  const forecast = `Forecast: ${ms(presentMs)} → ${ms(layoutMs)} ms per token${gain(presentMs, layoutMs)}.`;
  if (now === undefined) return [forecast, 'Run the model to measure the gain.'];
  const measured =
    measuredMs === undefined
      ? `Measured: ${ms(now)} ms per token. There is no earlier measurement.`
      : `Measured: ${ms(measuredMs)} → ${ms(now)} ms per token${gain(measuredMs, now)}.`;
  return [forecast, measured];
}
