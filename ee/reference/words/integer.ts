/** One sentence for each integer instruction. Columns: mnemonic, words. */
export const integerWords = String.raw`
add     | Adds two words; stops with an exception when the sum does not fit
addu    | Adds two words and lets the sum wrap around
sub     | Subtracts two words; stops with an exception when the difference does not fit
subu    | Subtracts two words and lets the difference wrap around
and     | Bitwise and of 64 bits
or      | Bitwise or of 64 bits; with $zero it copies a register
xor     | Bitwise exclusive or of 64 bits
nor     | Bitwise or of 64 bits, then all bits changed; with $zero it is a not
slt     | Sets a register to 1 when one signed number is less than another, else to 0
sltu    | Sets a register to 1 when one unsigned number is less than another, else to 0
dadd    | Adds two doublewords; stops with an exception when the sum does not fit
daddu   | Adds two doublewords and lets the sum wrap around
dsub    | Subtracts two doublewords; stops with an exception when the difference does not fit
dsubu   | Subtracts two doublewords and lets the difference wrap around
movz    | Copies a register when another one is zero, without a branch
movn    | Copies a register when another one is not zero, without a branch
addi    | Adds a constant to a word; stops with an exception when the sum does not fit
addiu   | Adds a constant to a word and lets the sum wrap around; the constant is signed despite the name
daddi   | Adds a constant to a doubleword; stops with an exception when the sum does not fit
daddiu  | Adds a constant to a doubleword and lets the sum wrap around
slti    | Sets a register to 1 when a signed number is less than a constant, else to 0
sltiu   | Sets a register to 1 when an unsigned number is less than a constant, else to 0
andi    | Bitwise and with a constant of 16 bits
ori     | Bitwise or with a constant of 16 bits
xori    | Bitwise exclusive or with a constant of 16 bits
lui     | Loads a constant into the upper half of a word and clears the lower half
sll     | Shifts a word left by a constant
srl     | Shifts a word right by a constant and fills with zeros
sra     | Shifts a word right by a constant and fills with the sign
sllv    | Shifts a word left by the low five bits of a register
srlv    | Shifts a word right by the low five bits of a register and fills with zeros
srav    | Shifts a word right by the low five bits of a register and fills with the sign
dsll    | Shifts a doubleword left by 0 to 31
dsrl    | Shifts a doubleword right by 0 to 31 and fills with zeros
dsra    | Shifts a doubleword right by 0 to 31 and fills with the sign
dsll32  | Shifts a doubleword left by 32 to 63
dsrl32  | Shifts a doubleword right by 32 to 63 and fills with zeros
dsra32  | Shifts a doubleword right by 32 to 63 and fills with the sign
dsllv   | Shifts a doubleword left by the low six bits of a register
dsrlv   | Shifts a doubleword right by the low six bits of a register and fills with zeros
dsrav   | Shifts a doubleword right by the low six bits of a register and fills with the sign
mult    | Multiplies two signed words into HI and LO, and into a register when one is given
multu   | Multiplies two unsigned words into HI and LO, and into a register when one is given
div     | Divides signed words: quotient into LO, remainder into HI
divu    | Divides unsigned words: quotient into LO, remainder into HI
mfhi    | Copies HI into a register
mthi    | Copies a register into HI
mflo    | Copies LO into a register
mtlo    | Copies a register into LO
madd    | Multiplies two signed words and adds the product to HI and LO
maddu   | Multiplies two unsigned words and adds the product to HI and LO
mult1   | Multiplies two signed words in the second multiplier, into HI1 and LO1
multu1  | Multiplies two unsigned words in the second multiplier, into HI1 and LO1
div1    | Divides signed words in the second divider: quotient into LO1, remainder into HI1
divu1   | Divides unsigned words in the second divider: quotient into LO1, remainder into HI1
madd1   | Multiplies two signed words and adds the product to HI1 and LO1
maddu1  | Multiplies two unsigned words and adds the product to HI1 and LO1
mfhi1   | Copies HI1 into a register
mthi1   | Copies a register into HI1
mflo1   | Copies LO1 into a register
mtlo1   | Copies a register into LO1
mfsa    | Copies the shift amount register into a register; only good for mtsa
mtsa    | Restores the shift amount register from what mfsa read
mtsab   | Sets the shift amount of qfsrv in bytes
mtsah   | Sets the shift amount of qfsrv in halfwords
`;
