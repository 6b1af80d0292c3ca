// npm start: installs, builds, and runs the main job in the terminal. Arguments after `--` go to the demo.
import path from 'node:path';
import { install } from './install.mjs';
import { projectRoot, run } from './process.mjs';

await install();
const { build } = await import('./build.mjs');
try {
  await build();
} catch {
  console.error('The build failed; see the messages above.');
  process.exit(1);
}
process.exit(
  await run(process.execPath, [
    '--enable-source-maps',
    path.join(projectRoot, 'dist', 'cli.js'),
    'demo',
    ...process.argv.slice(2),
  ]),
);
