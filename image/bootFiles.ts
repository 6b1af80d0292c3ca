import { MemorySource, type ByteSource } from '../disc/byteSource';
import type { ImageFile } from '../disc/imageBytes';
import { formatSystemCnf, type SystemCnf } from '../disc/systemCnf';
import type { Model } from '../model/model';
import { encodePlan } from '../model/plan/encodePlan';
import { PlanError } from '../model/plan/error';
import type { Plan } from '../model/plan/plan';
import { encodeRun, ownPicture, type PictureSettings } from '../model/plan/runFile';
import type { RunSettings } from '../model/plan/runSettings';
import { encodeTokens } from '../model/plan/tokensFile';
import { digestWeights, WeightsSource, type DigestProgress } from '../model/plan/weightsFile';
import type { Tokenizer } from '../model/tokenizer/tokenizer';

/** Where the picture is on the television, from its usual place. */
export interface ScreenPlace {
  /** Pixels, from -64 to 64. */
  readonly right: number;
  /** Lines, from -32 to 32. */
  readonly down: number;
}

/** The content of a disc that runs a model. */
export interface BootContents {
  readonly model: Model;
  /** Planned with `tokensBytes` of the tokenizer's TOKENS.BIN (`tokensBytesOf`). */
  readonly plan: Plan;
  readonly run: RunSettings;
  /** Without one the console prints no text. */
  readonly tokenizer?: Tokenizer;
  /** The program. */
  readonly elf: Uint8Array;
  /** Disc code, such as `PSML_000.01`; the program's name on the disc. */
  readonly serial?: string;
  /** When not given, `NTSC` in SYSTEM.CNF, and the program takes the console's own region. */
  readonly videoMode?: SystemCnf['videoMode'];
  /** Moves the picture on the television. */
  readonly screen?: ScreenPlace;
  /** Prompts that a person may choose from with the controller. None: the disc runs by itself. */
  readonly choices?: readonly (readonly number[])[];
  /** Additional files, in the order in which they are read. */
  readonly extra?: readonly ImageFile[];
}

/** The content of a disc that runs another program, which reads the model itself. */
type RawContents = Pick<BootContents, 'elf' | 'serial' | 'videoMode' | 'extra'> & {
  /** The model's file, unchanged. */
  readonly psnt: ByteSource;
};

/** The program's name on the disc, unless another is given. */
export const defaultDiscCode = 'PSML_000.01';

/** Names of the files that our EE program and the console read. */
export const weightsName = 'WEIGHTS.BIN';
export const tokensName = 'TOKENS.BIN';
export const ownFileNames = ['SYSTEM.CNF', 'PLAN.BIN', 'RUN.BIN', tokensName, weightsName] as const;
/** Name of the model on a disc for another program. */
export const rawModelName = 'MODEL.PSN';

/** Size of TOKENS.BIN, for the plan's options; 0 without a tokenizer. */
export function tokensBytesOf(tokenizer: Tokenizer | undefined): number {
  return tokenizer ? encodeTokens(tokenizer).length : 0;
}

/**
 * The files of a disc that boots and runs the model (docs/plan.md), in the order in which the console reads them.
 * @throws PlanError when the parts do not belong together.
 */
export async function bootFiles(contents: BootContents, progress: DigestProgress = {}): Promise<ImageFile[]> {
  const { model, plan, run, tokenizer, extra = [] } = contents;
  const tokens = tokenizer && encodeTokens(tokenizer);
  const room = plan.tokens.end - plan.tokens.start;
  if (tokens && tokens.length > room) {
    throw new PlanError(
      `TOKENS.BIN has ${tokens.length} bytes; the plan of ${plan.model} reserves ${room}. Compile the plan with its tokenizer.`,
    );
  }
  const digest = await digestWeights(model, plan, progress);
  return [
    ...programFiles(contents),
    file('PLAN.BIN', encodePlan(plan, digest)),
    file('RUN.BIN', encodeRun(plan, run, pictureOf(contents), contents.choices)),
    ...(tokens ? [file(tokensName, tokens)] : []),
    ...extra,
    { name: weightsName, source: new WeightsSource(model, plan, digest) },
  ];
}

function pictureOf({ videoMode, screen }: BootContents): PictureSettings {
  const tvRegion = videoMode === undefined ? ownPicture.tvRegion : videoMode === 'PAL' ? 'pal' : 'ntsc';
  const { right: screenRight, down: screenDown } = screen ?? { right: 0, down: 0 };
  return { tvRegion, screenRight, screenDown };
}

/** The files of a disc for a program that reads the raw model. */
export function rawFiles(contents: RawContents): ImageFile[] {
  return [
    ...programFiles(contents),
    ...(contents.extra ?? []),
    { name: rawModelName, source: contents.psnt },
  ];
}

function programFiles({
  elf,
  serial = defaultDiscCode,
  videoMode = 'NTSC',
}: Omit<RawContents, 'psnt'>): ImageFile[] {
  const cnf = formatSystemCnf({ bootFile: serial, version: '1.00', videoMode });
  return [file('SYSTEM.CNF', cnf), file(serial, elf)];
}

const file = (name: string, bytes: Uint8Array): ImageFile => ({ name, source: new MemorySource(bytes) });
