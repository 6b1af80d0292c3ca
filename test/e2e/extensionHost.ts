import { readdir, readFile } from 'node:fs/promises';

/** What an extension host has used, in bytes. */
export interface HostUse {
  /** Memory that it has now. */
  readonly memory: number;
  /** All that it has read so far: of files, and of what it is told. */
  readonly read: number;
}

/**
 * What the extension host of a server uses, by Linux' /proc; undefined elsewhere.
 * @param home the folder that stands in the server's command line.
 */
export async function useOfExtensionHost(home: string): Promise<HostUse | undefined> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const read = (id: string, name: string): Promise<string> =>
    readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '');
  for (const id of ids) {
    if (!(await read(id, 'cmdline')).includes('--type=extensionHost')) continue;
    const status = await read(id, 'status');
    const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
    if (parent === undefined || !(await read(parent, 'cmdline')).includes(home)) continue;
    const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    const bytes = /^rchar: (\d+)/m.exec(await read(id, 'io'))?.[1];
    return { memory: Number(kibibytes) * 1024, read: Number(bytes) };
  }
  return undefined;
}
