/** How a machine is started for a session. */
export interface LaunchSteps<Machine> {
  /** @throws Error, also when aborted. Nothing is left running then. */
  readonly start: (signal: AbortSignal) => Promise<Machine>;
  /** Makes a started machine ready for the session. Fails soon when the machine is closed. */
  readonly prepare?: (machine: Machine, signal: AbortSignal) => Promise<void>;
  /** Whether the machine keeps running when the launch fails or is aborted. */
  readonly stays?: boolean;
}

/** The one launch of a target: it owns the abort, the start and the end of its machine, which is closed once. */
export class MachineLaunch<Machine> {
  private starting: Promise<Machine> | undefined;
  private closing: Promise<void> | undefined;

  /**
   * @param ended aborts when the session ends.
   * @param release ends a started machine, or leaves it running if it `stays`.
   */
  constructor(
    private readonly ended: AbortSignal,
    private readonly release: (machine: Machine, stays: boolean) => Promise<void>,
  ) {}

  /** The machine that was started; undefined before that. */
  get machine(): Promise<Machine> | undefined {
    return this.starting;
  }

  /** @throws Error of a step, after the machine is closed; the reason of the abort if `signal` or the session ended it. */
  async run(signal: AbortSignal, { start, prepare, stays = false }: LaunchSteps<Machine>): Promise<void> {
    const either = AbortSignal.any([signal, this.ended]);
    either.throwIfAborted();
    this.starting = start(either);
    const end = (): void => void this.close(stays).catch(() => undefined);
    either.addEventListener('abort', end);
    try {
      const machine = await this.starting;
      either.throwIfAborted();
      await prepare?.(machine, either);
      either.throwIfAborted();
    } catch (error) {
      await this.close(stays);
      either.throwIfAborted();
      throw error;
    } finally {
      either.removeEventListener('abort', end);
    }
  }

  /** Ends the machine after its start. Only the first call decides whether it `stays`. */
  close(stays = false): Promise<void> {
    this.closing ??= this.end(stays);
    return this.closing;
  }

  private async end(stays: boolean): Promise<void> {
    const { starting } = this;
    // The caller of `run` gets the error of a failed start.
    const started = await starting?.then(
      (machine) => ({ machine }),
      () => undefined,
    );
    if (started) await this.release(started.machine, stays);
  }
}
