/*
 * Bands of four rows times a quantised vector (kernels/bands.h). Facts of the pipeline: MMI instructions take both
 * integer pipes and pair only with loads and stores. A pmaddh can follow another after two cycles, so there is an
 * unpacking instruction between them. HI and LO hold eight int32 lanes, which may wrap: the row's sum does not.
 *
 * pmaddh adds the products of the halfwords 0 to 7 to the lanes LO0, LO1, HI0, HI1, LO2, LO3, HI2, HI3. With two
 * columns of rows 0 to 3 in the halfwords, pmfhl.lw gives the sums of the even columns in row order, and pmfhl.uw
 * those of the odd columns.
 */
    .set noreorder
    .set noat
    .text

/* Arguments. */
#define out     $4
#define band    $5
#define count   $6
#define pairs   $7
#define width   $8
#define start   $9
#define scaling $10

#define x       $11
#define left    $12
#define lanes   $13
#define wa      $14
#define wb      $15
#define xa      $2
#define xb      $3
#define va      $24
#define vb      $25
#define mask    $1
#define blocks  $16
#define rest    $17
#define step    $18

    .macro begin
    addiu   $29, $29, -48
    sq      $16, 0($29)
    sq      $17, 16($29)
    sq      $18, 32($29)
    /* The factor s of the vector. */
    lw      va, 0(scaling)
    qmtc2   va, $vf3
    .endm

    .macro finish
    lq      $16, 0($29)
    lq      $17, 16($29)
    lq      $18, 32($29)
    jr      $31
    addiu   $29, $29, 48
    .endm

/* Lanes of the even columns start at `start`, those of the odd ones at 0. */
    .macro begin_lanes
    pextlw  lanes, $0, start
    pcpyld  lanes, lanes, lanes
    .endm

/* Four results: float(sum) * (scale * s), in the order of `lanes`. The scales are at `band`. */
    .macro end_band
    pmfhl.lw va
    pmfhl.uw vb
    paddw   va, va, vb
    lqc2    $vf1, 0(band)
    qmtc2   va, $vf2
    vmulx.xyzw $vf1, $vf1, $vf3x
    vitof0.xyzw $vf2, $vf2
    addiu   band, band, 16
    addiu   count, count, -1
    vmul.xyzw $vf2, $vf2, $vf1
    sqc2    $vf2, 0(out)
    .endm

/* A quadword of Q8: 4 columns. The lower half is unpacked in va; `wa` is the quadword, `off` its place. */
    .macro quadword_q8 off, xoff
    lq      wa, \off(band)
    lq      xa, \xoff(x)
    pextlb  va, $0, wa
    lq      xb, \xoff+16(x)
    pmaddh  $0, va, xa
    pextub  vb, $0, wa
    pmaddh  $0, vb, xb
    .endm

/*
 * Eight quadwords of Q8, each loaded while the one before is multiplied. The first is already in wa. The last step
 * loads what follows the block into wa: the next block, or the scales.
 */
    .macro pair_q8 off, xoff
    pextlb  va, $0, wa
    lq      wb, \off+16(band)
    pmaddh  $0, va, xa
    lq      xa, \xoff+32(x)
    pextub  vb, $0, wa
    pmaddh  $0, vb, xb
    lq      xb, \xoff+48(x)
    pextlb  va, $0, wb
    lq      wa, \off+32(band)
    pmaddh  $0, va, xa
    lq      xa, \xoff+64(x)
    pextub  vb, $0, wb
    pmaddh  $0, vb, xb
    lq      xb, \xoff+80(x)
    .endm

    .globl multiply_bands_q8
    .ent multiply_bands_q8
multiply_bands_q8:
    begin
    begin_lanes
    srl     blocks, width, 3
    andi    rest, width, 7
1:  pmtlo   lanes
    pmthi   lanes
    move    x, pairs
    beqz    blocks, 3f
    move    left, blocks
    lq      wa, 0(band)
    lq      xa, 0(x)
    lq      xb, 16(x)
2:  pair_q8 0, 0
    pair_q8 32, 64
    pair_q8 64, 128
    addiu   left, left, -1
    pair_q8 96, 192
    addiu   band, band, 128
    bnez    left, 2b
    addiu   x, x, 256
3:  beqz    rest, 5f
    move    left, rest
4:  quadword_q8 0, 0
    addiu   left, left, -1
    addiu   band, band, 16
    bnez    left, 4b
    addiu   x, x, 32
5:  end_band
    bnez    count, 1b
    addiu   out, out, 16
    finish
    .end multiply_bands_q8

/* A quadword of Q4: 8 columns, two pairs in the low halves and two in the high halves of the bytes. */
    .macro quadword_q4 off, xoff
    lq      wa, \off(band)
    lq      xa, \xoff(x)
    lq      xb, \xoff+16(x)
    pextlb  va, $0, wa
    pand    vb, va, mask
    psrlh   va, va, 4
    pmaddh  $0, vb, xa
    lq      xa, \xoff+32(x)
    pextub  wb, $0, wa
    pmaddh  $0, va, xb
    lq      xb, \xoff+48(x)
    pand    vb, wb, mask
    psrlh   va, wb, 4
    pmaddh  $0, vb, xa
    nop
    pmaddh  $0, va, xb
    .endm

/* 16 halfwords of 15. */
    .macro begin_mask bits
    li      mask, \bits
    pcpyh   mask, mask
    pcpyld  mask, mask, mask
    .endm

    .globl multiply_bands_q4
    .ent multiply_bands_q4
multiply_bands_q4:
    begin
    begin_lanes
    begin_mask 15
    srl     blocks, width, 2
    andi    rest, width, 3
1:  pmtlo   lanes
    pmthi   lanes
    move    x, pairs
    beqz    blocks, 3f
    move    left, blocks
2:  quadword_q4 0, 0
    quadword_q4 16, 64
    quadword_q4 32, 128
    addiu   left, left, -1
    quadword_q4 48, 192
    addiu   band, band, 64
    bnez    left, 2b
    addiu   x, x, 256
3:  beqz    rest, 5f
    move    left, rest
4:  quadword_q4 0, 0
    addiu   left, left, -1
    addiu   band, band, 16
    bnez    left, 4b
    addiu   x, x, 64
5:  end_band
    bnez    count, 1b
    addiu   out, out, 16
    finish
    .end multiply_bands_q4

/* Four pairs of columns in the two-bit fields of eight bytes that were widened to `wide`. */
    .macro fields wide, xoff
    pand    vb, \wide, mask
    lq      xb, \xoff+16(x)
    psrlh   va, \wide, 2
    pmaddh  $0, vb, xa
    lq      xa, \xoff+32(x)
    pand    va, va, mask
    psrlh   vb, \wide, 4
    pmaddh  $0, va, xb
    lq      xb, \xoff+48(x)
    pand    vb, vb, mask
    psrlh   va, \wide, 6
    pmaddh  $0, vb, xa
    lq      xa, \xoff+64(x)
    pmaddh  $0, va, xb
    .endm

    .globl multiply_bands_ternary
    .ent multiply_bands_ternary
multiply_bands_ternary:
    begin
    begin_lanes
    begin_mask 3
1:  pmtlo   lanes
    pmthi   lanes
    move    x, pairs
    move    left, width
    beqz    left, 3f
    nop
    lq      xa, 0(x)
2:  lq      wa, 0(band)
    addiu   left, left, -1
    pextlb  wb, $0, wa
    addiu   band, band, 16
    fields  wb, 0
    pextub  wb, $0, wa
    fields  wb, 64
    bnez    left, 2b
    addiu   x, x, 128
3:  end_band
    bnez    count, 1b
    addiu   out, out, 16
    finish
    .end multiply_bands_ternary

/* `width` is the number of groups, `start` the table of starts; scales of the groups follow the values. */
    .globl multiply_bands_q4g32
    .ent multiply_bands_q4g32
multiply_bands_q4g32:
    begin
    begin_mask 15
    sll     step, width, 6
1:  move    x, pairs
    move    left, width
    move    blocks, start
    addu    rest, band, step
    vsub.xyzw $vf4, $vf0, $vf0
2:  lw      lanes, 0(blocks)
    pextlw  lanes, $0, lanes
    pcpyld  lanes, lanes, lanes
    pmtlo   lanes
    pmthi   lanes
    quadword_q4 0, 0
    quadword_q4 16, 64
    quadword_q4 32, 128
    quadword_q4 48, 192
    addiu   band, band, 64
    pmfhl.lw va
    pmfhl.uw vb
    paddw   va, va, vb
    lqc2    $vf1, 0(rest)
    qmtc2   va, $vf2
    addiu   rest, rest, 16
    addiu   blocks, blocks, 4
    vitof0.xyzw $vf2, $vf2
    vmul.xyzw $vf2, $vf2, $vf1
    addiu   left, left, -1
    vadd.xyzw $vf4, $vf4, $vf2
    bnez    left, 2b
    addiu   x, x, 256
    move    band, rest
    vmulx.xyzw $vf4, $vf4, $vf3x
    addiu   count, count, -1
    sqc2    $vf4, 0(out)
    bnez    count, 1b
    addiu   out, out, 16
    finish
    .end multiply_bands_q4g32
