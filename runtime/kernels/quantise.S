/* Quantisation of vectors, and the form in which the products want them (kernels/bands.h). */
    .set noreorder
    .text

/* uint32_t largest_magnitude(const float *x, uint32_t quads): bits without the sign; a quad has four values */
    .globl largest_magnitude
    .ent largest_magnitude
largest_magnitude:
    pcpyld  $8, $0, $0
    beqz    $5, 2f
    pnor    $9, $0, $0
    psrlw   $9, $9, 1
1:  lq      $10, 0($4)
    addiu   $5, $5, -1
    addiu   $4, $4, 16
    pand    $10, $10, $9
    nop
    bnez    $5, 1b
    pmaxw   $8, $8, $10
2:  pcpyud  $9, $8, $8
    pmaxw   $8, $8, $9
    prot3w  $9, $8
    pmaxw   $8, $8, $9
    jr      $31
    sll     $2, $8, 0
    .end largest_magnitude

/*
 * void quantise_quads(int16_t *q, const float *x, uint32_t quads, const float *inverse)
 * Four integers for each quad of x, which has at least one.
 */
    .globl quantise_quads
    .ent quantise_quads
quantise_quads:
    lw      $9, 0($7)
    li      $10, 8
    qmtc2   $9, $vf1
    pextlw  $10, $10, $10
    lqc2    $vf2, 0($5)
    pcpyld  $10, $10, $10
1:  vmulx.xyzw $vf2, $vf2, $vf1x
    addiu   $6, $6, -1
    addiu   $5, $5, 16
    vftoi4.xyzw $vf3, $vf2
    lqc2    $vf2, 0($5)
    addiu   $4, $4, 8
    qmfc2   $12, $vf3
    paddw   $12, $12, $10
    psraw   $12, $12, 4
    ppach   $12, $0, $12
    bnez    $6, 1b
    sd      $12, -8($4)
    jr      $31
    nop
    .end quantise_quads

/*
 * int32_t expand_pairs(struct quad *pairs, const int16_t *q, uint32_t eights)
 * Four quads for each eight integers. Returns the sum of the integers.
 */
    .globl expand_pairs
    .ent expand_pairs
expand_pairs:
    li      $10, 1
    pcpyh   $10, $10
    pcpyld  $10, $10, $10
    pmtlo   $0
    pmthi   $0
1:  lq      $8, 0($5)
    addiu   $6, $6, -1
    addiu   $5, $5, 16
    pmaddh  $0, $8, $10
    pextlw  $9, $8, $8
    pextuw  $11, $8, $8
    pcpyld  $12, $9, $9
    pcpyud  $13, $9, $9
    sq      $12, 0($4)
    pcpyld  $14, $11, $11
    sq      $13, 16($4)
    pcpyud  $15, $11, $11
    sq      $14, 32($4)
    sq      $15, 48($4)
    bnez    $6, 1b
    addiu   $4, $4, 64
    /* The sum of the eight lanes. */
    pmfhl.lw $8
    pmfhl.uw $9
    paddw   $8, $8, $9
    pcpyud  $9, $8, $8
    paddw   $8, $8, $9
    prot3w  $9, $8
    paddw   $8, $8, $9
    jr      $31
    sll     $2, $8, 0
    .end expand_pairs
