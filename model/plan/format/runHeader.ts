import { regionsOnTv } from './codes';
import { ascii, at, choice, f32, i32, u16, u32, u32s, yesNo } from './field';
import { FileRecord } from './record';

export const runMagic = 'PS2MRUN1';
export const runVersion = { major: 1, minor: 2 };
export const mostStopIds = 64;

/** RUN.BIN up to the prompt's ids. */
export const runHeader = new FileRecord('run_settings', 512, {
  magic: ascii(8, `\`${runMagic}\``),
  major: u16(`version of the format: ${runVersion.major}`),
  minor: u16(`version of the format: ${runVersion.minor}`),
  fileBytes: u32('bytes of the file'),
  crc: u32('CRC-32 of the file with this field 0'),
  promptCount: at(24, u32('number of prompt ids (at least 1)')),
  maxTokens: u32('maximum number of tokens to generate'),
  seed: u32('seed'),
  temperature: f32('temperature'),
  topK: u32('top-k'),
  topP: f32('top-p'),
  repetitionPenalty: f32('repetition penalty'),
  noRepeatNgram: u32('no-repeat n-gram'),
  waitForDebuggerMs: u32('milliseconds to wait for a debugger before operation 0 (0: do not wait)'),
  stopCount: u32(`number of stop ids (at most ${mostStopIds})`),
  sampledIds: u32(
    'number of ids that may be sampled, from 0 on; rows beyond are padding (0, as in 1.0: all)',
  ),
  tvRegion: choice(regionsOnTv, 'TV region', 'REGION_'),
  screenRight: i32('pixels by which the picture is moved to the right (at most 64, as if larger)'),
  screenDown: i32('lines by which the picture is moved down (at most 32, as if larger)'),
  interactive: yesNo('a person may choose prompt and settings with the controller'),
  prompts: u32('number of prompts to choose from'),
  promptsStart: u32('offset of their list: for each one the number of its ids, then its ids'),
  stopIds: at(128, u32s(mostStopIds, 'stop ids')),
});
