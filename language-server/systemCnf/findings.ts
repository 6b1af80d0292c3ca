import { bootPathError, bootPathOf, correctBootPath } from '../../disc/bootPath';
import { isDiscCode } from '../../disc/fileName';
import { parseLines, type CnfLine, type Span } from '../../disc/systemCnfLines';
import { keyNamed, keys } from './keys';

/** A problem in a SYSTEM.CNF, its position and the correct text. */
export interface Finding {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  /** Replaces `start` … `end`. */
  readonly fix?: { readonly title: string; readonly text: string };
}

/**
 * Everything that prevents a disc with this SYSTEM.CNF from booting (errors), or may do so on some consoles (warnings).
 * An error stands exactly where the built-in console refuses the disc.
 */
export function findingsOf(text: string): Finding[] {
  const lines = parseLines(text);
  return [
    ...lines.flatMap((line) => lineFindings(line, lines)),
    ...missingBoot(lines),
    ...lastNewline(text),
  ].sort((a, b) => a.line - b.line || a.start - b.start);
}

function at(line: CnfLine, span: Span): Pick<Finding, 'line' | 'start' | 'end'> {
  return { line: line.line, start: span.start, end: span.end };
}

function lineFindings(line: CnfLine, lines: readonly CnfLine[]): Finding[] {
  const { key, value } = line;
  const whole: Span = { text: line.text, start: 0, end: line.text.length };
  if (line.equals === undefined || key === undefined) {
    const message = `Expected KEY = VALUE, found "${line.text.trim()}".`;
    return [{ ...at(line, whole), severity: 'warning', code: 'no-setting', message }];
  }
  const findings = keyFindings(line, key, lines);
  if (value === undefined) {
    const message = `${key.text} has no value.`;
    const severity = boots(line, lines) ? 'error' : 'warning';
    return [...findings, { ...at(line, key), severity, code: 'no-value', message }];
  }
  return [...findings, ...valueFindings(line, key.text.toUpperCase(), value, lines)];
}

function keyFindings(line: CnfLine, key: Span, lines: readonly CnfLine[]): Finding[] {
  const name = key.text.toUpperCase();
  if (name === 'BOOT' && lines.some((other) => nameOf(other) === 'BOOT2')) {
    const message = 'BOOT is for PlayStation 1 discs and has no effect here: BOOT2 is set.';
    return [{ ...at(line, key), severity: 'warning', code: 'boot-of-first-playstation', message }];
  }
  if (name === 'BOOT') {
    const message = 'BOOT is for PlayStation 1 discs. A PlayStation 2 boots BOOT2.';
    const fix = { title: 'Change BOOT to BOOT2', text: 'BOOT2' };
    return [{ ...at(line, key), severity: 'error', code: 'boot-of-first-playstation', message, fix }];
  }
  if (keyNamed(name) === undefined) {
    const message = `Unknown key "${key.text}". Keys: ${keys.map((known) => known.name).join(', ')}.`;
    return [{ ...at(line, key), severity: 'warning', code: 'unknown-key', message }];
  }
  const findings: Finding[] = [];
  if (key.text !== name) {
    const message = `Write keys in upper case: ${name}.`;
    const fix = { title: `Change to ${name}`, text: name };
    findings.push({ ...at(line, key), severity: 'warning', code: 'key-case', message, fix });
  }
  const last = lines.findLast((other) => nameOf(other) === name);
  if (last !== undefined && last.line > line.line) {
    const message = `${name} is set again in line ${last.line + 1}, which takes effect.`;
    findings.push({ ...at(line, key), severity: 'warning', code: 'twice', message });
  }
  return findings;
}

/** The key that a line sets, in upper case. */
const nameOf = (line: CnfLine): string | undefined =>
  line.equals === undefined ? undefined : line.key?.text.toUpperCase();

/** Whether the line is the one that a console boots: the last BOOT2. */
const boots = (line: CnfLine, lines: readonly CnfLine[]): boolean =>
  lines.findLast((other) => nameOf(other) === 'BOOT2') === line;

function valueFindings(line: CnfLine, key: string, value: Span, lines: readonly CnfLine[]): Finding[] {
  if (key === 'BOOT2') return boots(line, lines) ? bootFindings(line, value) : [];
  if (key === 'VER' && !/^[0-9]\.[0-9]{2}$/.test(value.text)) {
    const message = `Invalid version "${value.text}". Example: 1.00.`;
    return [{ ...at(line, value), severity: 'warning', code: 'version', message }];
  }
  if (key === 'VMODE' && value.text !== 'NTSC' && value.text !== 'PAL') {
    const upper = value.text.toUpperCase();
    const known = upper === 'NTSC' || upper === 'PAL';
    const message = `Invalid VMODE "${value.text}": use NTSC or PAL${known ? ', in upper case' : ''}.`;
    const fix = known && { fix: { title: `Change to ${upper}`, text: upper } };
    return [{ ...at(line, value), severity: 'warning', code: 'vmode', message, ...fix }];
  }
  return [];
}

/** The value of BOOT2: why no console boots it, or what only some consoles accept. */
function bootFindings(line: CnfLine, value: Span): Finding[] {
  const boot = bootPathOf(value.text);
  const right = correctBootPath(boot);
  // A correct form is offered only if it boots.
  const mendable = bootPathError(bootPathOf(right)) === undefined;
  const fix = mendable && { fix: { title: `Change to ${right}`, text: right } };
  const problem = bootPathError(boot);
  if (problem !== undefined) {
    return [{ ...at(line, value), severity: 'error', code: 'boot-path', message: problem, ...fix }];
  }
  const warning = (code: string, message: string): Finding => ({
    ...at(line, value),
    severity: 'warning',
    code,
    message,
    ...fix,
  });
  const { device, separator, path, version, rest } = boot;
  const findings: Finding[] = [];
  if (device.toLowerCase() !== 'cdrom0:' || separator === '')
    findings.push(warning('boot-path', `Some consoles do not boot this path. Use ${right}.`));
  else if (device !== 'cdrom0:')
    findings.push(warning('boot-case', 'Write the device in lower case: cdrom0:.'));
  if (path !== path.toUpperCase())
    findings.push(warning('boot-case', `Write the name in upper case: ${path.toUpperCase()}.`));
  if (version === '')
    findings.push(
      warning(
        'boot-version',
        `The version number ;1 is missing after ${path}: some consoles do not find the file without it.`,
      ),
    );
  if (rest !== '')
    findings.push(warning('boot-rest', `"${rest}" after the path is not passed to the program.`));
  const file = path.toUpperCase().split('\\').at(-1) ?? '';
  if (!isDiscCode(file)) {
    const message = `Consoles and emulators identify a disc by a program name of the form XXXX_000.00, such as PSML_000.01. ${file} boots, but has no disc code.`;
    findings.push({ ...at(line, value), severity: 'warning', code: 'boot-serial', message });
  }
  return findings;
}

function missingBoot(lines: readonly CnfLine[]): Finding[] {
  const names = lines.map(nameOf);
  if (names.includes('BOOT2') || names.includes('BOOT')) return [];
  const message = 'Missing line "BOOT2 = cdrom0:\\NAME;1": nothing to boot.';
  const fix = { title: 'Add BOOT2 = cdrom0:\\PSML_000.01;1', text: 'BOOT2 = cdrom0:\\PSML_000.01;1\n' };
  return [{ line: 0, start: 0, end: 0, severity: 'error', code: 'no-boot', message, fix }];
}

function lastNewline(text: string): Finding[] {
  if (text === '' || /[\r\n]$/.test(text)) return [];
  const lines = text.split(/\r\n|\r|\n/);
  const line = lines.length - 1;
  const end = lines[line]?.length ?? 0;
  const message = 'Missing newline at the end of the last line: some consoles do not boot such a disc.';
  const fix = { title: 'Add a newline at the end', text: '\n' };
  return [{ line, start: end, end, severity: 'warning', code: 'last-newline', message, fix }];
}
