import type { Pcsx2Installation } from './installation';

/** A program and its arguments. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * How PCSX2 is started with an image so that it needs nobody: without its window of games, by its fast start, and
 * ending with the game. Source of the options: PCSX2.
 * @param image absolute path. @param logFile absolute path of the log to write.
 */
export function commandLine(
  { kind, command, commandArguments }: Pcsx2Installation,
  image: string,
  logFile: string,
): CommandLine {
  const own = ['-batch', '-nogui', '-fastboot', '-logfile', logFile, '--', image];
  if (kind !== 'Flatpak') return { command, args: [...commandArguments, ...own] };
  // Its sandbox sees neither the image nor the log unless it is told to.
  const [run = 'run', ...rest] = commandArguments;
  const seen = [`--filesystem=${folderOf(image)}:ro`, `--filesystem=${folderOf(logFile)}`];
  return { command, args: [run, ...seen, ...rest, ...own] };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.search(/[/\\][^/\\]*$/)));
}
