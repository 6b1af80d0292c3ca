import type { Environment } from '../../ps2/pine/place';

/** Where to search for PCSX2. Paths are absolute; a `*` in the last part of one matches any text. */
export interface UsualPlaces {
  /** Names of the program in a folder of PATH. */
  readonly names: readonly string[];
  /** Programs, AppImages and applications, the most likely first. */
  readonly paths: readonly string[];
  /** Folders that exist if PCSX2 is installed as a Flatpak. */
  readonly flatpaks: readonly string[];
}

/** The Flatpak name of PCSX2. */
export const flatpakName = 'net.pcsx2.PCSX2';

/** @param platform a value of `process.platform`. @param home absolute path of the user's home folder. */
export function usualPlaces(platform: string, environment: Environment, home: string): UsualPlaces {
  switch (platform) {
    case 'win32':
      return { names: ['pcsx2-qt.exe'], paths: windowsPaths(environment), flatpaks: [] };
    case 'darwin':
      return {
        names: ['pcsx2-qt', 'PCSX2'],
        paths: ['/Applications', `${home}/Applications`].flatMap((folder) => [
          `${folder}/PCSX2.app`,
          `${folder}/PCSX2*.app`,
        ]),
        flatpaks: [],
      };
    default:
      return {
        names: ['pcsx2-qt', 'pcsx2'],
        paths: [
          ...['/usr/bin', '/usr/local/bin', '/usr/games', `${home}/.local/bin`, '/snap/bin'].map(
            (folder) => `${folder}/pcsx2-qt`,
          ),
          ...['Applications', 'AppImages', '.local/bin', 'bin', 'Downloads', 'Desktop', ''].map((folder) =>
            [home, folder, 'pcsx2*.AppImage'].filter((part) => part !== '').join('/'),
          ),
          '/opt/pcsx2*.AppImage',
        ],
        flatpaks: [`${home}/.local/share/flatpak/app/${flatpakName}`, `/var/lib/flatpak/app/${flatpakName}`],
      };
  }
}

function windowsPaths(environment: Environment): string[] {
  const folders = ['ProgramFiles', 'ProgramW6432', 'ProgramFiles(x86)', 'LOCALAPPDATA', 'USERPROFILE']
    .map((name) => environment[name])
    .filter((folder) => folder !== undefined && folder !== '');
  return [...new Set(folders)].flatMap((folder) => [
    `${folder}\\PCSX2\\pcsx2-qt.exe`,
    `${folder}\\Programs\\PCSX2\\pcsx2-qt.exe`,
    `${folder}\\scoop\\apps\\pcsx2\\current\\pcsx2-qt.exe`,
  ]);
}

/**
 * The folder of PCSX2's settings, logs and save states, for an installation that is not portable.
 * @param kind of the installation.
 * @param documents the Documents folder of Windows, if it is not below `home`.
 */
export function dataRoot(
  platform: string,
  environment: Environment,
  home: string,
  kind: string,
  documents?: string,
): string {
  if (kind === 'Flatpak') return `${home}/.var/app/${flatpakName}/config/PCSX2`;
  if (platform === 'win32') return `${documents ?? `${home}\\Documents`}\\PCSX2`;
  if (platform === 'darwin') return `${home}/Library/Application Support/PCSX2`;
  const configuration = environment['XDG_CONFIG_HOME'] ?? '';
  // PCSX2 uses the variable only if it is an absolute path.
  return `${configuration.startsWith('/') ? configuration : `${home}/.config`}/PCSX2`;
}
