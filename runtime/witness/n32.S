/* Linux for MIPS, n32: system calls 6000 and up in $2, arguments in $4 ... $9; $7 is not 0 on failure. */
        .set    noreorder
        .text

        .globl  __start
        .ent    __start
__start:
        lw      $4, 0($sp)
        addiu   $5, $sp, 4
        li      $8, -16
        and     $sp, $sp, $8
        jal     witness_main
        nop
        move    $4, $2
        li      $2, 6058
        syscall
        nop
        .end    __start

        .macro  system name, number
        .globl  \name
        .ent    \name
\name:  li      $2, \number
        syscall
        beqz    $7, 1f
        nop
        li      $2, -1
1:      jr      $31
        nop
        .end    \name
        .endm

        system  system_read, 6000
        system  system_write, 6001
        system  system_close, 6003
        system  system_seek, 6008
        system  system_exit, 6058

        .globl  system_open
        .ent    system_open
system_open:
        move    $5, $0
        move    $6, $0
        li      $2, 6002
        syscall
        beqz    $7, 1f
        nop
        li      $2, -1
1:      jr      $31
        nop
        .end    system_open

        .globl  system_map
        .ent    system_map
system_map:
        li      $6, 3           /* read, write */
        li      $7, 0x812       /* private, fixed, anonymous */
        li      $8, -1
        move    $9, $0
        li      $2, 6009
        syscall
        beqz    $7, 1f
        nop
        li      $2, -1
        jr      $31
        nop
1:      move    $2, $0
        jr      $31
        nop
        .end    system_map
