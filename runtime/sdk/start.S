/*
 * Where the console's loader enters the program. The first argument is the address of ps2link's argument block
 * (or 0); the kernel copies arguments of LoadExecPS2 to the block that SetupThread is given (ps2sdk's crt0).
 */
#include "syscalls.h"

        .set    noreorder
        .section .text.start, "ax"
        .globl  _start
        .ent    _start
_start:
        la      $8, _bss_start
        la      $9, _bss_end
clear:  beq     $8, $9, cleared
        nop
        sw      $0, 0($8)
        addiu   $8, $8, 4
        nop
        nop
        b       clear
        nop
cleared:
        la      $8, start_block
        sw      $4, 0($8)

        la      $4, _gp
        la      $5, start_stack
        li      $6, START_STACK_BYTES
        la      $7, start_arguments
        la      $8, thread_root
        move    $gp, $4
        li      $3, SYSCALL_SETUP_THREAD
        syscall
        nop
        move    $sp, $2

        la      $4, start_stack + START_STACK_BYTES
        li      $5, 0
        li      $3, SYSCALL_SETUP_HEAP
        syscall
        nop
        jal     main_entry
        nop
        .end    _start

/* Return address of a thread's function. */
        .ent    thread_root
thread_root:
        li      $3, SYSCALL_EXIT_THREAD
        syscall
        nop
        .end    thread_root

/* void call_on_stack(void (*function)(void), uint32_t stack_end): runs the function on another stack. */
        .text
        .globl  call_on_stack
        .ent    call_on_stack
call_on_stack:
        addiu   $5, $5, -16
        sd      $31, 0($5)
        sd      $sp, 8($5)
        move    $sp, $5
        jalr    $4
        nop
        ld      $31, 0($sp)
        ld      $sp, 8($sp)
        jr      $31
        nop
        .end    call_on_stack

        .section .bss
        .balign 64
        .globl  start_block
start_block:     .space 64
        .globl  start_arguments
start_arguments: .space START_ARGUMENT_BYTES
        .balign 64
start_stack:     .space START_STACK_BYTES
