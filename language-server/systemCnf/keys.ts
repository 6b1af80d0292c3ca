/** A key of SYSTEM.CNF. */
export interface Key {
  readonly name: string;
  /** What it says, for hover and completion. */
  readonly meaning: string;
  readonly required: boolean;
  /** Values to offer, the usual one first. */
  readonly values: readonly { readonly text: string; readonly meaning: string }[];
}

/** The keys that discs of the PlayStation 2 carry. Source: ps2sdk's samples, PCSX2's reader of SYSTEM.CNF. */
export const keys: readonly Key[] = [
  {
    name: 'BOOT2',
    meaning:
      'The program that the console boots: `cdrom0:\\NAME;1`, a file of the root directory in upper case, with the version number `;1`. Its presence tells a PlayStation 2 disc from one for the first PlayStation, which has `BOOT`.',
    required: true,
    values: [{ text: 'cdrom0:\\PSML_000.01;1', meaning: 'the program that PS2 ML writes' }],
  },
  {
    name: 'VER',
    meaning: 'Version of the disc, such as `1.00`. It does not matter for booting.',
    required: false,
    values: [{ text: '1.00', meaning: 'first version' }],
  },
  {
    name: 'VMODE',
    meaning:
      'Television standard that the disc is meant for, `NTSC` or `PAL`. A program chooses its picture itself; emulators show it.',
    required: false,
    values: [
      { text: 'NTSC', meaning: '59.94 fields a second: America, Japan' },
      { text: 'PAL', meaning: '50 fields a second: Europe, Australia' },
    ],
  },
  {
    name: 'HDDUNITPOWER',
    meaning:
      'Whether the hard disk unit is powered at start: `NIC`, `NICHDD`. Programs that use neither leave it out.',
    required: false,
    values: [
      { text: 'NIC', meaning: 'network adapter' },
      { text: 'NICHDD', meaning: 'network adapter and hard disk' },
    ],
  },
];

export const keyNamed = (name: string): Key | undefined =>
  keys.find((key) => key.name === name.toUpperCase());
