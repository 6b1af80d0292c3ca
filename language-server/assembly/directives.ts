import type { Dialect } from './dialect';

const gas = String.raw`
.align n       | Aligns to two to the power of n bytes
.ascii "text"  | Text without a zero at its end
.asciiz "text" | Text with a zero at its end
.balign n      | Aligns to n bytes
.byte n, …     | Bytes
.comm name, n  | Room of n bytes that several files may share
.data          | What follows is data
.dword n, …    | Doublewords
.else          | The other case of .if
.end name      | End of a function
.endif         | End of .if
.endm          | End of .macro
.endr          | End of .rept
.ent name      | Beginning of a function
.equ name, n   | Gives a name a value
.extern name   | A name of another file
.float n, …    | Floats
.frame $sp, n, $ra | Describes the stack of a function
.globl name    | Makes a name known to other files
.half n, …     | Halfwords
.if n          | What follows is assembled when n is not zero
.ifdef name    | What follows is assembled when the name is defined
.ifndef name   | What follows is assembled when the name is not defined
.include "file" | Puts a file here
.macro name a, b | Names a piece of text with arguments, written \a and \b in it
.p2align n     | Aligns to two to the power of n bytes
.quad n, …     | Doublewords
.rept n        | Repeats what follows n times
.section name  | What follows belongs to a section
.set noat      | $at may be written; the assembler does not use it
.set nomacro   | Warns of what becomes more than one instruction
.set noreorder | Delay slots are as written
.set pop       | Takes the options back that .set push kept
.set push      | Keeps the options
.set reorder   | The assembler fills delay slots and avoids the short-loop erratum
.space n       | n bytes of zeros
.text          | What follows is code
.type name, @function | Says what a name is
.word n, …     | Words
`;
const micro = String.raw`
.align n       | Aligns to two to the power of n bytes
.global name   | Makes a name known to other files
.include "file" | Puts a file here
.vu            | What follows is a micro program
.DmaPackVif n  | Packs VIF codes into DMA tags, or not
.EndDmaData    | End of the data of a DMA tag
.EndMPG        | End of a micro program in an MPG code
.EndUNPACK     | End of the data of an UNPACK code
.EndGIF        | End of the data of a GIF tag
`;
const vcl = String.raw`
.syntax new    | Operands in the newer form: component letters in brackets
.vu            | What follows is a program for a vector unit
.name label    | Name of the program
.init_vf_all   | All vector registers may be used
.init_vi_all   | All integer registers may be used
.init_vf a, …  | Vector registers that may be used
.init_vi a, …  | Integer registers that may be used
--enter        | Registers that hold something at the start follow
--endenter     | End of what --enter began
--exit         | End of the program; registers that are read afterwards follow
--endexit      | End of what --exit began
--exitm label  | End of the program at a label
--cont         | The program stops here and goes on at the next start
--barrier      | Nothing is moved across this line
--LoopCS m, n  | The loop that follows runs at least m times and may overlap n times
--LoopExtra n  | Rounds that may run too much
--LoopAbs n    | Rounds that are always run
`;

/** What a directive is for: as it is written with its operands, and in words. */
export interface Directive {
  readonly name: string;
  readonly usage: string;
  readonly words: string;
}

function parse(text: string): Directive[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [usage = '', words = ''] = line.split('|').map((cell) => cell.trim());
      return { name: usage.split(' ')[0] ?? usage, usage, words };
    });
}

const byDialect: Readonly<Record<Dialect, readonly Directive[]>> = {
  r5900: parse(gas),
  vsm: parse(micro),
  vcl: parse(vcl),
};

/** The directives of a dialect. */
export function directivesOf(dialect: Dialect): readonly Directive[] {
  return byDialect[dialect];
}
