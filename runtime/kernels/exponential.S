/*
 * exp and SwiGLU of kernels/vectors.h, by docs/arithmetic.md's polynomial: four quads side by side, because a result
 * of VU0 can be used after four cycles. Operands are in the order of that page: the EE's product is not commutative.
 */
    .set noreorder
    .set noat

    .section .rodata
    .align 4
constants:
    .word 0x3FB8AA3B, 0x42B00000, 0x3F800000, 0 /* LOG2E, 88, 1 */
    .word 0x3F318000, 0x3F318000, 0x3F318000, 0x3F318000 /* LN2_HI */
    .word 0xB95E8083, 0xB95E8083, 0xB95E8083, 0xB95E8083 /* LN2_LO */
    .word 0x39506967, 0x39506967, 0x39506967, 0x39506967 /* C7 */
    .word 0x3AB743CE, 0x3C088908, 0x3D2AA9C1, 0x3E2AAAAA /* C6 to C3 */
    .word 0x3F000000, 0x3F800000, 0x3F800000, 0 /* C2 to C0 */
signs:
    .word 0x80000000, 0x80000000, 0x80000000, 0x80000000
    .word 0x3F000000, 0x3F000000, 0x3F000000, 0x3F000000 /* HALF */
    .word 0x007FFFFF, 0x007FFFFF, 0x007FFFFF, 0x007FFFFF /* below the least exponent */
    .word 0xC2AE0000, 0xC2AE0000, 0xC2AE0000, 0xC2AE0000 /* -87 */

    .text

#define LOG2E   $vf16x
#define HIGHEST $vf16y
#define ONE     $vf16z
#define LN2_HI  $vf17
#define LN2_LO  $vf18
#define C7      $vf19
#define C6      $vf20x
#define C5      $vf20y
#define C4      $vf20z
#define C3      $vf20w
#define C2      $vf21x
#define C1      $vf21y
#define C0      $vf21z
#define SIGN    $8
#define HALF    $9
#define LEAST   $10
#define LOWEST  $11

#define X0 $vf4
#define X1 $vf5
#define X2 $vf6
#define X3 $vf7
#define T0 $vf8
#define T1 $vf9
#define T2 $vf10
#define T3 $vf11
#define P0 $vf12
#define P1 $vf13
#define P2 $vf14
#define P3 $vf15
/* x as integers, and what is computed from it there */
#define I0 $12
#define I1 $13
#define I2 $14
#define I3 $15
#define K0 $2
#define K1 $3
#define K2 $24
#define K3 $25
#define SPARE $1

    .macro load_constants
    lui     SPARE, %hi(constants)
    addiu   SPARE, SPARE, %lo(constants)
    lqc2    $vf16, 0(SPARE)
    lqc2    $vf17, 16(SPARE)
    lqc2    $vf18, 32(SPARE)
    lqc2    $vf19, 48(SPARE)
    lqc2    $vf20, 64(SPARE)
    lqc2    $vf21, 80(SPARE)
    lq      SIGN, 96(SPARE)
    lq      HALF, 112(SPARE)
    lq      LEAST, 128(SPARE)
    lq      LOWEST, 144(SPARE)
    .endm

/* t = x * LOG2E with x at most 88; half with the sign of x */
#define LIMIT(n)  vminiy.xyzw X##n, X##n, HIGHEST; pand K##n, I##n, SIGN;
#define TURNS(n)  vmulx.xyzw T##n, X##n, LOG2E; por K##n, K##n, HALF;
#define ROUND(n)  qmtc2 K##n, P##n; vadd.xyzw T##n, T##n, P##n;
#define TRUNC(n)  vftoi0.xyzw T##n, T##n;
#define WHOLE(n)  qmfc2 K##n, T##n; vitof0.xyzw T##n, T##n;
#define HIGH(n)   vmul.xyzw P##n, LN2_HI, T##n;
#define LESS(n)   vsub.xyzw X##n, X##n, P##n;
#define LOW(n)    vmul.xyzw P##n, LN2_LO, T##n;
#define FIRST(n)  vmul.xyzw P##n, C7, X##n;
#define ADD6(n)   vaddx.xyzw P##n, P##n, C6;
#define ADD5(n)   vaddy.xyzw P##n, P##n, C5;
#define ADD4(n)   vaddz.xyzw P##n, P##n, C4;
#define ADD3(n)   vaddw.xyzw P##n, P##n, C3;
#define ADD2(n)   vaddx.xyzw P##n, P##n, C2;
#define ADD1(n)   vaddy.xyzw P##n, P##n, C1;
#define ADD0(n)   vaddz.xyzw P##n, P##n, C0;
#define TIMES(n)  vmul.xyzw P##n, P##n, X##n;
/* p times 2 to the k by the exponent field; 0 below the least exponent and where x was less than -87 */
#define SHIFT(n)  psllw K##n, K##n, 23; qmfc2 SPARE, P##n; paddw K##n, K##n, SPARE; \
                  pcgtw SPARE, K##n, LEAST; pand K##n, K##n, SPARE; pcgtw SPARE, I##n, LOWEST; \
                  psraw I##n, I##n, 31; pand SPARE, SPARE, I##n; pnor SPARE, SPARE, $0; pand K##n, K##n, SPARE;

#define EXP(EACH) EACH(LIMIT) EACH(TURNS) EACH(ROUND) EACH(TRUNC) EACH(WHOLE) EACH(HIGH) EACH(LESS) EACH(LOW) EACH(LESS) \
  EACH(FIRST) EACH(ADD6) EACH(TIMES) EACH(ADD5) EACH(TIMES) EACH(ADD4) EACH(TIMES) EACH(ADD3) EACH(TIMES) EACH(ADD2) \
  EACH(TIMES) EACH(ADD1) EACH(TIMES) EACH(ADD0) EACH(SHIFT)
#define FOUR(step) step(0) step(1) step(2) step(3)
#define SINGLE(step) step(0)

#define MINUS(n)  vsubx.xyzw X##n, X##n, $vf1x;
#define BITS(n)   qmfc2 I##n, X##n;

/* Loads the quads at $5, subtracts $vf1x, leaves exp at $4. */
#define LOAD(n)   lqc2 X##n, 16 * n($5);
#define STORE(n)  sq K##n, 16 * n($4);

    .globl exponential_quads
    .ent exponential_quads
exponential_quads:
    load_constants
    lw      $2, 0($7)
    qmtc2   $2, $vf1
    addiu   $6, $6, -4
    bltz    $6, 2f
    nop
1:  FOUR(LOAD) FOUR(MINUS) FOUR(BITS) EXP(FOUR) FOUR(STORE)
    addiu   $6, $6, -4
    addiu   $5, $5, 64
    bgez    $6, 1b
    addiu   $4, $4, 64
2:  addiu   $6, $6, 4
    blez    $6, 4f
    nop
3:  SINGLE(LOAD) SINGLE(MINUS) SINGLE(BITS) EXP(SINGLE) SINGLE(STORE)
    addiu   $6, $6, -1
    addiu   $5, $5, 16
    bgtz    $6, 3b
    addiu   $4, $4, 16
4:  jr      $31
    nop
    .end exponential_quads

#define NEGATE(n) lq I##n, 16 * n($5); pxor I##n, I##n, SIGN; qmtc2 I##n, X##n;
#define JOINED(register, lane) register##lane
#define LANE(register, lane) JOINED(register, lane)
/* 1 / (1 + e), lane by lane: VU0 has one divider. */
#define DENOM(n)  qmtc2 K##n, P##n; vaddz.xyzw P##n, P##n, ONE;
#define DIVIDE(n) vdiv $Q, $vf0w, LANE(P##n, x); vwaitq; vaddq.x T##n, $vf0, $Q; \
                  vdiv $Q, $vf0w, LANE(P##n, y); vwaitq; vaddq.y T##n, $vf0, $Q; \
                  vdiv $Q, $vf0w, LANE(P##n, z); vwaitq; vaddq.z T##n, $vf0, $Q; \
                  vdiv $Q, $vf0w, LANE(P##n, w); vwaitq; vsubw.w X##n, $vf0, $vf0w; vaddq.w T##n, X##n, $Q;
#define GATE(n)   lqc2 X##n, 16 * n($5); vmul.xyzw X##n, X##n, T##n;
#define UP(n)     lqc2 P##n, 16 * n($6); vmul.xyzw X##n, X##n, P##n;
#define KEEP(n)   sqc2 X##n, 16 * n($4);

    .globl swiglu_quads
    .ent swiglu_quads
swiglu_quads:
    load_constants
    addiu   $7, $7, -4
    bltz    $7, 2f
    nop
1:  FOUR(NEGATE) EXP(FOUR) FOUR(DENOM) FOUR(DIVIDE) FOUR(GATE) FOUR(UP) FOUR(KEEP)
    addiu   $7, $7, -4
    addiu   $5, $5, 64
    addiu   $6, $6, 64
    bgez    $7, 1b
    addiu   $4, $4, 64
2:  addiu   $7, $7, 4
    blez    $7, 4f
    nop
3:  SINGLE(NEGATE) EXP(SINGLE) SINGLE(DENOM) SINGLE(DIVIDE) SINGLE(GATE) SINGLE(UP) SINGLE(KEEP)
    addiu   $7, $7, -1
    addiu   $5, $5, 16
    addiu   $6, $6, 16
    bgtz    $7, 3b
    addiu   $4, $4, 16
4:  jr      $31
    nop
    .end swiglu_quads
