import type { Piece } from '../../model/tokenizer/pieceTokenizer';
import { trainPieces } from './bpe';
import { vocabularyTexts } from './corpus';
import type { TrainingSettings } from './settings';

/** The vocabulary of a run: the same settings give the same pieces. */
export function storyPieces({ seed, vocabularyStories, config }: TrainingSettings): Piece[] {
  return trainPieces(vocabularyTexts(seed, vocabularyStories), config.vocabSize);
}
