// npm run generate: writes what derives from the targets into package.json, package.nls.json, the schema of ps2ml.json
// and docs/debugging.md. With --check it only says what is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { generatedFiles } from '../debug-adapter/launch/generated';

const root = path.join(__dirname, '..');
const isCheck = process.argv.includes('--check');

async function main(): Promise<void> {
  for (const [name, make] of Object.entries(generatedFiles())) {
    const file = path.join(root, name);
    const before = readFileSync(file, 'utf8');
    const options = await resolveConfig(file);
    const after = await format(make(before), { ...options, filepath: file });
    if (after === before) continue;
    if (isCheck) {
      console.error(`${name} is not up to date: run npm run generate.`);
      process.exitCode = 1;
    } else writeFileSync(file, after);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
