import type { TargetDescriptor } from './descriptor';

const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const port = { type: 'integer', least: 1, most: 65535 } as const;
const scope = 'machine-overridable';

/** A PlayStation 2 on the network that runs ps2link. */
export const ps2link = {
  id: 'ps2link',
  label: 'console with ps2link',
  description: 'a PlayStation 2 on the network, with ps2link',
  details: 'Runs the same program, which reads its files over the network or from a disc in the drive.',
  figures: { kind: 'measured', label: 'hardware', meaning: 'Measured by the program on the console' },
  arithmetic: ['ee'],
  requests: ['launch'],
  places: ['node'],
  capabilities: {
    readMemory: 'all',
    writeMemory: true,
    registers: false,
    disassembly: true,
    stepBack: false,
    saveStates: false,
    keepsRunning: true,
  },
  fields: {
    address: {
      type: 'text',
      // Whoever launches on a console is told to name it.
      default: '',
      pattern: ipv4,
      expected: 'an address such as "192.168.0.10"',
      example: '192.168.0.10',
      description: 'Address of the console, as ps2link shows it on the television.',
      setting: {
        name: 'ps2link.address',
        scope,
        description:
          'Address of the PlayStation 2 with ps2link, for launch configurations with the target `ps2link`.',
      },
    },
    bind: {
      type: 'text',
      default: '',
      pattern: ipv4,
      expected: 'an address of this PC, "0.0.0.0" for all, or "" for the one that leads to the console',
      example: '0.0.0.0',
      description:
        "Address of this computer's network interface that leads to the console. Empty takes the one that the system would take; `0.0.0.0` stands for all. It listens and sends only while a session runs.",
      setting: { name: 'ps2link.bind', scope },
    },
    filePort: {
      ...port,
      default: 18193,
      description: 'TCP port on which the console listens.',
      setting: { name: 'ps2link.filePort', scope },
    },
    commandPort: {
      ...port,
      default: 18194,
      description: 'UDP port on which the console takes commands.',
      setting: { name: 'ps2link.commandPort', scope },
    },
    logPort: {
      ...port,
      least: 0,
      default: 18194,
      description: 'UDP port here to which the console sends its log. 0 takes any free one.',
      setting: { name: 'ps2link.logPort', scope },
    },
    files: {
      type: 'choice',
      choices: ['host', 'disc'],
      default: 'host',
      description:
        "Where the program reads the model: `host`, from this computer over the network, or `disc`, from a disc in the console's drive that was built from the same model.",
    },
    folder: {
      type: 'text',
      example: '/games/data',
      description:
        "A folder that programs on the console may see as `host:`, beside the session's own files. Nothing outside it can be reached.",
    },
    writable: {
      type: 'boolean',
      default: false,
      description: 'Whether the console may write to that folder.',
    },
    resetMs: {
      type: 'integer',
      least: 0,
      most: 60_000,
      default: 3000,
      description: 'How many milliseconds the console needs after a reset until its ps2link listens again.',
    },
    startSeconds: {
      type: 'number',
      least: 1,
      most: 600,
      default: 60,
      description:
        'How many seconds each stage of the start may take: until ps2link is back after the reset, until the program is found, until the program has loaded its files.',
      oldName: 'startTimeout',
    },
  },
  discOf: ({ type }, own) => (own['files'] === 'disc' ? type : undefined),
  oldNames: { trace: ['console'] },
} as const satisfies TargetDescriptor;
