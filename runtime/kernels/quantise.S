/* The vector part of kernels/quantise.c. */
    .set noreorder
    .text

/* uint32_t largest_magnitude(const float *x, uint32_t quads): the bits without the sign, of four values a quad */
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
 * int32_t quantise_quads(struct quad *pairs, int16_t *q, const float *x, uint32_t quads, const float *inverse)
 * Two pairs and four integers for each quad of x, which has at least one. Returns the sum of the integers.
 */
    .globl quantise_quads
    .ent quantise_quads
quantise_quads:
    lw      $9, 0($8)
    li      $10, 8
    pcpyld  $11, $0, $0
    qmtc2   $9, $vf1
    pextlw  $10, $10, $10
    lqc2    $vf2, 0($6)
    pcpyld  $10, $10, $10
1:  vmulx.xyzw $vf2, $vf2, $vf1x
    addiu   $7, $7, -1
    addiu   $6, $6, 16
    vftoi4.xyzw $vf3, $vf2
    lqc2    $vf2, 0($6)
    addiu   $4, $4, 32
    addiu   $5, $5, 8
    qmfc2   $12, $vf3
    paddw   $12, $12, $10
    psraw   $12, $12, 4
    ppach   $13, $0, $12
    paddw   $11, $11, $12
    pextlw  $14, $13, $13
    sd      $13, -8($5)
    pcpyld  $15, $14, $14
    pcpyud  $14, $14, $14
    sq      $15, -32($4)
    bnez    $7, 1b
    sq      $14, -16($4)
    /* The sum of the four lanes. */
    pcpyud  $12, $11, $11
    paddw   $11, $11, $12
    prot3w  $12, $11
    paddw   $11, $11, $12
    jr      $31
    sll     $2, $11, 0
    .end quantise_quads
