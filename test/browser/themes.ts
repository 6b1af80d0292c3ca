import colours from './themes.json';

export type ThemeName = keyof typeof colours;
export const themeNames = Object.keys(colours) as ThemeName[];

/** The class that VS Code gives the body of a page; the light high contrast has both. */
const classes: Readonly<Record<ThemeName, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  contrast: 'vscode-high-contrast',
  contrastLight: 'vscode-high-contrast-light vscode-high-contrast',
};

/** A theme as VS Code gives it to a page. */
export interface Theme {
  readonly bodyClass: string;
  /** CSS variables without their `--vscode-`. What a theme does not set is not there. */
  readonly variables: Readonly<Partial<Record<string, string>>>;
}

/**
 * The default themes (Dark Modern, Light Modern and the two of high contrast): the variables that pages and control
 * library use, in themes.json as VS Code itself sets them on the root of a page.
 */
export const themeOf = (name: ThemeName): Theme => ({ bodyClass: classes[name], variables: colours[name] });
