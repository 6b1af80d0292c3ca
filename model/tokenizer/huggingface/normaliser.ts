import type { JsonValue } from '../../json';
import { patternOf } from './pattern';

export type Normaliser = (text: string) => string;

/** The normalizer of a tokenizer.json. @throws FormatError when it is of an unknown kind. */
export function readNormaliser(json: JsonValue): Normaliser {
  if (!json.exists) return (text) => text;
  const type = json.get('type').string();
  switch (type) {
    case 'Sequence': {
      const steps = json.get('normalizers').items().map(readNormaliser);
      return (text) => steps.reduce((changed, step) => step(changed), text);
    }
    case 'Prepend': {
      const start = json.get('prepend').string();
      return (text) => (text === '' ? '' : start + text);
    }
    case 'Replace': {
      const pattern = patternOf(json.get('pattern'));
      const content = json.get('content').string();
      return (text) => text.replace(pattern, () => content);
    }
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD':
      return (text) => text.normalize(type);
    case 'Lowercase':
      // Each character on its own, as the library does: a sigma at the end of a word is not special.
      return (text) => Array.from(text, (character) => character.toLowerCase()).join('');
    case 'Strip': {
      const left = json.get('strip_left').boolean(true);
      const right = json.get('strip_right').boolean(true);
      return (text) => {
        const begun = left ? text.replace(/^\p{White_Space}+/u, '') : text;
        return right ? begun.replace(/\p{White_Space}+$/u, '') : begun;
      };
    }
    default:
      throw json
        .get('type')
        .wrong(
          'Sequence, Prepend, Replace, NFC, NFD, NFKC, NFKD, Lowercase or Strip',
          'unknown normalizer; convert the tokenizer from the SentencePiece model instead',
        );
  }
}
