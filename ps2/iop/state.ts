import type { PadState } from './padState';
import type { EeWrite } from '../machine/sifState';

/** A remote procedure call of the EE; the names of ps2sdk's call packet in comments. */
export interface RpcCall {
  /** Which service (sid). */
  readonly service: number;
  /** rec_id, pkt_addr, rpc_id: handed back as they came. */
  readonly recordId: number;
  readonly packetAddress: number;
  readonly rpcId: number;
  /** cd: the client's structure in EE memory. */
  readonly client: number;
  /** rpc_number: which function of the service. */
  readonly number: number;
  /** recvbuf, recv_size: the EE's buffer for the answer. */
  readonly receiveAddress: number;
  readonly receiveBytes: number;
  /** rmode 0: no END packet, only the packet's ids are cleared. */
  readonly wantsEnd: boolean;
  /** sd: address of the server's structure on the IOP. */
  readonly server: number;
  /** The arguments, as they arrived in the service's buffer. */
  readonly data: Uint8Array;
}

/** A service's answer. */
export interface RpcReply {
  /** Goes to the call's receive buffer, cut or padded to its size. */
  readonly result: Uint8Array;
  /** Goes to EE memory before the answer. */
  readonly writes: readonly EeWrite[];
}

/** Services that one IOP thread serves, one call at a time. */
export interface RpcQueue {
  busy: boolean;
  waiting: RpcCall[];
}

/** An open file of the FILEIO service. */
export type OpenFile =
  | { readonly device: 'tty' }
  | {
      readonly device: 'cdrom';
      readonly path: string;
      readonly lba: number;
      readonly size: number;
      position: number;
    }
  /** On the PC at the other end of a network, which knows the rest. */
  | { readonly device: 'remote'; readonly path: string; readonly descriptor: number }
  | { readonly device: 'host'; readonly path: string; readonly flags: number; position: number };

export interface IopState {
  /** RAM of the IOP as far as the EE can reach it: the services' buffers; see iop/layout.ts. */
  memory: Uint8Array;
  queues: { cdvdControl: RpcQueue; cdvdDisc: RpcQueue; fileio: RpcQueue; loadfile: RpcQueue; pad: RpcQueue };
  files: Map<number, OpenFile>;
  /** Modules that were loaded from the boot ROM, by file name. */
  modules: string[];
  pad: PadState;
  /** The CDVD service was initialised (0x80000592). */
  cdvdReady: boolean;
  /** The directory of the disc was read and is cached by the IOP. */
  directoryKnown: boolean;
}
