import type { Dialect } from './dialect';

const gas = String.raw`
.align n       | Aligns to two to the power of n bytes
.ascii "text"  | Text without a terminating zero
.asciiz "text" | Text with a terminating zero
.balign n      | Aligns to n bytes
.byte n, …     | Bytes
.comm name, n  | n bytes of common storage
.data          | What follows is data
.dword n, …    | Doublewords
.else          | Else branch of .if
.end name      | End of a function
.endif         | End of .if
.endm          | End of .macro
.endr          | End of .rept
.ent name      | Start of a function
.equ name, n   | Gives a name a value
.extern name   | A symbol of another file
.float n, …    | Floats
.frame $sp, n, $ra | Describes the stack of a function
.globl name    | Exports a symbol
.half n, …     | Halfwords
.if n          | What follows is assembled when n is not zero
.ifdef name    | What follows is assembled when the name is defined
.ifndef name   | What follows is assembled when the name is not defined
.include "file" | Includes a file
.macro name a, b | Defines a macro with arguments, used as \a and \b
.p2align n     | Aligns to two to the power of n bytes
.quad n, …     | Doublewords
.rept n        | Repeats what follows n times
.section name  | What follows belongs to a section
.set noat      | $at may be written; the assembler does not use it
.set nomacro   | Warns about macros of more than one instruction
.set noreorder | Delay slots are as written
.set pop       | Restores the options saved by .set push
.set push      | Saves the options
.set reorder   | The assembler fills delay slots and avoids the short-loop erratum
.space n       | n bytes of zeros
.text          | What follows is code
.type name, @function | Sets the type of a symbol
.word n, …     | Words
`;
const micro = String.raw`
.align n       | Aligns to two to the power of n bytes
.global name   | Exports a symbol
.include "file" | Includes a file
.vu            | What follows is a micro program
.DmaPackVif n  | Whether VIF codes are packed into DMA tags
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
--enter        | The registers in use at the start follow
--endenter     | End of --enter
--exit         | End of the program; registers that are read afterwards follow
--endexit      | End of --exit
--exitm label  | End of the program at a label
--cont         | The program stops here and continues at the next start
--barrier      | No instruction is moved across this line
--LoopCS m, n  | The loop that follows runs at least m times and may overlap n times
--LoopExtra n  | Extra iterations that are allowed
--LoopAbs n    | Iterations that always run
`;

/** The form of a directive with its operands, and its meaning. */
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
