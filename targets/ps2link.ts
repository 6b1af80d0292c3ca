import type { TargetDescriptor } from './descriptor';

const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const port = { type: 'integer', least: 1, most: 65535 } as const;
const scope = 'machine-overridable';

/** A PlayStation 2 on the network that runs ps2link. */
export const ps2link = {
  id: 'ps2link',
  label: 'console with ps2link',
  description: 'a real PlayStation 2 on the network, with ps2link',
  details: 'Runs the same program, which reads its files over the network or from a disc in its drive.',
  figures: { kind: 'measured', label: 'hardware', meaning: 'Measured by the program on the console' },
  arithmetic: ['ee'],
  requests: ['launch', 'attach'],
  places: ['node'],
  capabilities: {
    readMemory: 'all',
    writeMemory: true,
    registers: false,
    disassembly: true,
    stepBack: false,
    saveStates: false,
    television: 'own',
    keepsRunning: true,
  },
  fields: {
    address: {
      type: 'text',
      // A launch without an address is rejected with a message about what to set.
      default: '',
      pattern: ipv4,
      expected: 'an address such as "192.168.0.10"',
      example: '192.168.0.10',
      description: 'Address of the console, as ps2link shows it on the television.',
      setting: {
        name: 'ps2link.address',
        scope,
        description: 'Address of the PlayStation 2 with ps2link, for the target `ps2link`.',
      },
    },
    bind: {
      type: 'text',
      default: '',
      pattern: ipv4,
      expected: 'an address of this PC, "0.0.0.0" for all, or "" for the one that reaches the console',
      example: '0.0.0.0',
      description:
        'Address of the network interface of this computer that reaches the console. If empty, the operating system chooses; `0.0.0.0` means all interfaces. PS2 ML listens and sends only during a session.',
      setting: { name: 'ps2link.bind', scope },
    },
    filePort: {
      ...port,
      default: 18193,
      description: 'TCP port that the console listens on.',
      setting: { name: 'ps2link.filePort', scope },
    },
    commandPort: {
      ...port,
      default: 18194,
      description: 'UDP port on which the console receives commands.',
      setting: { name: 'ps2link.commandPort', scope },
    },
    logPort: {
      ...port,
      least: 0,
      default: 18194,
      description: "UDP port of this computer that receives the console's log. 0 chooses any free port.",
      setting: { name: 'ps2link.logPort', scope },
    },
    files: {
      type: 'choice',
      choices: ['host', 'disc'],
      default: 'host',
      description:
        "Where the program reads the model from: `host` (this computer, over the network) or `disc` (a disc in the console's drive, built from the same model).",
    },
    folder: {
      type: 'text',
      example: '/games/data',
      description:
        "A folder that programs on the console can access as `host:`, besides the session's own files. They cannot access anything outside it.",
    },
    writable: {
      type: 'boolean',
      default: false,
      description: 'Allow the console to write to that folder.',
    },
    resetMs: {
      type: 'integer',
      least: 0,
      most: 60_000,
      default: 3000,
      description: 'Milliseconds that the console needs after a reset until ps2link listens again.',
    },
    startSeconds: {
      type: 'number',
      least: 1,
      most: 600,
      default: 60,
      description:
        'Time limit in seconds for each stage of the start: until ps2link is back after the reset, until the program is found, and until it has loaded its files.',
      oldName: 'startTimeout',
    },
    elf: {
      type: 'text',
      example: '/programs/own.elf',
      description:
        "The program's ELF with symbols, which contain the address of its mailbox. Default: the EE program of PS2 ML.",
      requests: ['attach'],
    },
  },
  discOf: ({ type }, own) => (own['files'] === 'disc' ? type : undefined),
  oldNames: { trace: ['console'] },
} as const satisfies TargetDescriptor;
