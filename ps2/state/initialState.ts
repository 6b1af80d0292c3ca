import { discTypeOfImage } from '../../disc/drive';
import { emptyTotals } from '../drive/drive';
import type { DiscImage } from '../drive/disc';
import { newGs } from '../gs/state';
import { newVideo } from '../gs/video';
import { iopBytes } from '../iop/memoryMap';
import { newPads } from '../iop/padState';
import type { RpcQueue } from '../iop/state';
import type { ConsoleOptions } from '../console/options';
import { newDmac } from '../machine/dmacState';
import { bootedSif } from '../machine/sif';
import type { MachineState } from './state';
import { newTimer } from '../machine/timers';

/** The machine as the BIOS leaves it when it starts a program: no thread yet, the IOP up, the disc spinning. */
export function initialState(image: DiscImage, options: ConsoleOptions): MachineState {
  const queue = (): RpcQueue => ({ busy: false, waiting: [] });
  return {
    threads: new Map(),
    nextThreadId: 1,
    current: 0,
    ready: [],
    semaphores: new Map(),
    nextSemaphoreId: 1,
    rootFunction: 0,
    mainStackBase: 0,
    heapEnd: 0,
    programArguments: [],
    handlers: [],
    nextHandlerId: 1,
    exceptionHandlers: new Map(),
    dmacStatus: 0,
    dmacMask: 0,
    intcStatus: 0,
    intcMask: 0,
    alarms: [],
    nextAlarmId: 1,
    interrupt: null,
    // All zero except the language, English.
    osdConfiguration: 1 << 16,
    timers: [newTimer(), newTimer(), newTimer(), newTimer()],
    dmac: newDmac(),
    clock: null,
    gs: newGs(),
    video: newVideo(),
    sif: bootedSif(),
    iop: {
      memory: new Uint8Array(iopBytes),
      queues: {
        cdvdControl: queue(),
        cdvdDisc: queue(),
        fileio: queue(),
        loadfile: queue(),
        pad: queue(),
      },
      files: new Map(),
      modules: [...(options.modules ?? [])],
      pad: newPads(options.controller),
      cdvdReady: false,
      directoryKnown: false,
    },
    drive: {
      discType: options.discType ?? discTypeOfImage(image.sectors),
      head: { lba: 0, spinning: true },
      queue: [],
      startCycle: 0,
      positioning: 'none',
      positioningCycles: 0,
      pendingError: 0,
      readyAt: options.faults?.notReadyCycles ?? 0,
      lastError: 0,
      readErrors: (options.faults?.readErrors ?? []).map((fault) => ({ ...fault })),
      endlessReadAt: options.faults?.endlessReadAt ?? -1,
      stuck: false,
      totals: { program: emptyTotals(), directory: emptyTotals(), seek: emptyTotals() },
    },
    hostFiles: new Map(options.hostFiles ?? []),
    hostCalls: [],
    nextHostCall: 1,
    ended: null,
    events: [],
    nextEventSequence: 0,
    inputsTaken: 0,
    notices: [],
    output: '',
    outputBefore: 0,
  };
}
