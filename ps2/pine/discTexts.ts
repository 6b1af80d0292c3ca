import { readWhole } from '../../disc/readWhole';
import { viewOf } from '../../common/littleEndian';
import type { ByteSource } from '../../disc/byteSource';
import { parseSystemCnf } from '../../disc/systemCnf';
import { fileOfImage, findFile, readVolume } from '../../disc/volume';
import type { PineTexts } from './machine';

/**
 * The texts that PINE reports about a bootable disc.
 * @param version name and version of the emulator.
 * @throws Error when the disc does not boot.
 */
export async function discTexts(image: ByteSource, version: string): Promise<PineTexts> {
  const volume = await readVolume(image);
  const contentOf = async (name: string): Promise<Uint8Array> => {
    const file = findFile(volume, name);
    if (!file) throw new Error(`The disc has no ${name}: nothing to boot.`);
    return readWhole(fileOfImage(image, file), name);
  };
  const configuration = parseSystemCnf(await contentOf('SYSTEM.CNF'));
  const program = await contentOf(configuration.bootFile);
  const discCode = configuration.bootFile.split('\\').at(-1) ?? '';
  return {
    version,
    title: volume.volumeId,
    id: discCode.replace('_', '-').replace('.', ''),
    uuid: programCrc(program).toString(16).padStart(8, '0'),
    gameVersion: configuration.version,
  };
}

/** What PCSX2 calls the CRC of a game: the exclusive or of the words of its program. */
function programCrc(program: Uint8Array): number {
  const view = viewOf(program);
  let crc = 0;
  for (let at = 0; at + 4 <= program.length; at += 4) crc ^= view.getUint32(at, true);
  return crc >>> 0;
}
