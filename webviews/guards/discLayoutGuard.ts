import { layoutChoices, type DiscLayout } from '../../model/plan/discLayout';
import { objectOf, oneOf, optional } from './combinators';
import { isNumber } from '../../common/guards';

export const isDiscLayout = objectOf<DiscLayout>({
  resident: oneOf(layoutChoices.resident),
  shared: oneOf(layoutChoices.shared),
  order: oneOf(layoutChoices.order),
  placement: oneOf(layoutChoices.placement),
  cacheMiB: optional(isNumber),
});
