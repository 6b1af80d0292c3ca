import { ascii, at, named, optional, u16, u32 } from './field';
import { FileRecord } from './record';

export const tokensMagic = 'PS2MTOKS';
export const tokensVersion = { major: 1, minor: 0 };

/** TOKENS.BIN up to the offsets of its texts. */
export const tokensHeader = new FileRecord('tokens_file', 64, {
  magic: ascii(8, `\`${tokensMagic}\``),
  major: u16(`version of the format: ${tokensVersion.major}`),
  minor: u16(`version of the format: ${tokensVersion.minor}`),
  fileBytes: u32('bytes of the file'),
  crc: u32('CRC-32 of the file with this field 0'),
  count: at(24, u32('number of ids')),
  bos: optional('beginning-of-sequence id'),
  eos: optional('end-of-sequence id'),
  textStart: named('text', u32('offset of the first byte of text')),
});
