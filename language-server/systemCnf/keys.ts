/** A key of SYSTEM.CNF. */
export interface Key {
  readonly name: string;
  /** Its meaning, for hover and completion. */
  readonly meaning: string;
  readonly required: boolean;
  /** Values to offer, the usual one first. */
  readonly values: readonly { readonly text: string; readonly meaning: string }[];
}

/** The keys of PlayStation 2 discs. Source: ps2sdk's samples, PCSX2's reader of SYSTEM.CNF. */
export const keys: readonly Key[] = [
  {
    name: 'BOOT2',
    meaning:
      'The program that the console boots: `cdrom0:\\NAME;1`, a file of the root directory in upper case, with the version number `;1`. Discs for the first PlayStation have `BOOT` instead.',
    required: true,
    values: [{ text: 'cdrom0:\\PSML_000.01;1', meaning: 'the EE program of PS2 ML' }],
  },
  {
    name: 'VER',
    meaning: 'Version of the disc, such as `1.00`. Not used for booting.',
    required: false,
    values: [{ text: '1.00', meaning: 'first version' }],
  },
  {
    name: 'VMODE',
    meaning:
      'TV region of the disc, `NTSC` or `PAL`. The program sets the video mode itself; emulators display this value.',
    required: false,
    values: [
      { text: 'NTSC', meaning: '59.94 fields per second: America, Japan' },
      { text: 'PAL', meaning: '50 fields per second: Europe, Australia' },
    ],
  },
  {
    name: 'HDDUNITPOWER',
    meaning: 'Powers the hard disk unit at startup: `NIC`, `NICHDD`. Optional.',
    required: false,
    values: [
      { text: 'NIC', meaning: 'network adapter' },
      { text: 'NICHDD', meaning: 'network adapter and hard disk' },
    ],
  },
];

export const keyNamed = (name: string): Key | undefined =>
  keys.find((key) => key.name === name.toUpperCase());
