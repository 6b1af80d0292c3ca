import { significant } from '../../common/numbers';

/** A weight in five digits: `−0.012345`, `1.2e−7`. */
export const weight = (value: number): string => significant(value, 5);
