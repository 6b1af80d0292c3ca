/** System control coprocessor; columns as in integer.ts. mfps and mtps come first: their number 0 is also mfc0, mtc0. */
export const cop0Source = "EE Core User's Manual; binutils for the operand forms";
export const cop0Rows = String.raw`
mfps    | 4000c800 | rt,perf0    | cop0 | 1 | rt <- performance counter control
mtps    | 4080c800 | rt,perf0    | cop0 | 1 | performance counter control <- rt
mfc0    | 40000000 | rt,c0       | cop0 | 1 | rt <- sx(COP0 register)
mtc0    | 40800000 | rt,c0       | cop0 | 1 | COP0 register <- rt[31:0]
mfbpc   | 4000c000 | rt          | cop0 | 1 | rt <- breakpoint control
mfiab   | 4000c002 | rt          | cop0 | 1 | rt <- instruction address breakpoint
mfiabm  | 4000c003 | rt          | cop0 | 1 | rt <- instruction address breakpoint mask
mfdab   | 4000c004 | rt          | cop0 | 1 | rt <- data address breakpoint
mfdabm  | 4000c005 | rt          | cop0 | 1 | rt <- data address breakpoint mask
mfdvb   | 4000c006 | rt          | cop0 | 1 | rt <- data value breakpoint
mfdvbm  | 4000c007 | rt          | cop0 | 1 | rt <- data value breakpoint mask
mtbpc   | 4080c000 | rt          | cop0 | 1 | breakpoint control <- rt
mtiab   | 4080c002 | rt          | cop0 | 1 | instruction address breakpoint <- rt
mtiabm  | 4080c003 | rt          | cop0 | 1 | instruction address breakpoint mask <- rt
mtdab   | 4080c004 | rt          | cop0 | 1 | data address breakpoint <- rt
mtdabm  | 4080c005 | rt          | cop0 | 1 | data address breakpoint mask <- rt
mtdvb   | 4080c006 | rt          | cop0 | 1 | data value breakpoint <- rt
mtdvbm  | 4080c007 | rt          | cop0 | 1 | data value breakpoint mask <- rt
mfpc    | 4000c801 | rt,perf     | cop0 | 1 | rt <- performance counter
mtpc    | 4080c801 | rt,perf     | cop0 | 1 | performance counter <- rt
bc0f    | 41000000 | branch      | br   | 1 | branch if the COP0 condition (DMA done) is false
bc0t    | 41010000 | branch      | br   | 1 | branch if the COP0 condition is true
bc0fl   | 41020000 | branch      | br   | 1 | branch likely if the COP0 condition is false
bc0tl   | 41030000 | branch      | br   | 1 | branch likely if the COP0 condition is true
tlbr    | 42000001 |             | cop0 | - | reads the TLB entry at Index
tlbwi   | 42000002 |             | cop0 | - | writes the TLB entry at Index
tlbwr   | 42000006 |             | cop0 | - | writes the TLB entry at Random
tlbp    | 42000008 |             | cop0 | - | looks for a TLB entry
eret    | 42000018 |             | cop0 | - | returns from an exception: jumps to EPC or ErrorEPC, clears EXL or ERL
ei      | 42000038 |             | cop0 | - | Status.EIE <- 1 where permitted
di      | 42000039 |             | cop0 | - | Status.EIE <- 0 where permitted
`;
