/** The longest name of ISO 9660 level 1: eight characters, a dot, three characters. */
const levelOne = /^[A-Z0-9_]{1,8}(?:\.[A-Z0-9_]{0,3})?$/;

/** A name by which PlayStation 2 discs are told apart, such as `PSML_000.01`. */
const serial = /^[A-Z]{4}_[0-9]{3}\.[0-9]{2}$/;

/** @throws Error in words when `name` cannot be a file of the disc. */
export function checkFileName(name: string): void {
  if (!levelOne.test(name)) {
    throw new Error(
      `"${name}" cannot be a file on the disc: a name is at most 8 characters, a dot and at most 3 more, out of A–Z, 0–9 and _. Rename it, for example to ${suggestion(name)}.`,
    );
  }
}

/** @throws Error in words when `name` is not of the form by which a console and emulators recognise a disc. */
export function checkSerial(name: string): void {
  if (!serial.test(name)) {
    throw new Error(
      `"${name}" cannot be the program that the disc boots: consoles and emulators recognise a disc by a name of the form XXXX_000.00, four letters and five digits, such as PSML_000.01.`,
    );
  }
}

/** The name with version number, as it stands in directory records. */
export const identifierOf = (name: string): string => `${name.includes('.') ? name : `${name}.`};1`;

/** The name without version number and without the dot of an empty extension. */
export const nameOf = (identifier: string): string => identifier.replace(/;\d+$/, '').replace(/\.$/, '');

function suggestion(name: string): string {
  const parts = name.toUpperCase().split('.');
  const clean = (text: string | undefined) => (text ?? '').replace(/[^A-Z0-9_]/g, '_');
  const extension = parts.length > 1 ? clean(parts.pop()).slice(0, 3) : '';
  const base = clean(parts.join('_')).slice(0, 8) || 'FILE';
  return extension ? `${base}.${extension}` : base;
}
