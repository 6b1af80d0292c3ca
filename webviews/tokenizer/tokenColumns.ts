import type { TokenRow } from '../../model/inspect/tokens';
import type { Column } from '../common/table/column';
import { count, significant } from '../common/numbers';
import { tokenText } from './tokenText';

/** A token of a vocabulary, or of a text with its place. */
export interface TokenLine extends TokenRow {
  readonly position?: number;
}

const id: Column<TokenLine> = {
  key: 'id',
  label: 'Id',
  track: 'minmax(4em, 0.5fr)',
  numeric: true,
  text: (row) => String(row.id),
  order: (row) => row.id,
};

const others: readonly Column<TokenLine>[] = [
  { key: 'text', label: 'Piece', track: 'minmax(8em, 1.5fr)', text: ({ text }) => tokenText(text) },
  { key: 'bytes', label: 'Bytes', track: 'minmax(8em, 1.5fr)', text: ({ bytes }) => bytes },
  { key: 'kind', label: 'Kind', track: 'minmax(5em, 0.7fr)', text: ({ kind }) => kind },
];

const score: Column<TokenLine> = {
  key: 'score',
  label: 'Score',
  title: 'Merge priority or probability',
  track: 'minmax(5em, 0.7fr)',
  numeric: true,
  text: (row) => (row.score === undefined ? '' : significant(row.score, 6)),
  order: (row) => row.score,
};

/** The columns of a vocabulary. */
export const vocabularyColumns: readonly Column<TokenLine>[] = [id, ...others, score];

/** The columns of a text's tokens. */
export const textTokenColumns: readonly Column<TokenLine>[] = [
  {
    key: 'position',
    label: 'Position',
    track: 'minmax(4em, 0.5fr)',
    numeric: true,
    text: ({ position }) => (position === undefined ? '' : count(position)),
    order: ({ position }) => position,
  },
  id,
  ...others,
];
