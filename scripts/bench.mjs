// npm run bench: the figures of bench/. Options after `--`: --json, --only NAME.
import path from 'node:path';
import { install } from './install.mjs';
import { projectRoot, run } from './process.mjs';

await install();
const main = path.join(projectRoot, 'bench', 'main.ts');
process.exit(await run(process.execPath, ['--import', 'tsx', main, ...process.argv.slice(2)]));
