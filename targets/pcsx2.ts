import { discTypeOfImage } from '../disc/drive';
import type { TargetDescriptor } from './descriptor';

/** The emulator PCSX2, reached through PINE. */
export const pcsx2 = {
  id: 'pcsx2',
  label: 'PCSX2',
  description: 'the PCSX2 emulator, which you install with your own BIOS',
  details: 'Runs the same disc image and program, controlled through PINE.',
  figures: { kind: 'measured', label: 'PCSX2', meaning: 'Measured by the program in PCSX2' },
  arithmetic: ['ee'],
  requests: ['launch', 'attach'],
  places: ['node'],
  capabilities: {
    readMemory: 'all',
    writeMemory: true,
    registers: false,
    disassembly: true,
    stepBack: false,
    saveStates: true,
    television: 'own',
    keepsRunning: true,
  },
  fields: {
    path: {
      type: 'text',
      default: '',
      example: '/usr/bin/pcsx2-qt',
      description:
        'Path of the PCSX2 executable, AppImage or application, or `net.pcsx2.PCSX2` for the Flatpak. Default: the setting `ps2ml.pcsx2.path`; if it is empty, PS2 ML searches for PCSX2.',
      setting: {
        name: 'pcsx2.path',
        scope: 'machine-overridable',
        description:
          'Path of the PCSX2 executable, AppImage or application, or `net.pcsx2.PCSX2` for the Flatpak. If empty, PS2 ML searches `PATH` and the default locations.',
      },
      oldName: 'pcsx2Path',
    },
    slot: {
      type: 'integer',
      least: 1,
      most: 65535,
      example: 28011,
      description:
        'The PINE slot. Default: the slot in the PCSX2 settings, which is 28011 unless you changed it.',
      oldName: 'pineSlot',
    },
    replySeconds: {
      type: 'number',
      least: 0.1,
      most: 60,
      default: 3,
      description: 'Time limit in seconds for each answer of PCSX2 over PINE.',
      oldName: 'pineTimeout',
    },
    startSeconds: {
      type: 'number',
      least: 1,
      most: 600,
      default: 60,
      description:
        "Time limit in seconds for each stage of the start: until PCSX2 answers, until it runs the game, until the program's mailbox is found, and until the program has loaded its files.",
      oldName: 'startTimeout',
    },
    checkpointSlot: {
      type: 'integer',
      least: 0,
      most: 255,
      example: 9,
      description:
        'The PCSX2 save-state slot for checkpoints. PS2 ML **overwrites** this slot. Without it, there are no checkpoints on PCSX2.',
      setting: {
        name: 'pcsx2.checkpointSlot',
        scope: 'window',
        description:
          'The PCSX2 save-state slot for checkpoints. Debug sessions **overwrite** this slot. If empty, there are no checkpoints on PCSX2.',
      },
      oldName: 'checkpointSlot',
    },
    elf: {
      type: 'text',
      example: '/programs/own.elf',
      description:
        "The program's ELF with symbols. With it, PS2 ML does not need to search all of RAM for the mailbox.",
      requests: ['attach'],
      oldName: 'elf',
    },
  },
  // It goes by the size of the image.
  discOf: ({ sectors }) => discTypeOfImage(sectors),
  oldNames: { trace: ['PCSX2'] },
} as const satisfies TargetDescriptor;
