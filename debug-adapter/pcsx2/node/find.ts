import { access, constants, readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../../../ps2/pine/place';
import type { Pcsx2Installation, Pcsx2Search } from '../installation';
import { dataRoot, flatpakName, usualPlaces } from '../usualPlaces';

/** Where to search. Default: the values of this process. */
export interface FindOptions {
  /** The setting `ps2ml.pcsx2.path`: a program, an AppImage, an application of macOS, or the name of the Flatpak. */
  readonly setting?: string;
  readonly platform?: string;
  readonly environment?: Environment;
  readonly home?: string;
}

/** Searches for PCSX2: at the path of the setting if there is one, else in PATH, then in the usual places. */
export async function findPcsx2(options: FindOptions = {}): Promise<Pcsx2Search> {
  const { setting = '', platform = process.platform, environment = process.env, home = homedir() } = options;
  const search = new Search(platform, environment, home);
  if (setting !== '') return search.bySetting(setting);
  const { names, paths, flatpaks } = usualPlaces(platform, environment, home);
  const separator = platform === 'win32' ? ';' : ':';
  const folders = (environment['PATH'] ?? '').split(separator).filter((folder) => folder !== '');
  for (const folder of folders) {
    for (const name of names) {
      const installation = await search.at(path.join(folder, name), 'PATH');
      if (installation) return { installation };
    }
  }
  for (const pattern of paths) {
    for (const candidate of await search.matches(pattern)) {
      const installation = await search.at(candidate, 'usual place');
      if (installation) return { installation };
    }
  }
  for (const folder of flatpaks) {
    if (await isThere(folder)) return { installation: search.flatpak('usual place') };
  }
  const message = `PCSX2 was not found in PATH (as ${names.join(' or ')}) or the usual places: install it, or set its path in "ps2ml.pcsx2.path".`;
  return { installation: undefined, message, tried: ['PATH', ...paths, ...flatpaks] };
}

class Search {
  constructor(
    private readonly platform: string,
    private readonly environment: Environment,
    private readonly home: string,
  ) {}

  async bySetting(setting: string): Promise<Pcsx2Search> {
    if (setting === flatpakName) return { installation: this.flatpak('setting') };
    const name = setting.replace(/^~(?=[/\\])/, this.home);
    const installation = await this.at(name, 'setting');
    if (installation) return { installation };
    const found = (await isThere(name)) ? 'is not an executable program' : 'does not exist';
    const message = `The setting "ps2ml.pcsx2.path" is ${setting}, which ${found}: set it to the path of PCSX2's program, AppImage or application, or to ${flatpakName} for the Flatpak.`;
    return { installation: undefined, message, tried: [name] };
  }

  /** The installation with its program or application at a path. */
  async at(file: string, foundBy: Pcsx2Installation['foundBy']): Promise<Pcsx2Installation | undefined> {
    if (file.endsWith('.app')) {
      const program = path.join(file, 'Contents', 'MacOS', 'PCSX2');
      return (await isProgram(program)) ? this.of('macOS application', file, program, foundBy) : undefined;
    }
    if (!(await isProgram(file))) return undefined;
    return this.of(/\.appimage$/i.test(file) ? 'AppImage' : 'program', file, file, foundBy);
  }

  flatpak(foundBy: Pcsx2Installation['foundBy']): Pcsx2Installation {
    const root = dataRoot(this.platform, this.environment, this.home, 'Flatpak');
    return {
      kind: 'Flatpak',
      name: flatpakName,
      command: 'flatpak',
      commandArguments: ['run', flatpakName],
      foundBy,
      dataRoot: root,
      settingsFile: `${root}/inis/PCSX2.ini`,
    };
  }

  /** Files that match a path with a `*` in its last part, the newest name first. */
  async matches(pattern: string): Promise<string[]> {
    const [folder, name] = [path.dirname(pattern), path.basename(pattern)];
    if (!name.includes('*')) return [pattern];
    const [start = '', end = ''] = name.toLowerCase().split('*');
    const names = await readdir(folder).catch(() => []);
    return names
      .filter((entry) => entry.toLowerCase().startsWith(start) && entry.toLowerCase().endsWith(end))
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((entry) => path.join(folder, entry));
  }

  private async of(
    kind: Pcsx2Installation['kind'],
    name: string,
    command: string,
    foundBy: Pcsx2Installation['foundBy'],
  ): Promise<Pcsx2Installation> {
    const beside = path.dirname(name);
    const root = (await portableRoot(beside)) ?? dataRoot(this.platform, this.environment, this.home, kind);
    const settingsFile = path.join(root, 'inis', 'PCSX2.ini');
    return { kind, name, command, commandArguments: [], foundBy, dataRoot: root, settingsFile };
  }
}

/** The folder of the files of a portable installation: `portable.txt` may name one below the program's. Source: PCSX2. */
async function portableRoot(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, 'portable.txt'), 'utf8').catch(() => undefined);
  if (text !== undefined) return path.join(folder, text.trim());
  return (await isThere(path.join(folder, 'portable.ini'))) ? folder : undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
