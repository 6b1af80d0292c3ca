import type { JsonValue } from '../../json';
import type { AddedToken } from './addedTokens';

/** Ids that a post-processor puts before a text. @throws FormatError when it is of an unknown kind. */
export function readPrefix(json: JsonValue): number[] {
  if (!json.exists) return [];
  const type = json.get('type').string();
  switch (type) {
    case 'ByteLevel':
      return [];
    case 'Sequence':
      return json.get('processors').items().flatMap(readPrefix);
    case 'TemplateProcessing': {
      const ids: number[] = [];
      for (const part of json.get('single').items()) {
        const token = part.get('SpecialToken');
        if (!token.exists) break;
        const known = json.get('special_tokens').get(token.get('id').string());
        ids.push(
          ...known
            .get('ids')
            .items()
            .map((id) => id.count()),
        );
      }
      return ids;
    }
    default:
      throw json.get('type').wrong('Sequence, ByteLevel or TemplateProcessing', 'unknown post-processor');
  }
}

/** The special token that `tokenizer_config.json` names in `field`, as a text or an object. */
export function namedToken(config: JsonValue | undefined, field: string): string | undefined {
  const named = config?.get(field);
  if (!named?.exists) return undefined;
  return typeof named.value === 'string' ? named.value : named.get('content').string();
}

const endNames = ['</s>', '<|im_end|>', '<|end_of_text|>', '<|endoftext|>', '<|eos|>'];

/** The default end token: the first of the usual names. */
export function defaultEndToken(tokens: readonly AddedToken[]): number | undefined {
  for (const name of endNames) {
    const token = tokens.find(({ content, special }) => special && content === name);
    if (token !== undefined) return token.id;
  }
  return undefined;
}

/** The chat template of a `tokenizer_config.json`, if it has one. */
export function readChatTemplate(config: JsonValue | undefined): string | undefined {
  const template = config?.get('chat_template');
  return template?.exists === true ? templateText(template) : undefined;
}

/** A template, or the one called "default" of several. */
function templateText(template: JsonValue): string {
  if (typeof template.value === 'string') return template.value;
  const templates = template.items();
  const chosen = templates.find((item) => item.get('name').string() === 'default') ?? templates[0];
  return chosen?.get('template').string() ?? '';
}
