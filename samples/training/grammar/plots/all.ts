import type { Plot } from '../plot';
import { gift } from './gift';
import { learn } from './learn';
import { lost } from './lost';
import { mystery } from './mystery';
import { quarrel } from './quarrel';
import { share } from './share';
import { storm } from './storm';
import { stuck } from './stuck';

/** Every kind of story. */
export const plots: readonly Plot[] = [lost, stuck, learn, gift, share, storm, mystery, quarrel];
