import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeVu, upperFlags } from '../../../ee/vu/decode';
import { disassembleVu, disassembleVuWord } from '../../../ee/vu/disassemble';
import { vuInstructionNamed, vuInstructions } from '../../../ee/vu/table';
import { encode } from '../../../ee/encode';
import { vuOperandFields } from '../../../ee/vu/fields';

/** Pairs at addresses 0, 8, …, assembled by naken_asm, an assembler that knows nothing of this table. */
const assembled: readonly (readonly [text: string, upper: number, lower: number])[] = [
  ['NOP LQ.xyzw VF01, 5(VI02)', 0x000002ff, 0x01e11005],
  ['NOP LQ.x VF31, -3(VI15)', 0x000002ff, 0x011f7ffd],
  ['NOP SQ.yw VF07, 1023(VI03)', 0x000002ff, 0x02a33bff],
  ['NOP ILW.z VI04, -1024(VI05)', 0x000002ff, 0x08442c00],
  ['NOP ISW.w VI06, 12(VI07)', 0x000002ff, 0x0a26380c],
  ['NOP IADDIU VI08, VI09, 0x7abc', 0x000002ff, 0x11e84abc],
  ['NOP ISUBIU VI10, VI11, 0x801', 0x000002ff, 0x122a5801],
  ['NOP FCEQ VI01, 0xabcdef', 0x000002ff, 0x20abcdef],
  ['NOP FCSET 0x111111', 0x000002ff, 0x22111111],
  ['NOP FCAND VI01, 0x3f', 0x000002ff, 0x2400003f],
  ['NOP FCOR VI01, 0xff00ff', 0x000002ff, 0x26ff00ff],
  ['NOP FSEQ VI02, 0xfff', 0x000002ff, 0x282207ff],
  ['NOP FSSET 0xfc0', 0x000002ff, 0x2a2007c0],
  ['NOP FSAND VI03, 0x801', 0x000002ff, 0x2c230001],
  ['NOP FSOR VI04, 0x7ff', 0x000002ff, 0x2e0407ff],
  ['NOP FMEQ VI05, VI06', 0x000002ff, 0x30053000],
  ['NOP FMAND VI07, VI08', 0x000002ff, 0x34074000],
  ['NOP FMOR VI09, VI10', 0x000002ff, 0x36095000],
  ['NOP FCGET VI11', 0x000002ff, 0x380b0000],
  ['NOP B 0x0', 0x000002ff, 0x400007ec],
  ['NOP BAL VI15, 0x0', 0x000002ff, 0x420f07eb],
  ['NOP JR VI12', 0x000002ff, 0x48006000],
  ['NOP JALR VI13, VI14', 0x000002ff, 0x4a0d7000],
  ['NOP IBEQ VI01, VI02, 0x0', 0x000002ff, 0x500117e8],
  ['NOP IBNE VI03, VI04, 0x0', 0x000002ff, 0x520327e7],
  ['NOP IBLTZ VI05, 0x0', 0x000002ff, 0x58002fe6],
  ['NOP IBGTZ VI06, 0x0', 0x000002ff, 0x5a0037e5],
  ['NOP IBLEZ VI07, 0x0', 0x000002ff, 0x5c003fe4],
  ['NOP IBGEZ VI08, 0x0', 0x000002ff, 0x5e0047e3],
  ['NOP MFP.xyz VF09, P', 0x000002ff, 0x81c9067c],
  ['NOP XTOP VI10', 0x000002ff, 0x800a06bc],
  ['NOP XITOP VI11', 0x000002ff, 0x800b06bd],
  ['NOP XGKICK VI12', 0x000002ff, 0x800066fc],
  ['NOP ESADD P, VF01', 0x000002ff, 0x81c00f3c],
  ['NOP ERSADD P, VF02', 0x000002ff, 0x81c0173d],
  ['NOP ELENG P, VF03', 0x000002ff, 0x81c01f3e],
  ['NOP ERLENG P, VF04', 0x000002ff, 0x81c0273f],
  ['NOP EATANXY P, VF05', 0x000002ff, 0x81802f7c],
  ['NOP EATANXZ P, VF06', 0x000002ff, 0x8140377d],
  ['NOP ESUM P, VF07', 0x000002ff, 0x81e03f7e],
  ['NOP ESQRT P, VF08x', 0x000002ff, 0x800047bc],
  ['NOP ERSQRT P, VF09y', 0x000002ff, 0x80204fbd],
  ['NOP ERCPR P, VF10z', 0x000002ff, 0x804057be],
  ['NOP WAITP', 0x000002ff, 0x800007bf],
  ['NOP ESIN P, VF11w', 0x000002ff, 0x80605ffc],
  ['NOP EATAN P, VF12x', 0x000002ff, 0x800067fd],
  ['NOP EEXP P, VF13y', 0x000002ff, 0x80206ffe],
  ['NOP[E] NOP', 0x400002ff, 0x8000033c],
  ['NOP[D] MTIR VI03, VF04z', 0x100002ff, 0x804323fc],
  ['ADD.xyz VF01, VF02, VF03 DIV Q, VF00w, VF05x', 0x01c31068, 0x806503bc],
  ['MULAX.xyzw ACC, VF01, VF16x LQI.xyzw VF03, (VI04++)', 0x01f009bc, 0x81e3237c],
  ['MADDW.xy VF14, VF04, VF00w SQD.w VF02, (--VI01)', 0x0180238b, 0x8021137f],
  ['FTOI4.z VF03, VF04 RSQRT Q, VF06y, VF07z', 0x0043217d, 0x812733be],
  ['CLIPW.xyz VF01, VF02w MR32.xyzw VF08, VF09', 0x01c209ff, 0x81e84b3d],
  ['OPMULA.xyz ACC, VF01, VF02 IOR VI01, VI02, VI03', 0x01c20afe, 0x80031075],
];

describe('VU micro instructions', () => {
  it('are read as another assembler writes them', () => {
    assembled.forEach(([text, upper, lower], index) => {
      assert.equal(disassembleVu(upper, lower, index * 8), text);
    });
  });

  it('have each name once in a slot, and no row that another one hides', () => {
    for (const row of vuInstructions.filter(({ mask }) => mask !== 0)) {
      assert.equal((row.match & ~row.mask) >>> 0, 0, row.mnemonic);
      // A move without components is what is written NOP in the lower column.
      const dest = row.mnemonic.endsWith('.dest') ? 0x00200000 : 0;
      assert.equal(decodeVu(row.match | dest, row.slot), row, row.mnemonic);
      const name = row.mnemonic.replace(/\.(?:dest|xyz)$/, '');
      assert.equal(vuInstructionNamed(name, row.slot), row);
    }
  });

  it('decode to themselves with any operands and flags', () => {
    const rows = vuInstructions.filter(({ mask }) => mask !== 0);
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.nat(0xffffffff), (row, random) => {
        const dest = row.mnemonic.endsWith('.dest') ? 0x00200000 : 0;
        const word = ((random & ~row.mask) | row.match | dest) >>> 0;
        assert.equal(decodeVu(word, row.slot)?.mnemonic, row.mnemonic);
      }),
      { numRuns: 3000 },
    );
  });

  it('show flags, floats and words that are nothing', () => {
    assert.equal(disassembleVu(0x000002ff | upperFlags.E | upperFlags.T, 0x8000033c), 'NOP[ET] NOP');
    assert.equal(disassembleVu((0x000002ff | upperFlags.I) >>> 0, 0x3fc00000), 'NOP LOI 1.5');
    assert.equal(disassembleVuWord(0x0200003f, 'upper'), '.word 0x0200003f');
    assert.equal(disassembleVuWord(0xffffffff, 'lower'), '.word 0xffffffff');
    const add = vuInstructionNamed('add', 'upper');
    assert.ok(add);
    const word = encode(add, [[1], [2], [3]], 8, vuOperandFields);
    assert.equal(disassembleVuWord(word, 'upper'), 'ADD.x VF01, VF02, VF03');
  });
});
