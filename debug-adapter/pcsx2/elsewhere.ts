import type { Environment } from '../../ps2/pine/place';
import { builtIn } from '../../targets/builtIn';

/** The parts of this process's environment that matter for reaching the user's PCSX2. */
export interface Surroundings {
  readonly platform: string;
  readonly environment: Environment;
  /** `/proc/sys/kernel/osrelease`, if it exists. */
  readonly kernel?: string;
  /** Whether a file exists that only containers have. */
  readonly isContainer?: boolean;
}

/**
 * Sentences that explain why PCSX2 is probably on another machine than this process, and what to do.
 * @returns undefined if there is no sign of that.
 */
export function elsewhere(surroundings: Surroundings): string | undefined {
  const { platform, environment, kernel = '', isContainer = false } = surroundings;
  const has = (name: string): boolean => (environment[name] ?? '') !== '';
  const local = `use the built-in console ("target": "${builtIn.id}"), or open the folder in a local window`;
  if (has('CODESPACES') || has('REMOTE_CONTAINERS') || isContainer) {
    return `PS2 ML runs inside a container and cannot reach PCSX2 outside it: ${local}.`;
  }
  if (has('WSL_DISTRO_NAME') || /microsoft/i.test(kernel)) {
    return `PS2 ML runs inside WSL: PCSX2 on Windows listens at 127.0.0.1 of Windows, which WSL reaches only with mirrored networking. To launch PCSX2, open the folder on Windows; to attach to a running one, set networkingMode=mirrored in .wslconfig, or ${local}.`;
  }
  if (has('SSH_CONNECTION') || has('SSH_CLIENT')) {
    return `PS2 ML runs on a remote machine over SSH and cannot reach PCSX2 on yours: ${local}.`;
  }
  if (platform === 'linux' && !has('DISPLAY') && !has('WAYLAND_DISPLAY')) {
    return `PCSX2 needs a display, but neither DISPLAY nor WAYLAND_DISPLAY is set: start the editor from a desktop session, or ${local}.`;
  }
  return undefined;
}
