// The watch: rebuilds the bundles on every change, and says so in lines that an editor can read. `.vscode/tasks.json`
// holds the patterns of these lines.

/** @param {import('esbuild').Message} message */
function lineOf({ text, location }, /** @type {string} */ severity) {
  // Editors count columns from 1, esbuild from 0.
  const place = location ? `${location.file}:${location.line}:${location.column + 1}: ` : '';
  return `${place}${severity}: ${text}`;
}

/** Joins the builds of several bundles into one: it begins with the first of them and is done when all are. */
class Round {
  /** Builds that go on. @type {Set<unknown>} */
  #running = new Set();
  /** @type {Map<unknown, string[]>} */
  #problems = new Map();
  #print;

  /** @param {(line: string) => void} print */
  constructor(print) {
    this.#print = print;
  }

  /** A build begins, or will at once. */
  begin(/** @type {unknown} */ build) {
    if (this.#running.size === 0) this.#print('[watch] build started');
    this.#running.add(build);
  }

  /** @param {unknown} build @param {Pick<import('esbuild').BuildResult, 'errors' | 'warnings'>} result */
  end(build, { errors, warnings }) {
    this.#running.delete(build);
    this.#problems.set(build, [
      ...errors.map((error) => lineOf(error, 'error')),
      ...warnings.map((warning) => lineOf(warning, 'warning')),
    ]);
    if (this.#running.size > 0) return;
    // Two bundles may hold the same faulty file. Those that were not built again still have theirs.
    const problems = new Set([...this.#problems.values()].flat());
    for (const line of problems) this.#print(line);
    const count = [...problems].filter((line) => /(?:^|: )error: /.test(line)).length;
    this.#print(`[watch] build finished, ${count} ${count === 1 ? 'error' : 'errors'}`);
  }
}

/**
 * Builds and goes on to rebuild until it is disposed or this process ends. It takes nothing away from dist/, which a
 * running VS Code may have open.
 * @param {import('esbuild').BuildOptions[]} configurations
 * @param {(line: string) => void} [print]
 * @returns {Promise<{ dispose: () => Promise<void> }>}
 */
export async function watch(configurations, print = (line) => console.log(line)) {
  const esbuild = await import('esbuild');
  const round = new Round(print);
  for (const configuration of configurations) round.begin(configuration);
  const contexts = await Promise.all(
    configurations.map((configuration) => {
      const report = {
        name: 'report',
        setup(/** @type {import('esbuild').PluginBuild} */ build) {
          build.onStart(() => round.begin(configuration));
          build.onEnd((result) => round.end(configuration, result));
        },
      };
      // The last plugin hears of a build when the others are done with it.
      const plugins = [...(configuration.plugins ?? []), report];
      return esbuild.context({ ...configuration, plugins, logLevel: 'silent' });
    }),
  );
  await Promise.all(contexts.map((context) => context.watch()));
  return {
    dispose: async () => {
      await Promise.all(contexts.map((context) => context.dispose()));
    },
  };
}
