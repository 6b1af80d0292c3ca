import { layoutChoices, type DiscLayout } from '../../model/plan/discLayout';
import { objectOf, oneOf, optional } from './combinators';
import { isNumber } from '../../common/guards';

export const isDiscLayout = objectOf<DiscLayout>({
  weights: oneOf(layoutChoices.weights),
  sharedLayers: oneOf(layoutChoices.sharedLayers),
  discOrder: oneOf(layoutChoices.discOrder),
  placement: oneOf(layoutChoices.placement),
  cacheMiB: optional(isNumber),
});
