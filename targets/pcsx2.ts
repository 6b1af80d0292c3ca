import { discTypeOfImage } from '../disc/drive';
import type { TargetDescriptor } from './descriptor';

/** The emulator PCSX2, reached through PINE. */
export const pcsx2 = {
  id: 'pcsx2',
  label: 'PCSX2',
  description: 'the emulator PCSX2, which you install together with your own BIOS',
  details: 'Runs the same disc and the same program, which is stopped through PINE.',
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
    keepsRunning: true,
  },
  fields: {
    path: {
      type: 'text',
      default: '',
      example: '/usr/bin/pcsx2-qt',
      description:
        'The program, AppImage or application of PCSX2, or `net.pcsx2.PCSX2` for the Flatpak. Without it the setting `ps2ml.pcsx2.path`, else PCSX2 is searched for.',
      setting: {
        name: 'pcsx2.path',
        scope: 'machine-overridable',
        description:
          'The program, AppImage or application of PCSX2, or `net.pcsx2.PCSX2` for the Flatpak. When it is empty, PCSX2 is searched for in `PATH` and the usual places.',
      },
      oldName: 'pcsx2Path',
    },
    slot: {
      type: 'integer',
      least: 1,
      most: 65535,
      example: 28011,
      description: 'Slot of PINE. Without it the one in the settings of PCSX2, 28011 unless it was changed.',
      oldName: 'pineSlot',
    },
    replySeconds: {
      type: 'number',
      least: 0.1,
      most: 60,
      default: 3,
      description: 'How many seconds PCSX2 may take for each answer over PINE.',
      oldName: 'pineTimeout',
    },
    startSeconds: {
      type: 'number',
      least: 1,
      most: 600,
      default: 60,
      description:
        'How many seconds each stage of the start may take: until PCSX2 answers, until it runs the game, until the program is found, until the program has loaded its files.',
      oldName: 'startTimeout',
    },
    checkpointSlot: {
      type: 'integer',
      least: 0,
      most: 255,
      example: 9,
      description:
        'A save-state slot of PCSX2 that may be **overwritten**. With it a stop can be saved as a checkpoint and returned to.',
      setting: {
        name: 'pcsx2.checkpointSlot',
        scope: 'window',
        description:
          'A save-state slot of PCSX2 that debug sessions may **overwrite** with their checkpoint. Empty switches checkpoints off.',
      },
      oldName: 'checkpointSlot',
    },
    elf: {
      type: 'text',
      example: '/programs/own.elf',
      description:
        "The program's ELF with its symbols. Without it the program's mailbox is searched for in all of RAM.",
      requests: ['attach'],
      oldName: 'elf',
    },
  },
  // It goes by the size of the image.
  discOf: ({ sectors }) => discTypeOfImage(sectors),
  oldNames: { trace: ['PCSX2'] },
} as const satisfies TargetDescriptor;
