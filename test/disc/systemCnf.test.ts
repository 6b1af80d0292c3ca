import assert from 'node:assert/strict';
import { formatSystemCnf, parseSystemCnf } from '../../disc/systemCnf';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('SYSTEM.CNF', () => {
  it('is read back as it was written', () => {
    const cnf = { bootFile: 'ABCD_123.45', version: '1.00', videoMode: 'PAL' } as const;
    assert.deepEqual(parseSystemCnf(formatSystemCnf(cnf)), cnf);
  });

  it('is read in the forms that discs use', () => {
    for (const line of [
      'BOOT2 = cdrom0:\\SLUS_200.01;1',
      'BOOT2=cdrom0:\\SLUS_200.01;1',
      'VER = 1.00\nBOOT2 =cdrom0:\\slus_200.01;1',
      '  boot2  =  cdrom0:SLUS_200.01  ',
    ]) {
      assert.equal(parseSystemCnf(bytes(line)).bootFile, 'SLUS_200.01');
    }
  });

  it('may name a program in a folder', () => {
    const { bootFile } = parseSystemCnf(bytes('BOOT2 = cdrom0:\\data\\SLUS_200.01;1'));
    assert.equal(bootFile, 'DATA\\SLUS_200.01');
  });

  it('says what is missing', () => {
    assert.throws(() => parseSystemCnf(bytes('')), /no line "BOOT2/);
    assert.throws(() => parseSystemCnf(bytes('BOOT = cdrom:\\A;1')), /PlayStation 1 disc/);
    assert.throws(() => parseSystemCnf(bytes('BOOT2 = mc0:/BOOT.ELF')), /device mc0:, expected cdrom0:/);
    assert.throws(() => parseSystemCnf(bytes('BOOT2 = cdrom0:\\TOOLONGNAME.ELF;1')), /at most 8/);
  });

  it('is not written for a program that nobody would recognise', () => {
    for (const bootFile of ['MAIN.ELF', 'PSML_0000.1', 'psml_000.01']) {
      assert.throws(() => formatSystemCnf({ bootFile, version: '1.00', videoMode: 'NTSC' }), /XXXX_000\.00/);
    }
    assert.throws(
      () => formatSystemCnf({ bootFile: 'PSML_000.01', version: '1', videoMode: 'NTSC' }),
      /Example: 1\.00/,
    );
  });
});
