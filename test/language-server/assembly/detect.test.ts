import assert from 'node:assert/strict';
import { assemblyLanguageOf } from '../../../language-server/assembly/detect';

describe('detection of assembly', () => {
  const of = (name: string, text: string, inProject = false) => assemblyLanguageOf({ name, text, inProject });
  const r5900 = { id: 'r5900-asm', sure: true };

  it('knows R5900 sources by what only the R5900 has', () => {
    for (const text of [
      '.set arch=r5900',
      '# for the R5900\n.set mips5900',
      '\tlq $t0, 0($a0)',
      'loop:\tpmaddh $v0, $v1, $a0',
      '\tmult1 $v0, $v1, $a0',
      'vmove.xyz $vf1, $vf2',
    ])
      assert.deepEqual(of('file:///a.S', text), r5900, text);
    assert.deepEqual(of('file:///a.s?x', '\tqmtc2 $v0, $vf3'), r5900);
  });

  it('leaves other processors, other programs and other files alone', () => {
    for (const text of [
      '\tmov eax, ebx\n\tmovq xmm0, [rsi]',
      '\tldr r0, [r1]\n\tadd r0, r0, #1',
      '\taddu $v0, $v1, $a0\n\tlw $t0, 0($sp)',
      'lq: .word 1',
      '',
    ])
      assert.equal(of('file:///a.s', text), undefined, text);
    assert.equal(of('file:///a.c', '\tlq $t0, 0($a0)'), undefined);
    assert.equal(of('file:///default.vcl', 'vcl 4.1;\nbackend default { .host = "a"; }'), undefined);
  });

  it('takes any MIPS source in a project, but not one of another processor', () => {
    assert.deepEqual(of('file:///a.s', '\taddu $v0, $v1, $a0', true), { id: 'r5900-asm', sure: false });
    assert.equal(of('file:///a.s', '\tmov eax, ebx', true), undefined);
  });

  it('knows VCL from the files of a web cache', () => {
    assert.deepEqual(of('file:///a.vcl', '\t.syntax new\n\t--enter'), { id: 'ps2-vcl', sure: true });
  });
});
