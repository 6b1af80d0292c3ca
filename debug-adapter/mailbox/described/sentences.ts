/** What a session says of a program that describes itself. */
export const learnedSentence =
  'The program describes itself: one pass was run without a stop, to learn its operations.';

export const ownTextSentence =
  'The program chooses its own text, so the prompt and the sampling of this session have no effect.';

export const endedEarly =
  'The text of the program ended before a pass could be stopped: start the program again, or call ps2ml_wait before its first operation.';
