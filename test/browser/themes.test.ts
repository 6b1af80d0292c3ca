import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/project';
import { themeNames, themeOf } from './themes';

/** What must have a colour in every theme: texts, lines and marks. A background may be missing, and is clear then. */
const mustBeThere = /foreground$|charts|focusBorder|panel-border|textInputBorder/i;
/** Only looked up with another one behind it, in the themes that have it. */
const optional = ['list-activeSelectionForeground', 'disabledForeground'];

describe('colours of the pages', () => {
  const folder = path.join(projectRoot, 'webviews');
  const used = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(css|ts)$/.test(entry.name))
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
      .flatMap((text) => [...text.matchAll(/--vscode-([A-Za-z-]+)/g)].map(([, name = '']) => name)),
  );

  it('are variables that VS Code sets', () => {
    assert.ok(used.size > 20, `${used.size} variables are used`);
    for (const name of used)
      assert.ok(
        themeNames.some((theme) => themeOf(theme).variables[name] !== undefined),
        `--vscode-${name} is in no theme`,
      );
  });

  it('are there in every theme where a text or a line would vanish without', () => {
    const needed = [...used].filter((name) => mustBeThere.test(name) && !optional.includes(name));
    assert.ok(needed.length > 10, `${needed.length} variables are needed`);
    for (const name of needed)
      for (const theme of themeNames)
        assert.ok(themeOf(theme).variables[name], `--vscode-${name} is not there in ${theme}`);
  });
});
