import { SentencePieceProcessor } from 'sentencepiece-js';

/** The SentencePiece library with a model, without the listeners that it leaves on the process. */
export async function loadSentencePiece(file: string): Promise<SentencePieceProcessor> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set(process.rawListeners(event)));
  const library = new SentencePieceProcessor();
  await library.load(file);
  events.forEach((event, i) => {
    for (const listener of process.rawListeners(event)) {
      if (before[i]?.has(listener) === false) process.removeListener(event, listener as () => void);
    }
  });
  return library;
}
