// npm run bench: the figures of bench/, bundled like the release. Options after `--`: --json, --only NAME,
// --interactive (discs with a menu, in which START is pressed).
import path from 'node:path';
import { install } from './install.mjs';
import { projectRoot, run } from './process.mjs';

await install();
const { build } = await import('esbuild');
const outfile = path.join(projectRoot, 'out', 'bench.js');
await build({
  entryPoints: [path.join(projectRoot, 'bench', 'main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
process.chdir(projectRoot);
process.exit(await run(process.execPath, [outfile, ...process.argv.slice(2)]));
