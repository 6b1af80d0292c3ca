import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../support/project';

const folder = path.join(projectRoot, 'webviews/messages');

describe('webview messages', () => {
  for (const name of readdirSync(folder))
    it(`are types only, so that the extension loads nothing of the pages: ${name}`, () => {
      const source = readFileSync(path.join(folder, name), 'utf8');
      const { outputText } = ts.transpileModule(source, {
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          removeComments: true,
        },
      });
      assert.equal(outputText.trim(), 'export {};');
    });
});
