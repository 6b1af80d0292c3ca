import type { Environment } from '../../ps2/pine/place';
import { builtIn } from '../../targets/builtIn';

/** Where this process runs, as far as it matters for reaching the user's PCSX2. */
export interface Surroundings {
  readonly platform: string;
  readonly environment: Environment;
  /** `/proc/sys/kernel/osrelease`, where there is one. */
  readonly kernel?: string;
  /** A file stands there that containers have. */
  readonly isContainer?: boolean;
}

/**
 * Why a PCSX2 with a window is likely on another machine than this process, and what to do, in sentences.
 * @returns undefined when nothing speaks for it.
 */
export function elsewhere(surroundings: Surroundings): string | undefined {
  const { platform, environment, kernel = '', isContainer = false } = surroundings;
  const has = (name: string): boolean => (environment[name] ?? '') !== '';
  const local = `use the built-in console ("target": "${builtIn.id}"), or open the folder in a local window`;
  if (has('CODESPACES') || has('REMOTE_CONTAINERS') || isContainer) {
    return `This runs inside a container, and a PCSX2 outside cannot be reached from there: ${local}.`;
  }
  if (has('WSL_DISTRO_NAME') || /microsoft/i.test(kernel)) {
    return `This runs inside WSL: a PCSX2 of Windows listens at 127.0.0.1 of Windows, which is the same address only with WSL's mirrored networking. To launch it, open the folder on Windows; to attach to one that runs, set networkingMode=mirrored in .wslconfig, or ${local}.`;
  }
  if (has('SSH_CONNECTION') || has('SSH_CLIENT')) {
    return `This runs on the far side of an SSH connection, where your screen is not: a PCSX2 on your own machine cannot be reached from here; ${local}.`;
  }
  if (platform === 'linux' && !has('DISPLAY') && !has('WAYLAND_DISPLAY')) {
    return `This process has no display (neither DISPLAY nor WAYLAND_DISPLAY is set), and PCSX2 needs one: start the editor from a desktop session, or ${local}.`;
  }
  return undefined;
}
