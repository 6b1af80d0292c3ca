import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { rooms } from '../../scripts/rooms.mjs';
import { projectRoot } from '../support/project';

/** Which files each file imports. */
type Imports = ReadonlyMap<string, readonly string[]>;

/** The relative imports and re-exports of a file that load the other file; imports of types alone do not. */
function valueImports(text: string): string[] {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
    const loads = ts.isImportDeclaration(statement) ? importsValue(statement) : exportsValue(statement);
    return loads && moduleSpecifier.text.startsWith('.') ? [moduleSpecifier.text] : [];
  });
}

function importsValue({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return true;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return false;
  const { name, namedBindings } = importClause;
  if (name !== undefined || namedBindings === undefined || ts.isNamespaceImport(namedBindings)) return true;
  return namedBindings.elements.some(({ isTypeOnly }) => !isTypeOnly);
}

function exportsValue({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  if (isTypeOnly) return false;
  if (exportClause === undefined || ts.isNamespaceExport(exportClause)) return true;
  return exportClause.elements.some((element) => !element.isTypeOnly);
}

/** The value imports between the files of a room. */
function importsOf(room: string): Imports {
  const found = new Map<string, string[]>();
  const folder = path.join(projectRoot, room);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/(?<!\.d)\.ts$/.test(name)) continue;
    const file = path.posix.join(room, name.replaceAll('\\', '/'));
    const imported = valueImports(readFileSync(path.join(projectRoot, file), 'utf8'))
      .map((specifier) => path.posix.join(path.posix.dirname(file), specifier))
      .flatMap((target) => [`${target}.ts`, `${target}/index.ts`])
      .filter((target) => target.startsWith(`${room}/`) && existsSync(path.join(projectRoot, target)));
    found.set(file, imported);
  }
  return found;
}

/** Each circle that a depth-first walk closes, as `a → b → a`. */
function circlesOf(imports: Imports): string[] {
  const circles: string[] = [];
  const isDone = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): void => {
    const start = way.indexOf(file);
    if (start >= 0) circles.push([...way.slice(start), file].join(' → '));
    if (start >= 0 || isDone.has(file)) return;
    way.push(file);
    for (const target of imports.get(file) ?? []) visit(target);
    way.pop();
    isDone.add(file);
  };
  for (const file of imports.keys()) visit(file);
  return circles;
}

describe('import circles', () => {
  it('are found, however long', () => {
    const imports = new Map([
      ['a', ['b', 'd']],
      ['b', ['c', 'd']],
      ['c', ['a']],
      ['d', []],
    ]);
    assert.deepEqual(circlesOf(imports), ['a → b → c → a']);
  });

  it('are closed only by imports of values', () => {
    const text = [
      `import './effect';`,
      `import value from './default';`,
      `import * as all from './all';`,
      `import { type Shape, shapeOf } from './mixed';`,
      `import type { Name } from './type';`,
      `import { type Label } from './inlineType';`,
      `import path from 'node:path';`,
      `export { again } from './again';`,
      `export type { Size } from './exportedType';`,
      `export * from './star';`,
    ].join('\n');
    assert.deepEqual(valueImports(text), ['./effect', './default', './all', './mixed', './again', './star']);
  });

  it('do not exist between rooms', () => {
    const folders = Object.entries(rooms).map(
      ([room, others]) => [room, others.map((other) => other.split('/')[0] ?? '')] as const,
    );
    assert.deepEqual(circlesOf(new Map(folders)), []);
  });

  for (const room of Object.keys(rooms))
    it(`do not exist in ${room}`, () => {
      const imports = importsOf(room);
      assert.ok(imports.size > 0, `no files found in ${room}`);
      assert.deepEqual(circlesOf(imports), []);
    });
});
