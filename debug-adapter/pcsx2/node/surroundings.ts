import { existsSync, readFileSync } from 'node:fs';
import { elsewhere, type Surroundings } from '../elsewhere';

/** The environment of this process. */
export function surroundings(): Surroundings {
  const { platform, env } = process;
  return {
    platform,
    environment: env,
    kernel: platform === 'linux' ? kernelRelease() : '',
    isContainer: ['/.dockerenv', '/run/.containerenv'].some((file) => existsSync(file)),
  };
}

/** Why PCSX2 is probably on another machine than this process; undefined if there is no sign of that. */
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
