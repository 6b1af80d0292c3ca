import type { JsonValue } from '../../json';
import type { AddedToken } from './addedTokens';

/** Ids that a post-processor puts before and after a text. */
export interface Frame {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * The frame of a post-processor; undefined if it states none.
 * @throws FormatError when it is of an unknown kind.
 */
export function readFrame(json: JsonValue): Frame | undefined {
  if (!json.exists) return undefined;
  const type = json.get('type').string();
  switch (type) {
    case 'ByteLevel':
      return undefined;
    case 'Sequence': {
      const frames = json
        .get('processors')
        .items()
        .flatMap((item) => readFrame(item) ?? []);
      if (frames.length === 0) return undefined;
      return {
        before: [...frames].reverse().flatMap(({ before }) => before),
        after: frames.flatMap(({ after }) => after),
      };
    }
    case 'TemplateProcessing': {
      const [before, after]: [number[], number[]] = [[], []];
      let ids = before;
      for (const part of json.get('single').items()) {
        const token = part.get('SpecialToken');
        if (!token.exists) {
          ids = after;
          continue;
        }
        const known = json.get('special_tokens').get(token.get('id').string());
        ids.push(
          ...known
            .get('ids')
            .items()
            .map((id) => id.count()),
        );
      }
      return { before, after };
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

/**
 * The frame of a prompt: that of the post-processor, else what `tokenizer_config.json` states.
 * @throws FormatError when the two disagree.
 */
export function frameOf(
  frame: Frame | undefined,
  config: JsonValue | undefined,
  { bos, eos }: { readonly bos: number | undefined; readonly eos: number | undefined },
): Frame {
  const idsOf = (
    field: string,
    id: number | undefined,
    stated: readonly number[] | undefined,
  ): readonly number[] => {
    const given = config?.get(field);
    const wanted = given?.exists === true ? given.boolean() : undefined;
    if (given === undefined || wanted === undefined || id === undefined) return stated ?? [];
    if (stated !== undefined && stated.includes(id) !== wanted) {
      const adds = wanted ? 'does not add' : 'adds';
      throw given.wrong(
        String(!wanted),
        `post_processor of tokenizer.json ${adds} token ${id}; correct one of the two files`,
      );
    }
    return stated ?? (wanted ? [id] : []);
  };
  return {
    before: idsOf('add_bos_token', bos, frame?.before),
    after: idsOf('add_eos_token', eos, frame?.after),
  };
}
