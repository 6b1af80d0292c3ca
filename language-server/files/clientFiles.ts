import type { Connection } from 'vscode-languageserver';
import type { ByteSource } from '../../disc/byteSource';
import type { Access } from './access';
import type { Files, FileStatus, OpenedFile } from './files';
import { fileRequests, type FileAnswer } from './fileRequests';

/** Files read by requests to the client, for a server that has no file system: in a browser, or for virtual files. */
export class ClientFiles implements Files {
  constructor(
    private readonly access: Access,
    private readonly connection: Connection,
    /** Whether the client answers such requests. */
    private readonly isServed: () => boolean,
  ) {}

  async status(uri: string): Promise<FileStatus | undefined> {
    this.check(uri);
    return (await this.request<FileStatus | null>(fileRequests.status, { uri })) ?? undefined;
  }

  async list(uri: string): Promise<readonly string[]> {
    this.check(uri);
    return this.request<readonly string[]>(fileRequests.list, { uri });
  }

  async open(uri: string): Promise<OpenedFile> {
    const status = await this.status(uri);
    if (status?.kind !== 'file') throw new Error(`Cannot open ${uri}: file not found.`);
    const source: ByteSource = {
      size: status.size,
      read: async (offset, length) => {
        const base64 = await this.request<string>(fileRequests.read, { uri, offset, length });
        return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      },
    };
    return { source, close: () => Promise.resolve() };
  }

  private check(uri: string): void {
    if (!this.isServed())
      throw new Error(`Cannot read ${uri}: the editor does not support file access for language servers.`);
    if (!this.access.allows(uri)) throw new Error(`Cannot read ${uri}: it is outside the workspace.`);
  }

  private async request<T>(method: string, parameters: object): Promise<T> {
    const answer = await this.connection.sendRequest<FileAnswer<T>>(method, parameters);
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  }
}
