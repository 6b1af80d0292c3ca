import { runOnStandardStreams } from './node/standardStreams';

runOnStandardStreams();
