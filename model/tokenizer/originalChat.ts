import type { ChatMessage, ChatSampling } from './chat';

/** The pieces of the original's own tokenizers from id 4 on; pad, unknown, start and end are before them. */
const controlPieces = ['<|im_start|>', '<|im_end|>', '<|system|>', '<|user|>', '<|assistant|>'];
const firstControlId = 4;

/** Whether a tokenizer is one of the original's own: its control pieces are where his training puts them. */
export function isOriginalTokenizer(pieces: readonly { readonly text: string }[]): boolean {
  return controlPieces.every((text, i) => pieces[firstControlId + i]?.text === text);
}

/** The sampling that the author of the original uses for conversations. */
export const originalSampling: ChatSampling = {
  temperature: 0.7,
  topK: 50,
  topP: 0.9,
  repetitionPenalty: 1.2,
  noRepeatNgram: 3,
};

/**
 * The texts that his training encodes one by one: a header, the content and a footer for each message. Each begins
 * with the dummy prefix, so the ids differ from those of the whole text.
 * @param answering append the header of the answer.
 */
export function originalChatParts(messages: readonly ChatMessage[], answering: boolean): string[] {
  const header = (role: string): string => `<|im_start|>${role}\n`;
  const parts = messages.flatMap(({ role, content }) => [header(role), content, '<|im_end|>\n']);
  return answering ? [...parts, header('assistant')] : parts;
}
