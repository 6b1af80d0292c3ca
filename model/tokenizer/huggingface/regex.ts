/** Letters with another form, for matching without regard to case. */
const otherForms: Readonly<Record<string, string>> = { s: '\u017f', k: '\u212a' };
const classes: Readonly<Record<string, string>> = {
  s: '\\p{White_Space}',
  S: '\\P{White_Space}',
  d: '\\p{Nd}',
  D: '\\P{Nd}',
};

/**
 * A pattern of a tokenizer.json as a JavaScript expression. The tokenizers library reads patterns with Oniguruma in
 * Unicode mode, where `\s` and `\d` are the Unicode classes and a group may disregard case; JavaScript supports
 * neither.
 * @throws SyntaxError when JavaScript does not support the pattern.
 */
export function expressionOf(pattern: string): RegExp {
  let result = '';
  let inClass = false;
  /** Whether case matters, for each open group. */
  const groups: boolean[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    const anyCase = groups.at(-1) === true;
    if (character === '\\') {
      const name = pattern[++at] ?? '';
      result +=
        classes[name] ??
        (/[\w^$\\.*+?()[\]{}|/]/.test(name) || (inClass && name === '-') ? `\\${name}` : name);
      // The braces of \p{…} and \u{…} are copied: their letters are names.
      const braces = /^[pPux]$/.test(name) ? /^\{[^}]*\}/.exec(pattern.slice(at + 1))?.[0] : undefined;
      if (braces !== undefined) {
        result += braces;
        at += braces.length;
      }
    } else if (inClass) {
      inClass = character !== ']';
      result += anyCase && /[a-zA-Z]/.test(character) ? forms(character) : character;
    } else if (character === '[') {
      inClass = true;
      result += character;
      if (pattern[at + 1] === '^') result += pattern[++at] ?? '';
    } else if (character === '(') {
      const ignoresCase = pattern.startsWith('(?i:', at);
      groups.push(ignoresCase || anyCase);
      result += ignoresCase ? '(?:' : '(';
      if (ignoresCase) at += 3;
    } else if (character === ')') {
      groups.pop();
      result += character;
    } else {
      result += anyCase && /[a-zA-Z]/.test(character) ? `[${forms(character)}]` : character;
    }
  }
  return new RegExp(result, 'gu');
}

function forms(letter: string): string {
  const lower = letter.toLowerCase();
  return lower + lower.toUpperCase() + (otherForms[lower] ?? '');
}

/** A text to match literally. */
export function literalExpression(text: string): RegExp {
  return new RegExp(text.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&'), 'gu');
}
