/** Something that the user can do about a finding or an error. An editor shows it as a button. */
export type Action =
  /** Opens a setting of the editor. */
  | { readonly kind: 'setting'; readonly label: string; readonly setting: string }
  /** Asks where PCSX2 is and writes the answer into its setting. */
  | { readonly kind: 'locatePcsx2'; readonly label: string }
  /** Shows the proposed changes to the PCSX2 settings, and writes them when the user agrees. */
  | { readonly kind: 'changePcsx2Settings'; readonly label: string }
  /** Opens a file, at a place in it if one is given. */
  | {
      readonly kind: 'openFile';
      readonly label: string;
      readonly path: string;
      /** Both from 1. */
      readonly place?: { readonly line: number; readonly column: number };
    }
  | { readonly kind: 'newProject'; readonly label: string }
  /** Starts the last launch again on another target. */
  | { readonly kind: 'chooseTarget'; readonly label: string }
  | { readonly kind: 'openDoctor'; readonly label: string }
  /** Copies a terminal command to the clipboard. */
  | { readonly kind: 'copy'; readonly label: string; readonly text: string }
  | { readonly kind: 'checkAgain'; readonly label: string };

export const locatePcsx2: Action = { kind: 'locatePcsx2', label: 'Locate PCSX2…' };
export const changePcsx2Settings: Action = { kind: 'changePcsx2Settings', label: 'Change Settings…' };
export const chooseTarget: Action = { kind: 'chooseTarget', label: 'Choose Target…' };
export const openDoctor: Action = { kind: 'openDoctor', label: 'Open Doctor' };
export const setPs2LinkAddress: Action = {
  kind: 'setting',
  label: 'Set Address',
  setting: 'ps2ml.ps2link.address',
};
