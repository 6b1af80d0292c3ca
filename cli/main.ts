import { nodeTargets, shippedFiles } from '../debug-adapter/node/targets';
import { runProgram } from './program';

const stop = new AbortController();
process.once('SIGINT', () => {
  stop.abort(new Error('stopped'));
});

runProgram(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  signal: stop.signal,
  targets: nodeTargets(shippedFiles(__dirname)),
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
