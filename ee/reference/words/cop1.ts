/** One sentence for each floating-point instruction; columns as in integer.ts. */
export const cop1Words = String.raw`
mfc1      | Copies the bits of a float into a general register
mtc1      | Copies the bits of a general register into a float
cfc1      | Reads a control register of the floating-point unit
ctc1      | Writes a control register of the floating-point unit
add.s     | Adds two floats
sub.s     | Subtracts two floats
mul.s     | Multiplies two floats
div.s     | Divides two floats
sqrt.s    | Square root of a float; the sign is ignored
abs.s     | Absolute value of a float
mov.s     | Copies a float
neg.s     | Changes the sign of a float
rsqrt.s   | Divides a float by the square root of another
adda.s    | Adds two floats into the accumulator
suba.s    | Subtracts two floats into the accumulator
mula.s    | Multiplies two floats into the accumulator
madd.s    | Adds a product to the accumulator and writes the sum to a register
msub.s    | Subtracts a product from the accumulator and writes the difference to a register
madda.s   | Adds a product to the accumulator
msuba.s   | Subtracts a product from the accumulator
trunc.w.s | Converts a float to an integer, rounding towards zero; the manual calls it CVT.W
max.s     | Greater of two floats
min.s     | Lesser of two floats
c.f.s     | Clears the condition of the floating-point unit
c.eq.s    | Sets the condition when two floats are equal
c.lt.s    | Sets the condition when a float is less than another
c.le.s    | Sets the condition when a float is less than or equal to another
cvt.s.w   | Converts an integer to a float
bc1f      | Branches when the condition of the floating-point unit is false
bc1t      | Branches when the condition of the floating-point unit is true
bc1fl     | Branches when the condition of the floating-point unit is false; otherwise skips the delay slot
bc1tl     | Branches when the condition of the floating-point unit is true; otherwise skips the delay slot
`;
