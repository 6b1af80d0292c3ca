import { nodeTargets, shippedFiles } from '../debug-adapter/node/targets';
import { runProgram } from './program';
import { standardStreams } from './standardStreams';

const streams = standardStreams();

runProgram(process.argv.slice(2), { ...streams.io, targets: nodeTargets(shippedFiles(__dirname)) }).then(
  (code) => {
    process.exitCode = streams.hasReaderLeft() ? streams.brokenPipeCode : code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
