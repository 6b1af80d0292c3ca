import type { JsonValue } from '../../json';
import type { FolderSettings } from '../folderSettings';
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

const endNames = ['</s>', '<|im_end|>', '<|end_of_text|>', '<|endoftext|>', '<|eos|>'];

/** The default end token: the first of the usual names. */
export function defaultEndToken(tokens: readonly AddedToken[]): number | undefined {
  for (const name of endNames) {
    const token = tokens.find(({ content, special }) => special && content === name);
    if (token !== undefined) return token.id;
  }
  return undefined;
}

/**
 * The frame of a prompt: that of the post-processor, else what `tokenizer_config.json` states. Versions of transformers
 * differ in which of two goes before: before 5 the switches of LlamaTokenizerFast, and in 5 the post-processor.
 * @throws FormatError when the two disagree.
 */
export function frameOf(
  frame: Frame | undefined,
  settings: Pick<FolderSettings, 'flag'>,
  { bos, eos }: { readonly bos: number | undefined; readonly eos: number | undefined },
): Frame {
  const idsOf = (
    field: 'add_bos_token' | 'add_eos_token',
    id: number | undefined,
    stated: readonly number[] | undefined,
  ): readonly number[] => {
    const given = settings.flag(field);
    const wanted = given?.boolean();
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
