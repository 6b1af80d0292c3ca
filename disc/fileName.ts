/** The longest name of ISO 9660 level 1: eight characters, a dot, three characters. */
const levelOne = /^[A-Z0-9_]{1,8}(?:\.[A-Z0-9_]{0,3})?$/;

/** The form of a disc code, which identifies a PlayStation 2 disc, such as `PSML_000.01`. */
const serial = /^[A-Z]{4}_[0-9]{3}\.[0-9]{2}$/;

/** Why `name` is not a valid name of a file on the disc; undefined if it is. */
export const fileNameError = (name: string): string | undefined =>
  levelOne.test(name)
    ? undefined
    : `"${name}" is not a valid disc file name: use at most 8 characters, a dot and 3 characters from A–Z, 0–9 and _, for example ${suggestion(name)}.`;

/** @throws Error when `name` is not a valid name of a file on the disc. */
export function checkFileName(name: string): void {
  const problem = fileNameError(name);
  if (problem !== undefined) throw new Error(problem);
}

/** Whether a name is a disc code, by which consoles and emulators identify a disc. */
export const isDiscCode = (name: string): boolean => serial.test(name);

/** @throws Error when `name` is not a disc code, by which consoles and emulators identify a disc. */
export function checkDiscCode(name: string): void {
  if (!isDiscCode(name)) {
    throw new Error(
      `"${name}" is not a valid boot program name: consoles and emulators identify a disc by a name of the form XXXX_000.00, such as PSML_000.01.`,
    );
  }
}

/** The name with version number, as in directory records. */
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
