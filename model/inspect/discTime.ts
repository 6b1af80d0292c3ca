import { driveTimings } from '../../disc/drive';

/** The speed of a drive at one place of a disc. */
export interface DiscSpeed {
  readonly name: string;
  readonly bytesPerSecond: number;
}

/** Share of the top speed at the inner edge; discs are read from there outwards. Source: PCSX2's drive model. */
const innerShare = 0.4;

const { cd, dvd } = driveTimings;

/** The slowest and fastest speeds of a disc. */
export const discSpeeds: readonly [DiscSpeed, ...DiscSpeed[]] = [
  { name: 'CD at 24x, outer edge', bytesPerSecond: cd.topSpeed },
  { name: 'CD, inner edge', bytesPerSecond: cd.topSpeed * innerShare },
  { name: 'DVD at 4x, outer edge', bytesPerSecond: dvd.topSpeed },
  { name: 'DVD, inner edge', bytesPerSecond: dvd.topSpeed * innerShare },
];

/** `2.4 s`, `0.045 s`, `12 s`: seconds of a transfer without seeks. */
export function transferSeconds(bytes: number, { bytesPerSecond }: DiscSpeed): string {
  const seconds = bytes / bytesPerSecond;
  if (seconds === 0) return '0 s';
  return `${seconds >= 10 ? seconds.toFixed(0) : Number(seconds.toPrecision(2))} s`;
}
