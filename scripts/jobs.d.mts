export interface Job {
  name: string;
  command: string;
  args: string[];
  counts: boolean;
  env?: Record<string, string>;
}
export function mocha(name: string, args: string[]): Job;
export class Jobs {
  run(job: Job, later?: boolean): Promise<boolean>;
  repeatFailed(jobs: Job[], jobOf: (name: string, files: string[]) => Job): Promise<void>;
  finish(): Promise<number>;
}
