import { layoutChoices, type DiscLayout } from '../../model/plan/discLayout';
import type { AppliedLayout } from '../messages/discReads';
import { arrayOf, objectOf, oneOf, optional } from './combinators';
import { isNumber, isText } from '../../common/guards';

export const isDiscLayout = objectOf<DiscLayout>({
  weights: oneOf(layoutChoices.weights),
  sharedLayers: oneOf(layoutChoices.sharedLayers),
  discOrder: oneOf(layoutChoices.discOrder),
  placement: oneOf(layoutChoices.placement),
  cacheMiB: optional(isNumber),
});

export const isAppliedLayout = objectOf<AppliedLayout>({ layout: isDiscLayout, sentences: arrayOf(isText) });
