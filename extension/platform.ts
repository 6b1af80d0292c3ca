import type * as vscode from 'vscode';
import type { WatchedRun, WatchOptions } from '../debug-adapter/node/watchImage';
import type { TargetFactory } from '../debug-adapter/session/sessionHost';
import type { ModelImageOptions } from '../image/node/modelImage';
import type { LoadedProgram } from '../project/program/load';
import type { OpenFile, Program } from '../project/program/program';
import type { RunSettings } from '../model/plan/runSettings';
import type { PageWork } from '../model/tokenizer/worker/textTask';
import type { Converter } from './convert/converter';
import type { ClientFactory } from './languages/languageClient';
import type { Pcsx2Access } from './pcsx2/pcsx2Access';
import type { DoctorSource } from './doctor/doctorSource';
import type { ProjectBuilder } from './project/projectBuilder';
import type { GrowingFile } from './trace/growingFile';

/** What differs between the Node extension host and the browser's. */
export interface Platform {
  /** Opens a file for ranged reads. @throws Error when it cannot be opened. */
  openFile(uri: vscode.Uri): Promise<OpenFile>;
  /** Are its bytes read by ranges, or only whole? */
  readsRanges(uri: vscode.Uri): boolean;
  /** Makes a file to write into while something happens. @throws Error when it cannot be made. */
  growingFile(uri: vscode.Uri): Promise<GrowingFile>;
  /**
   * Builds the disc image that a run on the console boots from, or finds it built; absent where there are no files on
   * disk. @throws Error when it cannot be built.
   */
  readonly buildDisc?: (
    program: Program,
    run: RunSettings,
    progress: (message: string) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  /**
   * Builds the disc image of a model that runs by itself, at a path; absent where there are no files on disk.
   * @returns bytes written. @throws Error when it cannot be built, or the reason of the abort.
   */
  readonly writeModelImage?: (
    path: string,
    loaded: Pick<LoadedProgram, 'program' | 'run'>,
    options: Omit<ModelImageOptions, 'elf'>,
  ) => Promise<number>;
  /**
   * Runs the program of a disc image on the built-in console, see debug-adapter/node/watchImage.ts; absent where there
   * are no files on disk.
   */
  readonly watchImage?: (path: string, options: WatchOptions) => Promise<WatchedRun>;
  /** Runs what tokenizer files contain, in a worker. */
  readonly texts: PageWork;
  /** What can execute a plan here, the default first. */
  readonly targets: ReadonlyMap<string, TargetFactory>;
  /** Makes the client of the language server. */
  readonly languageClient: ClientFactory;
  /** Absent where there are no files on disk. */
  readonly converter?: Converter;
  /** Absent where there are no files on disk. */
  readonly projects?: ProjectBuilder;
  /** Absent where no program can be started. */
  readonly pcsx2?: Pcsx2Access;
  /** Absent where no other programs can be reached. */
  readonly doctor?: DoctorSource;
}
