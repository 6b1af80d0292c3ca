/** How PCSX2 is started and where it keeps its files. */
export interface Pcsx2Installation {
  readonly kind: 'program' | 'AppImage' | 'Flatpak' | 'macOS application';
  /** What a person calls it: the path of the program, or the name of the Flatpak. */
  readonly name: string;
  /** What is executed, and the arguments that come before PCSX2's own. */
  readonly command: string;
  readonly commandArguments: readonly string[];
  readonly foundBy: 'setting' | 'PATH' | 'usual place';
  /** Folder of its settings, logs and saved states. */
  readonly dataRoot: string;
  /** `inis/PCSX2.ini` there. */
  readonly settingsFile: string;
}

/** What a search for PCSX2 has brought. */
export type Pcsx2Search =
  | { readonly installation: Pcsx2Installation }
  /** `message` is a sentence for the user; `tried` are the places that were looked at. */
  | { readonly installation: undefined; readonly message: string; readonly tried: readonly string[] };
