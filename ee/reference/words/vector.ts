/**
 * One sentence for each vector instruction, for VU0 macro mode and for micro programs; columns as in integer.ts. The
 * names are those of micro programs, without the forms for one component, I and Q, which are derived from these.
 */
export const vectorWords = String.raw`
add     | Adds vectors
sub     | Subtracts vectors
mul     | Multiplies vectors component by component
madd    | Adds a product to the accumulator and writes the sum to a register
msub    | Subtracts a product from the accumulator and writes the difference to a register
max     | Greater of each component
mini    | Lesser of each component
opmula  | First half of an outer (cross) product, into the accumulator
opmsub  | Second half of an outer (cross) product
adda    | Adds vectors into the accumulator
suba    | Subtracts vectors into the accumulator
mula    | Multiplies vectors component by component into the accumulator
madda   | Adds a product to the accumulator
msuba   | Subtracts a product from the accumulator
itof0   | Converts integers to floats
itof4   | Converts fixed-point numbers with 4 fraction bits to floats
itof12  | Converts fixed-point numbers with 12 fraction bits to floats
itof15  | Converts fixed-point numbers with 15 fraction bits to floats
ftoi0   | Converts floats to integers, rounding towards zero
ftoi4   | Converts floats to fixed-point numbers with 4 fraction bits
ftoi12  | Converts floats to fixed-point numbers with 12 fraction bits
ftoi15  | Converts floats to fixed-point numbers with 15 fraction bits
abs     | Absolute value of each component
clipw   | Compares x, y and z with plus and minus w and shifts six results into the clipping flags
nop     | Does nothing
move    | Copies a vector
mr32    | Copies a vector with its components rotated by one
lqi     | Loads a vector and adds one to its address
lqd     | Subtracts one from an address and loads a vector
sqi     | Stores a vector and adds one to its address
sqd     | Subtracts one from an address and stores a vector
div     | Divides two components into Q, while other instructions go on
sqrt    | Square root of a component into Q, while other instructions go on
rsqrt   | Divides a component by the square root of another into Q, while other instructions go on
waitq   | Waits until Q holds the result
mtir    | Copies the low 16 bits of a component into an integer register
mfir    | Copies an integer register, with its sign, into a vector
ilwr    | Loads an integer from a component of memory
iswr    | Stores an integer into components of memory
rnext   | Makes the next random number and copies it into a vector
rget    | Copies the random number into a vector
rinit   | Seeds the random numbers
rxor    | Mixes a component into the random numbers
iadd    | Adds integer registers
isub    | Subtracts integer registers
iaddi   | Adds a constant of five bits to an integer register
iand    | Bitwise and of integer registers
ior     | Bitwise or of integer registers
iaddiu  | Adds a constant of 15 bits to an integer register
isubiu  | Subtracts a constant of 15 bits from an integer register
lq      | Loads a vector
sq      | Stores a vector
ilw     | Loads an integer from a component of memory
isw     | Stores an integer into components of memory
loi     | Puts a float into I; it takes the whole lower column
b       | Branches always
bal     | Branches and keeps the return address
jr      | Jumps to the address in an integer register
jalr    | Jumps to the address in an integer register and keeps the return address
ibeq    | Branches when two integer registers are equal
ibne    | Branches when two integer registers differ
ibltz   | Branches when an integer register is negative
ibgtz   | Branches when an integer register is positive
iblez   | Branches when an integer register is zero or negative
ibgez   | Branches when an integer register is zero or positive
fceq    | Compares the clipping flags with a constant
fcset   | Sets the clipping flags
fcand   | Tells whether any of these clipping flags is set
fcor    | Tells whether all clipping flags outside a constant are set
fcget   | Reads the newest twelve clipping flags
fmeq    | Compares the MAC flags with an integer register
fmand   | Bitwise and of the MAC flags and an integer register
fmor    | Bitwise or of the MAC flags and an integer register
fseq    | Compares the status flags with a constant
fsset   | Sets the sticky status flags
fsand   | Bitwise and of the status flags and a constant
fsor    | Bitwise or of the status flags and a constant
esadd   | Sum of the squares of x, y and z into P
ersadd  | One divided by the sum of the squares of x, y and z into P
eleng   | Length of a vector of x, y and z into P
erleng  | One divided by the length of a vector of x, y and z into P
eatanxy | Arc tangent of y / x into P
eatanxz | Arc tangent of z / x into P
esum    | Sum of all four components into P
ercpr   | One divided by a component into P
esqrt   | Square root of a component into P
ersqrt  | One divided by the square root of a component into P
esin    | Sine of a component into P
eatan   | Arc tangent of a component into P
eexp    | Exponential function of minus a component into P
waitp   | Waits until P holds the result
mfp     | Copies P into a vector
xgkick  | Sends data from VU1's memory to the graphics synthesizer
xtop    | Reads the address of the buffer that VIF1 filled
xitop   | Reads the ITOP register of the VIF
callms  | Starts a program of VU0 at an address
callmsr | Starts a program of VU0 at the address in a register
qmfc2   | Copies a vector of VU0 into a general register
qmtc2   | Copies a general register into a vector of VU0
cfc2    | Reads an integer or control register of VU0
ctc2    | Writes an integer or control register of VU0
bc2f    | Branches when VU1 is idle
bc2t    | Branches when VU1 is running
bc2fl   | Branches when VU1 is idle; otherwise skips the delay slot
bc2tl   | Branches when VU1 is running; otherwise skips the delay slot
`;
