import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ProjectCheck } from '../../../language-server/project/check';
import type { Finding, Fix } from '../../../language-server/project/finding';
import { editsOf } from '../../../language-server/project/fieldEdits';
import { Sources } from '../../../language-server/files/sources';
import { projectRoot } from '../../support/project';
import { folderUri, type MemoryFiles } from '../memoryFiles';

export const projectUri = `${folderUri}ps2ml.json`;

/** A file of the sample. */
export const sampleFile = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(path.join(projectRoot, 'samples/tiny', name)));

/** What is found in a project of these fields. */
export async function check(
  files: MemoryFiles,
  project: object | string,
  pause = () => Promise.resolve(),
): Promise<readonly Finding[]> {
  const text = typeof project === 'string' ? project : JSON.stringify(project, undefined, 2);
  return new ProjectCheck(projectUri, new Sources(files), pause).run(text);
}

export const codesOf = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);

/** The one finding of a code. */
export function only(findings: readonly Finding[], code: string): Finding {
  const found = findings.filter((finding) => finding.code === code);
  assert.equal(found.length, 1, `${code} in ${codesOf(findings).join(', ')}`);
  return found[0] as Finding;
}

/** The fix whose title matches. */
export function fixOf(finding: Finding, title: RegExp): Fix {
  const fix = finding.fixes.find((candidate) => title.test(candidate.title));
  assert.ok(fix, `no fix ${String(title)} among ${finding.fixes.map((one) => one.title).join('; ')}`);
  return fix;
}

/** The project after a fix that changes fields. */
export function fixed(project: object, fix: Fix): string {
  assert.ok('changes' in fix, `${fix.title} is a conversion`);
  const text = JSON.stringify(project, undefined, 2);
  const document = TextDocument.create(projectUri, 'jsonc', 1, text);
  return TextDocument.applyEdits(document, editsOf(document, fix.changes));
}
