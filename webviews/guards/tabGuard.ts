import type { FiguresTab, TabMessage } from '../messages/figures';
import { isAnything, keyOf, objectOf } from './combinators';

export const isFiguresTab = keyOf<FiguresTab>({ tokens: true, disc: true, ram: true, time: true });

export const isTabMessage = objectOf<TabMessage>({ tab: isFiguresTab, message: isAnything });
