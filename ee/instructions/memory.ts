/** Loads, stores and cache control; columns as in integer.ts. Latency is that of a cache hit. */
export const memorySource = 'MIPS III; EE Core Instruction Set Manual (R5900 additions)';
export const memoryRows = String.raw`
lb      | 80000000 | rt,offset(base)   | ls | 1 | rt <- sign-extended byte
lbu     | 90000000 | rt,offset(base)   | ls | 1 | rt <- zero-extended byte
lh      | 84000000 | rt,offset(base)   | ls | 1 | rt <- sign-extended halfword; address error unless 2-aligned
lhu     | 94000000 | rt,offset(base)   | ls | 1 | rt <- zero-extended halfword; address error unless 2-aligned
lw      | 8c000000 | rt,offset(base)   | ls | 1 | rt <- sign-extended word; address error unless 4-aligned
lwu     | 9c000000 | rt,offset(base)   | ls | 1 | rt <- zero-extended word; address error unless 4-aligned
ld      | dc000000 | rt,offset(base)   | ls | 1 | rt <- doubleword; address error unless 8-aligned
lq      | 78000000 | rt,offset(base)   | ls | 1 | rt[127:0] <- quadword; the low four address bits are ignored
lwl     | 88000000 | rt,offset(base)   | ls | 1 | upper bytes of the word rt <- bytes down from the address; sign-extended
lwr     | 98000000 | rt,offset(base)   | ls | 1 | lower bytes of the word rt <- bytes up from the address; sign-extended when all four
ldl     | 68000000 | rt,offset(base)   | ls | 1 | upper bytes of the doubleword rt <- bytes down from the address
ldr     | 6c000000 | rt,offset(base)   | ls | 1 | lower bytes of the doubleword rt <- bytes up from the address
sb      | a0000000 | rt,offset(base)   | ls | 1 | byte <- rt[7:0]
sh      | a4000000 | rt,offset(base)   | ls | 1 | halfword <- rt[15:0]; address error unless 2-aligned
sw      | ac000000 | rt,offset(base)   | ls | 1 | word <- rt[31:0]; address error unless 4-aligned
sd      | fc000000 | rt,offset(base)   | ls | 1 | doubleword <- rt[63:0]; address error unless 8-aligned
sq      | 7c000000 | rt,offset(base)   | ls | 1 | quadword <- rt[127:0]; the low four address bits are ignored
swl     | a8000000 | rt,offset(base)   | ls | 1 | bytes down from the address <- upper bytes of the word rt
swr     | b8000000 | rt,offset(base)   | ls | 1 | bytes up from the address <- lower bytes of the word rt
sdl     | b0000000 | rt,offset(base)   | ls | 1 | bytes down from the address <- upper bytes of the doubleword rt
sdr     | b4000000 | rt,offset(base)   | ls | 1 | bytes up from the address <- lower bytes of the doubleword rt
lwc1    | c4000000 | ft,offset(base)   | ls | 2 | ft <- word; address error unless 4-aligned
swc1    | e4000000 | ft,offset(base)   | ls | 1 | word <- ft; address error unless 4-aligned
lqc2    | d8000000 | vt,offset(base)   | ls | 2 | VU0 vft <- quadword; the low four address bits are ignored
sqc2    | f8000000 | vt,offset(base)   | ls | 1 | quadword <- VU0 vft; the low four address bits are ignored
pref    | cc000000 | hint,offset(base) | ls | 1 | asks for the cache line; changes nothing a program can see
cache   | bc000000 | hint,offset(base) | ls | 1 | operation on a cache line (write back, invalidate, tag)
sync    | 0000000f |                   | sync | - | waits until all loads and stores are done
sync.p  | 0000040f |                   | sync | - | waits until all instructions before it are done
`;
