/** One sentence for each load, store and cache instruction; columns as in integer.ts. */
export const memoryWords = String.raw`
lb      | Loads a signed byte
lbu     | Loads an unsigned byte
lh      | Loads a signed halfword
lhu     | Loads an unsigned halfword
lw      | Loads a signed word
lwu     | Loads an unsigned word
ld      | Loads a doubleword
lq      | Loads a quadword; never faults on an address that is not a multiple of 16, but rounds it down
lwl     | Loads the upper part of a word from an unaligned address
lwr     | Loads the lower part of a word from an unaligned address
ldl     | Loads the upper part of a doubleword from an unaligned address
ldr     | Loads the lower part of a doubleword from an unaligned address
sb      | Stores a byte
sh      | Stores a halfword
sw      | Stores a word
sd      | Stores a doubleword
sq      | Stores a quadword; never faults on an address that is not a multiple of 16, but rounds it down
swl     | Stores the upper part of a word to an unaligned address
swr     | Stores the lower part of a word to an unaligned address
sdl     | Stores the upper part of a doubleword to an unaligned address
sdr     | Stores the lower part of a doubleword to an unaligned address
lwc1    | Loads a float of the floating-point unit
swc1    | Stores a float of the floating-point unit
lqc2    | Loads a vector register of VU0; rounds the address down to a multiple of 16
sqc2    | Stores a vector register of VU0; rounds the address down to a multiple of 16
pref    | Asks for a cache line ahead of its use
cache   | Writes back, invalidates or reads a cache line
sync    | Waits until loads and stores are done; also written sync.l
sync.p  | Waits until the instructions before it are done
`;
