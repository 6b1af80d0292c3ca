import type { JsonValue } from '../../json';
import type { Work } from '../work';
import { patternOf, replaceAll } from './pattern';

/** @throws WorkError when the work exceeds the limit. */
export type Normaliser = (text: string, work: Work) => string;

// What Nmt removes and what it makes a space, seen in the tokenizers library for every character.
const deletedByNmt = /[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]/g;
const spacesOfNmt = /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/g;

/** The normalizer of a tokenizer.json. @throws FormatError when it is of an unknown kind. */
export function readNormaliser(json: JsonValue): Normaliser {
  if (!json.exists) return (text) => text;
  const type = json.get('type').string();
  switch (type) {
    case 'Sequence': {
      const steps = json.get('normalizers').items().map(readNormaliser);
      return (text, work) => steps.reduce((changed, step) => step(changed, work), text);
    }
    case 'Prepend': {
      const start = json.get('prepend').string();
      return (text, work) => {
        work.produce(start.length + text.length);
        return text === '' ? '' : start + text;
      };
    }
    case 'Replace': {
      const pattern = patternOf(json.get('pattern'));
      const content = json.get('content').string();
      return (text, work) => replaceAll(text, pattern, content, work);
    }
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD':
      return (text, work) => {
        const changed = text.normalize(type);
        work.produce(changed.length);
        return changed;
      };
    case 'Lowercase':
      // Each character on its own, as the library does: a sigma at the end of a word is not special.
      return (text) => Array.from(text, (character) => character.toLowerCase()).join('');
    case 'StripAccents':
      return (text) => text.replace(/\p{M}/gu, '');
    case 'Nmt':
      return (text) => text.replace(deletedByNmt, '').replace(spacesOfNmt, ' ');
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
          'Sequence, Prepend, Replace, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Nmt or Strip',
          'unknown normalizer; convert the tokenizer from the SentencePiece model instead',
        );
  }
}
