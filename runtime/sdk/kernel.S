/* The EE kernel's calls as C functions: number in $v1, arguments in $a0 ... $a3, $t0 (n32: $4 ... $8). */
#include "syscalls.h"

        .set    noreorder
        .text

        .macro  call name, number
        .globl  \name
        .ent    \name
\name:
        li      $3, \number
        syscall
        nop
        jr      $31
        nop
        .end    \name
        .endm

        call    SetGsCrt, SYSCALL_SET_GS_CRT
        call    Exit, SYSCALL_EXIT
        call    SetVTLBRefillHandler, SYSCALL_SET_V_TLB_REFILL_HANDLER
        call    SetVCommonHandler, SYSCALL_SET_V_COMMON_HANDLER
        call    AddIntcHandler, SYSCALL_ADD_INTC_HANDLER
        call    AddDmacHandler, SYSCALL_ADD_DMAC_HANDLER
        call    EnableIntc, SYSCALL_ENABLE_INTC
        call    DisableIntc, SYSCALL_DISABLE_INTC
        call    EnableDmac, SYSCALL_ENABLE_DMAC
        call    SleepThread, SYSCALL_SLEEP_THREAD
        call    CreateSema, SYSCALL_CREATE_SEMA
        call    WaitSema, SYSCALL_WAIT_SEMA
        call    PollSema, SYSCALL_POLL_SEMA
        call    iSignalSema, -0x43
        call    FlushCache, SYSCALL_FLUSH_CACHE
        call    GsPutIMR, SYSCALL_GS_PUT_IMR
        call    SifSetDma, SYSCALL_SIF_SET_DMA
        call    SifSetDChain, SYSCALL_SIF_SET_DCHAIN
        call    iSifSetDChain, -SYSCALL_SIF_SET_DCHAIN
        call    SifSetReg, SYSCALL_SIF_SET_REG
        call    SifGetReg, SYSCALL_SIF_GET_REG
