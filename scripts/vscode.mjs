// npm run vscode: opens the sample in VS Code with this extension. Uses the `code` command if there is one, else the
// pinned server of .vscode-test/ on 127.0.0.1, to be opened in a browser; Ctrl+C then ends everything.
// Option: --browser uses the server even if there is a `code` command.
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { install } from './install.mjs';
import { projectRoot, run } from './process.mjs';

const samples = path.join(projectRoot, 'samples');

/** Whether desktop VS Code is available on the command line. */
function hasDesktop() {
  // Through a shell, because it is a command file on Windows.
  const answer = spawnSync('code --version', { shell: true, encoding: 'utf8', timeout: 20_000 });
  return answer.status === 0 && /^\d+\.\d+/.test(answer.stdout);
}

async function openDesktop() {
  console.log(`Opening ${samples} in VS Code.`);
  return run('code', [`--extensionDevelopmentPath=${projectRoot}`, samples]);
}

async function serve() {
  const { installHost, startHost } = await import('./host.mjs');
  await installHost();
  const host = await startHost({ token: true, extensionLink: projectRoot });
  console.log('\nVS Code is running; press Ctrl+C to stop. Open in a browser on this machine:\n');
  console.log(`  ${host.url}?tkn=${host.token}&folder=${encodeURIComponent(samples)}\n`);
  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve('stopped'));
  });
  if ((await Promise.race([stopped, host.ended])) === 'stopped') {
    await host.dispose();
    return 0;
  }
  console.error(`The server stopped. Last output:\n${host.log.slice(-20).join('\n')}`);
  return 1;
}

await install();
const { build } = await import('./build.mjs');
try {
  await build();
} catch {
  console.error('The build failed; see the messages above.');
  process.exit(1);
}
const desktop = !process.argv.includes('--browser') && hasDesktop();
process.exit(desktop ? await openDesktop() : await serve());
