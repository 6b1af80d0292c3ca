/*
 * What the kernel calls for an exception: keeps the registers, and lets the exception return to exceptions_report on a
 * stack of its own, with interrupts disabled. Only k0 and k1 may change before the others are kept.
 */
        .set    noreorder
        .set    noat
        .text

        .globl  exception_entry
        .ent    exception_entry
exception_entry:
        la      $26, exception_registers
        sd      $0, 0($26)
        sd      $1, 8($26)
        sd      $2, 16($26)
        sd      $3, 24($26)
        sd      $4, 32($26)
        sd      $5, 40($26)
        sd      $6, 48($26)
        sd      $7, 56($26)
        sd      $8, 64($26)
        sd      $9, 72($26)
        sd      $10, 80($26)
        sd      $11, 88($26)
        sd      $12, 96($26)
        sd      $13, 104($26)
        sd      $14, 112($26)
        sd      $15, 120($26)
        sd      $16, 128($26)
        sd      $17, 136($26)
        sd      $18, 144($26)
        sd      $19, 152($26)
        sd      $20, 160($26)
        sd      $21, 168($26)
        sd      $22, 176($26)
        sd      $23, 184($26)
        sd      $24, 192($26)
        sd      $25, 200($26)
        sd      $0, 208($26)
        sd      $0, 216($26)
        sd      $28, 224($26)
        sd      $29, 232($26)
        sd      $30, 240($26)
        sd      $31, 248($26)
        mfc0    $4, $13                 /* Cause */
        mfc0    $5, $14                 /* EPC */
        mfc0    $6, $8                  /* BadVAddr */
        la      $28, _gp
        la      $29, exception_stack_end
        la      $26, exceptions_report
        mtc0    $26, $14
        mfc0    $26, $12                /* Status */
        li      $27, -2
        and     $26, $26, $27           /* IE off */
        mtc0    $26, $12
        sync.p
        nop
        nop
        eret
        nop
        .end    exception_entry

        .section .bss
        .balign 64
        .globl  exception_registers
exception_registers: .space 256
exception_stack: .space 0x2000
exception_stack_end: .space 64
