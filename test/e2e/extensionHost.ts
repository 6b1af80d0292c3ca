import { readdir, readFile } from 'node:fs/promises';

/**
 * Bytes of memory that the extension host of a server has, by Linux' /proc; undefined elsewhere.
 * @param home the folder that stands in the server's command line.
 */
export async function memoryOfExtensionHost(home: string): Promise<number | undefined> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const read = (id: string, name: string): Promise<string> =>
    readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '');
  for (const id of ids) {
    if (!(await read(id, 'cmdline')).includes('--type=extensionHost')) continue;
    const status = await read(id, 'status');
    const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
    if (parent === undefined || !(await read(parent, 'cmdline')).includes(home)) continue;
    const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  }
  return undefined;
}
