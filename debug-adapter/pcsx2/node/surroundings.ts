import { existsSync, readFileSync } from 'node:fs';
import { elsewhere, type Surroundings } from '../elsewhere';

/** Where this process runs. */
export function surroundings(): Surroundings {
  const { platform, env } = process;
  return {
    platform,
    environment: env,
    kernel: platform === 'linux' ? kernelRelease() : '',
    isContainer: ['/.dockerenv', '/run/.containerenv'].some((file) => existsSync(file)),
  };
}

/** Why PCSX2 is likely on another machine than this process; undefined when nothing speaks for it. */
export function elsewhereHere(): string | undefined {
  return elsewhere(surroundings());
}

function kernelRelease(): string {
  try {
    return readFileSync('/proc/sys/kernel/osrelease', 'utf8');
  } catch {
    return '';
  }
}
