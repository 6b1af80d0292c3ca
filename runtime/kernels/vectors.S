/* Sums, products and norms of kernels/vectors.h. A result of VU0 can be used after four cycles. */
    .set noreorder
    .set noat
    .text

    .globl multiply_into_lanes
    .ent multiply_into_lanes
multiply_into_lanes:
    vsub.xyzw $vf1, $vf0, $vf0
    lqc2    $vf2, 0($5)
    lqc2    $vf3, 0($6)
1:  addiu   $7, $7, -1
    addiu   $5, $5, 16
    vmul.xyzw $vf4, $vf2, $vf3
    lqc2    $vf2, 0($5)
    addiu   $6, $6, 16
    lqc2    $vf3, 0($6)
    bnez    $7, 1b
    vadd.xyzw $vf1, $vf1, $vf4
    jr      $31
    sqc2    $vf1, 0($4)
    .end multiply_into_lanes

    .globl scale_and_weight
    .ent scale_and_weight
scale_and_weight:
    lw      $9, 0($8)
    lqc2    $vf2, 0($5)
    qmtc2   $9, $vf1
    lqc2    $vf3, 0($6)
1:  vmulx.xyzw $vf4, $vf2, $vf1x
    addiu   $7, $7, -1
    addiu   $5, $5, 16
    lqc2    $vf2, 0($5)
    addiu   $6, $6, 16
    vmul.xyzw $vf4, $vf4, $vf3
    lqc2    $vf3, 0($6)
    addiu   $4, $4, 16
    bnez    $7, 1b
    sqc2    $vf4, -16($4)
    jr      $31
    nop
    .end scale_and_weight

    .globl scale_quads
    .ent scale_quads
scale_quads:
    lw      $9, 0($7)
    lqc2    $vf2, 0($5)
    qmtc2   $9, $vf1
1:  vmulx.xyzw $vf3, $vf2, $vf1x
    addiu   $6, $6, -1
    addiu   $5, $5, 16
    lqc2    $vf2, 0($5)
    addiu   $4, $4, 16
    nop
    bnez    $6, 1b
    sqc2    $vf3, -16($4)
    jr      $31
    nop
    .end scale_quads

    .globl add_quads
    .ent add_quads
add_quads:
    lqc2    $vf1, 0($5)
    lqc2    $vf2, 0($6)
1:  addiu   $7, $7, -1
    vadd.xyzw $vf3, $vf1, $vf2
    addiu   $5, $5, 16
    lqc2    $vf1, 0($5)
    addiu   $6, $6, 16
    lqc2    $vf2, 0($6)
    addiu   $4, $4, 16
    bnez    $7, 1b
    sqc2    $vf3, -16($4)
    jr      $31
    nop
    .end add_quads

    .globl add_into_lanes
    .ent add_into_lanes
add_into_lanes:
    vsub.xyzw $vf1, $vf0, $vf0
1:  lqc2    $vf2, 0($5)
    addiu   $6, $6, -1
    addiu   $5, $5, 16
    nop
    nop
    bnez    $6, 1b
    vadd.xyzw $vf1, $vf1, $vf2
    jr      $31
    sqc2    $vf1, 0($4)
    .end add_into_lanes

    .globl largest_of_lanes
    .ent largest_of_lanes
largest_of_lanes:
    lqc2    $vf1, 0($5)
1:  lqc2    $vf2, 0($5)
    addiu   $6, $6, -1
    addiu   $5, $5, 16
    nop
    nop
    bnez    $6, 1b
    vmax.xyzw $vf1, $vf1, $vf2
    jr      $31
    sqc2    $vf1, 0($4)
    .end largest_of_lanes

#define scores  $4
#define query   $5
#define keys    $6
#define stride  $7
#define count   $8
#define quads   $9
#define scale   $10

/*
 * Four rows at a time, each with its lanes in a register: one load of the query serves four products. Beyond the last
 * row, the last row is read again: its extra scores are not used.
 */
    .globl score_quads
    .ent score_quads
score_quads:
    blez    count, 9f
    lw      $2, 0(scale)
    qmtc2   $2, $vf30
1:  /* $11 to $14: the rows; a row that does not exist is the one before. */
    move    $11, keys
    slti    $2, count, 2
    addu    $12, $11, stride
    movn    $12, $11, $2
    slti    $2, count, 3
    addu    $13, $12, stride
    movn    $13, $12, $2
    slti    $2, count, 4
    addu    $14, $13, stride
    movn    $14, $13, $2
    addu    keys, $14, stride
    vsub.xyzw $vf1, $vf0, $vf0
    vsub.xyzw $vf2, $vf0, $vf0
    vsub.xyzw $vf3, $vf0, $vf0
    vsub.xyzw $vf4, $vf0, $vf0
    move    $15, query
    move    $24, quads
2:  lqc2    $vf5, 0($15)
    lqc2    $vf6, 0($11)
    lqc2    $vf7, 0($12)
    lqc2    $vf8, 0($13)
    vmul.xyzw $vf6, $vf5, $vf6
    lqc2    $vf9, 0($14)
    vmul.xyzw $vf7, $vf5, $vf7
    addiu   $15, $15, 16
    vmul.xyzw $vf8, $vf5, $vf8
    addiu   $11, $11, 16
    vmul.xyzw $vf9, $vf5, $vf9
    addiu   $12, $12, 16
    vadd.xyzw $vf1, $vf1, $vf6
    addiu   $13, $13, 16
    vadd.xyzw $vf2, $vf2, $vf7
    addiu   $14, $14, 16
    vadd.xyzw $vf3, $vf3, $vf8
    addiu   $24, $24, -1
    bnez    $24, 2b
    vadd.xyzw $vf4, $vf4, $vf9
    /* (l0 + l1) + (l2 + l3) of each, in x. */
    vaddy.x $vf1, $vf1, $vf1y
    vaddy.x $vf2, $vf2, $vf2y
    vaddy.x $vf3, $vf3, $vf3y
    vaddy.x $vf4, $vf4, $vf4y
    vaddw.z $vf1, $vf1, $vf1w
    vaddw.z $vf2, $vf2, $vf2w
    vaddw.z $vf3, $vf3, $vf3w
    vaddw.z $vf4, $vf4, $vf4w
    vaddz.x $vf1, $vf1, $vf1z
    vaddz.x $vf2, $vf2, $vf2z
    vaddz.x $vf3, $vf3, $vf3z
    vaddz.x $vf4, $vf4, $vf4z
    qmfc2   $11, $vf1
    qmfc2   $12, $vf2
    qmfc2   $13, $vf3
    qmfc2   $14, $vf4
    pextlw  $11, $12, $11
    pextlw  $13, $14, $13
    pcpyld  $11, $13, $11
    qmtc2   $11, $vf1
    addiu   count, count, -4
    vmulx.xyzw $vf1, $vf1, $vf30x
    addiu   scores, scores, 16
    bgtz    count, 1b
    sqc2    $vf1, -16(scores)
9:  jr      $31
    nop
    .end score_quads

#undef scores
#undef query
#undef keys
#undef stride
#undef count
#undef quads
#undef scale
#define out     $4
#define weights $5
#define rows    $6
#define stride  $7
#define count   $8
#define quads   $9
#define row     $11
#define weight  $12
#define left    $13
#define fours   $14
#define ones    $15

/* acc = acc + (row * weight), for 4 quads or for one. */
    .macro add_four part
    lqc2    $vf5, 0(row)
    lqc2    $vf6, 16(row)
    lqc2    $vf7, 32(row)
    lqc2    $vf8, 48(row)
    vmul\part\().xyzw $vf5, $vf5, $vf9\part
    vmul\part\().xyzw $vf6, $vf6, $vf9\part
    vmul\part\().xyzw $vf7, $vf7, $vf9\part
    vmul\part\().xyzw $vf8, $vf8, $vf9\part
    addu    row, row, stride
    vadd.xyzw $vf1, $vf1, $vf5
    vadd.xyzw $vf2, $vf2, $vf6
    vadd.xyzw $vf3, $vf3, $vf7
    vadd.xyzw $vf4, $vf4, $vf8
    .endm

/* Columns in blocks of 16, then of 4: the sums of a block stay in registers. */
    .globl add_weighted_quads
    .ent add_weighted_quads
add_weighted_quads:
    srl     fours, count, 2
    andi    ones, count, 3
    slti    $2, quads, 4
    bnez    $2, 5f
    nop
1:  lqc2    $vf1, 0(out)
    lqc2    $vf2, 16(out)
    lqc2    $vf3, 32(out)
    lqc2    $vf4, 48(out)
    move    row, rows
    move    weight, weights
    beqz    fours, 3f
    move    left, fours
2:  lqc2    $vf9, 0(weight)
    addiu   left, left, -1
    add_four x
    add_four y
    add_four z
    add_four w
    bnez    left, 2b
    addiu   weight, weight, 16
3:  beqz    ones, 8f
    move    left, ones
4:  lw      $2, 0(weight)
    addiu   left, left, -1
    qmtc2   $2, $vf9
    add_four x
    bnez    left, 4b
    addiu   weight, weight, 4
8:  sqc2    $vf1, 0(out)
    sqc2    $vf2, 16(out)
    sqc2    $vf3, 32(out)
    sqc2    $vf4, 48(out)
    addiu   quads, quads, -4
    addiu   out, out, 64
    slti    $2, quads, 4
    beqz    $2, 1b
    addiu   rows, rows, 64
5:  blez    quads, 9f
    nop
    lqc2    $vf1, 0(out)
    move    row, rows
    move    weight, weights
    beqz    count, 7f
    move    left, count
6:  lqc2    $vf5, 0(row)
    lw      $2, 0(weight)
    qmtc2   $2, $vf9
    addiu   left, left, -1
    vmulx.xyzw $vf5, $vf5, $vf9x
    addu    row, row, stride
    addiu   weight, weight, 4
    bnez    left, 6b
    vadd.xyzw $vf1, $vf1, $vf5
7:  sqc2    $vf1, 0(out)
    addiu   quads, quads, -1
    addiu   rows, rows, 16
    b       5b
    addiu   out, out, 16
9:  jr      $31
    nop
    .end add_weighted_quads
