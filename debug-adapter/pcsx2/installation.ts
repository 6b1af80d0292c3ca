/** How to start PCSX2 and where its files are. */
export interface Pcsx2Installation {
  readonly kind: 'program' | 'AppImage' | 'Flatpak' | 'macOS application';
  /** Its name for the user: the path of the program, or the name of the Flatpak. */
  readonly name: string;
  /** The executable, and the arguments that come before those of PCSX2. */
  readonly command: string;
  readonly commandArguments: readonly string[];
  readonly foundBy: 'setting' | 'PATH' | 'usual place';
  /** Folder of its settings, logs and saved states. */
  readonly dataRoot: string;
  /** `inis/PCSX2.ini` there. */
  readonly settingsFile: string;
}

/** The result of a search for PCSX2. */
export type Pcsx2Search =
  | { readonly installation: Pcsx2Installation }
  /** `message` is a sentence for the user; `tried` are the places that were looked at. */
  | { readonly installation: undefined; readonly message: string; readonly tried: readonly string[] };
