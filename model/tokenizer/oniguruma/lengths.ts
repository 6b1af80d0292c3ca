import type { AlternativeElementNode, AlternativeNode } from 'oniguruma-parser/parser';

/** Characters that a part of a pattern can match. */
export interface Length {
  readonly least: number;
  readonly most: number;
}

const none: Length = { least: 0, most: 0 };
const one: Length = { least: 1, most: 1 };

/** @param anyCase one character may stand for up to three, and three for one, as where case is ignored. */
export function lengthOf(alternatives: readonly AlternativeNode[], anyCase: boolean): Length {
  const lengths = alternatives.map(({ body }) =>
    body.map((node) => nodeLength(node, anyCase)).reduce(sum, none),
  );
  return {
    least: Math.min(...lengths.map(({ least }) => least)),
    most: Math.max(...lengths.map(({ most }) => most)),
  };
}

function sum(a: Length, b: Length): Length {
  return { least: a.least + b.least, most: a.most + b.most };
}

function nodeLength(node: AlternativeElementNode, anyCase: boolean): Length {
  switch (node.type) {
    case 'Character':
    case 'CharacterClass':
      return anyCase ? { least: 1 / 3, most: 3 } : one;
    case 'CharacterSet':
      return node.kind === 'newline' && node.negate !== true ? { least: 1, most: 2 } : one;
    case 'Group':
    case 'CapturingGroup':
      return lengthOf(node.body, anyCase);
    case 'Quantifier': {
      const { least, most } = nodeLength(node.body, anyCase);
      const isOptional = node.kind === 'lazy' && node.min === node.max;
      return { least: isOptional ? 0 : least * node.min, most: most === 0 ? 0 : most * node.max };
    }
    case 'Backreference':
      return { least: 0, most: Infinity };
    default:
      return none;
  }
}
