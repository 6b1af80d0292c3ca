// For people with desktop VS Code: `npx vscode-test` downloads the oldest VS Code that the extension supports and runs
// the tests of test/host/ in it. `npm test` runs the same tests in the pinned server of .vscode-test/ instead.
import { defineConfig } from '@vscode/test-cli';
import { build } from './scripts/build.mjs';
import { bundleHostTests } from './scripts/bundle-host-tests.mjs';

await build();
await bundleHostTests();

export default defineConfig({
  files: 'out/test/host/*.test.js',
  version: '1.100.0',
  // The second stands in for Microsoft's Hex Editor.
  extensionDevelopmentPath: ['.', 'test/fixtures/hexEditor'],
  workspaceFolder: '.vscode-test/workspaces/empty',
  mocha: { timeout: 30_000, forbidOnly: true },
});
