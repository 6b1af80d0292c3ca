import { runOnStandardStreams } from './node/standardStreams';

runOnStandardStreams(process.argv.slice(2));
