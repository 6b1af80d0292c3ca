/** One sentence for each system control instruction; columns as in integer.ts. */
export const cop0Words = String.raw`
mfc0    | Reads a register of the system control coprocessor
mtc0    | Writes a register of the system control coprocessor
mfbpc   | Reads the breakpoint control register
mfiab   | Reads the instruction address breakpoint
mfiabm  | Reads the mask of the instruction address breakpoint
mfdab   | Reads the data address breakpoint
mfdabm  | Reads the mask of the data address breakpoint
mfdvb   | Reads the data value breakpoint
mfdvbm  | Reads the mask of the data value breakpoint
mtbpc   | Writes the breakpoint control register
mtiab   | Writes the instruction address breakpoint
mtiabm  | Writes the mask of the instruction address breakpoint
mtdab   | Writes the data address breakpoint
mtdabm  | Writes the mask of the data address breakpoint
mtdvb   | Writes the data value breakpoint
mtdvbm  | Writes the mask of the data value breakpoint
mfps    | Reads the control register of the performance counters
mtps    | Writes the control register of the performance counters
mfpc    | Reads a performance counter
mtpc    | Writes a performance counter
bc0f    | Branches while the chosen DMA channels are not all done
bc0t    | Branches when the chosen DMA channels are all done
bc0fl   | Branches while the chosen DMA channels are not all done; otherwise skips the delay slot
bc0tl   | Branches when the chosen DMA channels are all done; otherwise skips the delay slot
tlbr    | Reads an entry of the address translation table
tlbwi   | Writes the entry of the address translation table that Index names
tlbwr   | Writes an entry of the address translation table that Random names
tlbp    | Looks for the entry of the address translation table that matches an address
eret    | Returns from an exception; it has no delay slot
ei      | Enables interrupts
di      | Disables interrupts
`;
