import type { Pcsx2Installation } from './installation';

/** A program and its arguments. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The command line that starts PCSX2 with a disc image without user input: no game list, fast boot, and exit at the end
 * of the game. Source of the options: PCSX2.
 * @param image absolute path. @param logFile absolute path of the log to write.
 */
export function commandLine(
  { kind, command, commandArguments }: Pcsx2Installation,
  image: string,
  logFile: string,
): CommandLine {
  const own = ['-batch', '-nogui', '-fastboot', '-logfile', logFile, '--', image];
  if (kind !== 'Flatpak') return { command, args: [...commandArguments, ...own] };
  // Its sandbox has no access to the image and the log by default.
  const [run = 'run', ...rest] = commandArguments;
  const seen = [`--filesystem=${folderOf(image)}:ro`, `--filesystem=${folderOf(logFile)}`];
  return { command, args: [run, ...seen, ...rest, ...own] };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.search(/[/\\][^/\\]*$/)));
}
