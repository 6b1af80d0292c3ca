import { eeCyclesPerSecond } from '../../disc/drive';

/** The modes of SetGsCrt that are modelled, by number (ps2sdk: GRAPH_MODE_NTSC …). */
export const videoModes = { ntsc: 2, pal: 3, progressive480: 0x50 } as const;

/** A mode's frame: what a television shows of it. */
export interface VideoMode {
  readonly name: string;
  readonly fieldsPerSecond: number;
  /** Lines of a field, with those of the vertical blank, and how many of these there are. */
  readonly lines: number;
  readonly blankLines: number;
  /** The frame in pixels, and the place of its first one: in clocks of the video circuit and in lines. */
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  /** Clocks of a pixel. */
  readonly clocksPerPixel: number;
}

/**
 * The frames are those that gsKit and ps2sdk's graph library show by default (gsInit.c, graph_mode.c): a picture of
 * that size at that place fills them.
 */
const ntsc: VideoMode = {
  name: 'NTSC',
  fieldsPerSecond: 59.94,
  lines: 262.5,
  blankLines: 22,
  width: 640,
  height: 448,
  left: 652,
  top: 50,
  clocksPerPixel: 4,
};

const modes: ReadonlyMap<number, VideoMode> = new Map([
  [videoModes.ntsc, ntsc],
  [
    videoModes.pal,
    {
      ...ntsc,
      name: 'PAL',
      fieldsPerSecond: 50,
      lines: 312.5,
      blankLines: 26,
      height: 512,
      left: 680,
      top: 72,
    },
  ],
  [
    videoModes.progressive480,
    { ...ntsc, name: '480p', lines: 525, blankLines: 45, height: 480, left: 312, top: 35, clocksPerPixel: 2 },
  ],
]);

/** The mode of a number of SetGsCrt; undefined when it is not modelled. */
export const videoMode = (number: number): VideoMode | undefined => modes.get(number);

/** The clock of the picture: everything else about it follows from the cycle. */
export interface VideoState {
  /** As SetGsCrt takes it. */
  mode: number;
  /** A cycle at which a field began, and the number of that field. */
  originCycle: number;
  originField: number;
  /** The field and the line at which the program last cleared VSINT and HSINT of CSR. */
  clearedField: number;
  clearedLine: number;
  /** The last field whose blank I_STAT has: its start, its end. */
  seenStart: number;
  seenEnd: number;
  /** Where SetVSyncFlag has the kernel write at the next field: a word that becomes 1, and CSR. 0: nowhere. */
  flagAt: number;
  statusAt: number;
}

/** NTSC, as consoles start that are not sold in PAL countries. */
export const newVideo = (): VideoState => ({
  mode: videoModes.ntsc,
  originCycle: 0,
  originField: 0,
  clearedField: 0,
  clearedLine: 0,
  seenStart: 0,
  seenEnd: 0,
  flagAt: 0,
  statusAt: 0,
});

const currentMode = ({ mode }: VideoState): VideoMode => videoMode(mode) ?? ntsc;

/** EE cycles of a field. */
const fieldCycles = (video: VideoState): number =>
  Math.round(eeCyclesPerSecond / currentMode(video).fieldsPerSecond);

/** EE cycles of the vertical blank, with which a field begins. */
export function blankCycles(video: VideoState): number {
  const { lines, blankLines } = currentMode(video);
  return Math.round((fieldCycles(video) * blankLines) / lines);
}

/** The number of the field at a cycle; its lowest bit is CSR.FIELD. */
export const fieldAt = (video: VideoState, cycle: number): number =>
  video.originField + Math.floor((cycle - video.originCycle) / fieldCycles(video));

/** The cycle at which a field begins. */
export const startOfField = (video: VideoState, field: number): number =>
  video.originCycle + (field - video.originField) * fieldCycles(video);

/** The number of the line at a cycle, counted like fields. */
export const lineAt = (video: VideoState, cycle: number): number =>
  Math.floor(
    (video.originField + (cycle - video.originCycle) / fieldCycles(video)) * currentMode(video).lines,
  );

/** Changes the mode; fields are counted on. */
export function changeMode(video: VideoState, mode: number, cycle: number): void {
  if (video.mode === mode) return;
  const field = fieldAt(video, cycle);
  video.mode = mode;
  video.originField = field;
  video.originCycle = cycle;
  video.clearedLine = lineAt(video, cycle);
}
