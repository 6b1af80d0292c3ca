import { instructionNamed } from '../../ee/table';
import { mnemonicOf } from './mnemonics';

/** The facts from which a file's language is detected. */
export interface Candidate {
  /** Its name or URI. */
  readonly name: string;
  readonly text: string;
  /** It is in a folder with a project. */
  readonly inProject: boolean;
}

/** Lines that are read. */
const LINES = 400;
const options = /r5900|\.set\s+mips5900|-march=r5900/;
/** Instructions and registers of the R5900 only. */
const registers = /\$v[fi]\d|\$ACC\b/;

/**
 * The language of an assembly source by its name and text; undefined for everything else. `.s` and `.vcl` are
 * ambiguous, so the text decides.
 * @returns a language identifier; `sure` if the text itself proves it
 */
export function assemblyLanguageOf({
  name,
  text,
  inProject,
}: Candidate): { id: string; sure: boolean } | undefined {
  const extension = /\.[^./\\]+$/.exec(name.replace(/[?#].*$/, ''))?.[0];
  const lines = text.split('\n', LINES);
  switch (extension?.toLowerCase()) {
    case '.s':
    case '.asm': {
      const sure = lines.some(isR5900);
      const fits =
        sure || (inProject && lines.some((line) => /\$(?:\d+|zero|[avts]\d|sp|ra|at)\b/.test(line)));
      return fits ? { id: 'r5900-asm', sure } : undefined;
    }
    case '.vcl': {
      const marks = lines.some((line) =>
        /^\s*(?:--(?:end)?enter|\.syntax\s+(?:new|old)|\.init_v[fi]|\.vu)\b/.test(line),
      );
      return marks ? { id: 'ps2-vcl', sure: true } : undefined;
    }
    default:
      return undefined;
  }
}

function isR5900(line: string): boolean {
  if (options.test(line) || registers.test(line)) return true;
  const [, word = '', rest = ''] = /^\s*(?:[\w.$]+:\s*)?([A-Za-z][\w.]*)\s+(\S.*)$/.exec(line) ?? [];
  if (!rest.startsWith('$') && !/,\s*\$/.test(rest)) return false;
  const row = mnemonicOf(word, 'r5900')?.row;
  if (row === undefined || instructionNamed(row.mnemonic) === undefined) return false;
  return (
    row.unit === 'mmi' ||
    row.unit === 'vu0' ||
    /^(?:lq|sq|lqc2|sqc2|mult1|madd1|mfsa|mtsa[bh]?)$/.test(row.mnemonic)
  );
}
