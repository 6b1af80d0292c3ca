import { keyNamed, keys } from './keys';
import { parseLines, type CnfLine, type Span } from './lines';

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

const serial = /^[A-Z]{4}_[0-9]{3}\.[0-9]{2}$/;
const levelOne = /^[A-Z0-9_]{1,8}(?:\.[A-Z0-9_]{0,3})?$/;

/** Everything that prevents a disc with this SYSTEM.CNF from booting, or may do so. */
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
    return [{ ...at(line, whole), severity: 'error', code: 'no-setting', message }];
  }
  const findings = keyFindings(line, key, lines);
  if (value === undefined) {
    const message = `${key.text} has no value.`;
    return [...findings, { ...at(line, key), severity: 'error', code: 'no-value', message }];
  }
  return [...findings, ...valueFindings(line, key.text.toUpperCase(), value)];
}

function keyFindings(line: CnfLine, key: Span, lines: readonly CnfLine[]): Finding[] {
  const name = key.text.toUpperCase();
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
  const first = lines.find((other) => other.key?.text.toUpperCase() === name);
  if (first !== undefined && first.line < line.line) {
    const message = `${name} is already set in line ${first.line + 1}.`;
    findings.push({ ...at(line, key), severity: 'warning', code: 'twice', message });
  }
  return findings;
}

function valueFindings(line: CnfLine, key: string, value: Span): Finding[] {
  if (key === 'BOOT2') return bootFindings(line, value);
  if (key === 'VER' && !/^[0-9]\.[0-9]{2}$/.test(value.text)) {
    const message = `Invalid version "${value.text}". Example: 1.00.`;
    return [{ ...at(line, value), severity: 'warning', code: 'version', message }];
  }
  if (key === 'VMODE' && value.text !== 'NTSC' && value.text !== 'PAL') {
    const upper = value.text.toUpperCase();
    const known = upper === 'NTSC' || upper === 'PAL';
    const message = `Invalid VMODE "${value.text}": use NTSC or PAL${known ? ', in upper case' : ''}.`;
    const fix = known && { fix: { title: `Change to ${upper}`, text: upper } };
    return [{ ...at(line, value), severity: 'error', code: 'vmode', message, ...fix }];
  }
  return [];
}

/** The value of BOOT2, part by part: device, folder, name, version. */
function bootFindings(line: CnfLine, value: Span): Finding[] {
  const match = /^(cdrom0?:)?([\\/]*)(.*?)(;[0-9]*)?$/i.exec(value.text);
  const [, device = '', slashes = '', name = '', version = ''] = match ?? [];
  const right = `cdrom0:\\${name.toUpperCase().replaceAll('/', '\\')};1`;
  const fix = { title: `Change to ${right}`, text: right };
  const finding = (
    code: string,
    message: string,
    severity: Finding['severity'] = 'error',
    fixable = true,
  ): Finding => ({ ...at(line, value), severity, code, message, ...(fixable && { fix }) });

  if (name === '') return [finding('boot-name', 'BOOT2 has no program.', 'error', false)];
  if (device === '') return [finding('boot-device', `BOOT2 has no device. Use ${right}.`)];
  const findings: Finding[] = [];
  if (device.toLowerCase() !== 'cdrom0:' || slashes !== '\\' || name.includes('/'))
    findings.push(finding('boot-path', `Write the path as cdrom0:\\NAME;1: ${right}.`));
  if (device !== 'cdrom0:' && device.toLowerCase() === 'cdrom0:')
    findings.push(finding('boot-case', 'Write the device in lower case: cdrom0:.', 'warning'));
  if (name !== name.toUpperCase())
    findings.push(finding('boot-case', `Write the name in upper case: ${name.toUpperCase()}.`));
  if (version !== ';1')
    findings.push(
      finding(
        'boot-version',
        version === ''
          ? `The version number ;1 is missing after ${name}: a console does not find the file without it.`
          : `The version number of a file on the disc is ;1, not ${version}.`,
      ),
    );
  findings.push(...nameFindings(name.toUpperCase(), finding));
  return findings;
}

function nameFindings(
  name: string,
  finding: (code: string, message: string, severity?: Finding['severity'], fixable?: boolean) => Finding,
): Finding[] {
  const file = name.slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/')) + 1);
  if (!levelOne.test(file)) {
    const message = `"${file}" is not a valid disc file name: use at most 8 characters, a dot and 3 characters from A–Z, 0–9 and _.`;
    return [finding('boot-name', message, 'error', false)];
  }
  if (!serial.test(file)) {
    const message = `Consoles and emulators identify a disc by a program name of the form XXXX_000.00, such as PSML_000.01. ${file} boots, but has no disc code.`;
    return [finding('boot-serial', message, 'warning', false)];
  }
  return [];
}

function missingBoot(lines: readonly CnfLine[]): Finding[] {
  const names = lines.map(({ key }) => key?.text.toUpperCase());
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
