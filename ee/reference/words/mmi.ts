/** One sentence for each multimedia instruction; columns as in integer.ts. */
export const mmiWords = String.raw`
paddw     | Adds four words at once and lets the sums wrap around
psubw     | Subtracts four words at once and lets the differences wrap around
pcgtw     | Compares four words at once: all ones where the first is greater
pmaxw     | Greater of each of four words
paddh     | Adds eight halfwords at once and lets the sums wrap around
psubh     | Subtracts eight halfwords at once and lets the differences wrap around
pcgth     | Compares eight halfwords at once: all ones where the first is greater
pmaxh     | Greater of each of eight halfwords
paddb     | Adds sixteen bytes at once and lets the sums wrap around
psubb     | Subtracts sixteen bytes at once and lets the differences wrap around
pcgtb     | Compares sixteen signed bytes at once: all ones where the first is greater
paddsw    | Adds four signed words at once; sums stop at the ends of the range
psubsw    | Subtracts four signed words at once; differences stop at the ends of the range
pextlw    | Interleaves the lower two words of two registers
ppacw     | Packs the even words of two registers
paddsh    | Adds eight signed halfwords at once; sums stop at the ends of the range
psubsh    | Subtracts eight signed halfwords at once; differences stop at the ends of the range
pextlh    | Interleaves the lower four halfwords of two registers
ppach     | Packs the even halfwords of two registers
paddsb    | Adds sixteen signed bytes at once; sums stop at the ends of the range
psubsb    | Subtracts sixteen signed bytes at once; differences stop at the ends of the range
pextlb    | Interleaves the lower eight bytes of two registers
ppacb     | Packs the even bytes of two registers
pext5     | Spreads four 16-bit colours into four bytes each
ppac5     | Packs four 32-bit colours into 16 bits each
pabsw     | Absolute value of each of four words
pceqw     | Compares four words at once: all ones where they are equal
pminw     | Lesser of each of four words
padsbh    | Subtracts the lower and adds the upper four halfwords
pabsh     | Absolute value of each of eight halfwords
pceqh     | Compares eight halfwords at once: all ones where they are equal
pminh     | Lesser of each of eight halfwords
pceqb     | Compares sixteen bytes at once: all ones where they are equal
padduw    | Adds four unsigned words at once; sums stop at the end of the range
psubuw    | Subtracts four unsigned words at once; differences stop at zero
pextuw    | Interleaves the upper two words of two registers
padduh    | Adds eight unsigned halfwords at once; sums stop at the end of the range
psubuh    | Subtracts eight unsigned halfwords at once; differences stop at zero
pextuh    | Interleaves the upper four halfwords of two registers
paddub    | Adds sixteen unsigned bytes at once; sums stop at the end of the range
psubub    | Subtracts sixteen unsigned bytes at once; differences stop at zero
pextub    | Interleaves the upper eight bytes of two registers
qfsrv     | Shifts two quadwords, one above the other, right by the amount that mtsab or mtsah set
pmaddw    | Multiplies two pairs of signed words and adds the products to HI and LO
psllvw    | Shifts two words left, each by its own amount
psrlvw    | Shifts two words right, each by its own amount, and fills with zeros
pmsubw    | Multiplies two pairs of signed words and subtracts the products from HI and LO
pmfhi     | Copies all 128 bits of HI into a register
pmflo     | Copies all 128 bits of LO into a register
pinth     | Interleaves the upper four halfwords of one register with the lower four of another
pmultw    | Multiplies two pairs of signed words
pdivw     | Divides two pairs of signed words
pcpyld    | Joins the lower doublewords of two registers
pmaddh    | Multiplies eight pairs of signed halfwords and adds the products to HI and LO
phmadh    | Multiplies eight pairs of signed halfwords and adds neighbouring products
pand      | Bitwise and of 128 bits
pxor      | Bitwise exclusive or of 128 bits
pmsubh    | Multiplies eight pairs of signed halfwords and subtracts the products from HI and LO
phmsbh    | Multiplies eight pairs of signed halfwords and subtracts neighbouring products
pexeh     | Exchanges halfwords 0 and 2 of each doubleword
prevh     | Reverses the halfwords of each doubleword
pmulth    | Multiplies eight pairs of signed halfwords
pdivbw    | Divides four signed words by one signed halfword
pexew     | Exchanges words 0 and 2
prot3w    | Rotates the lower three words
pmadduw   | Multiplies two pairs of unsigned words and adds the products to HI and LO
psravw    | Shifts two words right, each by its own amount, and fills with the sign
pmthi     | Copies 128 bits of a register into HI
pmtlo     | Copies 128 bits of a register into LO
pinteh    | Interleaves the even halfwords of two registers
pmultuw   | Multiplies two pairs of unsigned words
pdivuw    | Divides two pairs of unsigned words
pcpyud    | Joins the upper doublewords of two registers
por       | Bitwise or of 128 bits; with $zero it copies a whole register
pnor      | Bitwise or of 128 bits, then all bits changed
pexch     | Exchanges halfwords 1 and 2 of each doubleword
pcpyh     | Copies the lowest halfword of each doubleword over the doubleword
pexcw     | Exchanges words 1 and 2
plzcw     | Counts the leading bits equal to the sign of each of two words, minus one
pmfhl.lw  | Reads the lower words of HI and LO
pmfhl.uw  | Reads the upper words of HI and LO
pmfhl.slw | Reads HI and LO as two doublewords, saturated to words
pmfhl.lh  | Reads the lower halfwords of the words of HI and LO
pmfhl.sh  | Reads the words of HI and LO saturated to halfwords
pmthl.lw  | Writes the lower words of HI and LO
psllh     | Shifts eight halfwords left by a constant
psrlh     | Shifts eight halfwords right by a constant and fills with zeros
psrah     | Shifts eight halfwords right by a constant and fills with the sign
psllw     | Shifts four words left by a constant
psrlw     | Shifts four words right by a constant and fills with zeros
psraw     | Shifts four words right by a constant and fills with the sign
`;
