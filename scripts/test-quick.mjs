// npm run test:quick: types, lint and the fast unit tests, in a few minutes, with no privileges and nothing installed
// outside of node_modules. Ends with a plain line `N passed, N failed, N skipped`.
import { install } from './install.mjs';
import { cores, Jobs, npmScript } from './jobs.mjs';
import { leftOut, quickUnitTests } from './unit-tests.mjs';

await install();
const jobs = new Jobs();
// Those that take longest start first: the unit tests of the smaller rooms, then the lint.
const [longest, ...others] = quickUnitTests();
await jobs.runAll(
  [
    ...(longest ? [longest] : []),
    npmScript('lint', 'check:lint'),
    npmScript('types', 'check:types'),
    ...others,
  ],
  cores,
);

console.log('\nLeft out (`npm test` runs all of it):');
for (const { file, why } of leftOut()) console.log(`  npx mocha test/${file}   (${why})`);
console.log('  npm run check:format');
console.log('  npx mocha "test/browser/**/*.test.ts"   (needs Chromium)');
console.log('  node scripts/test.mjs --only host       (needs the VS Code server, which it installs)');
console.log('  node scripts/test.mjs --only e2e        (needs Chromium and the VS Code server)\n');
process.exit(await jobs.finish());
