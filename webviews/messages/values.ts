import type { ScaleProfile } from '../../model/inspect/scales';
import type { TensorStatistics } from '../../model/inspect/statistics';

/** What the extension finds out about the values of a matrix. */
export interface ValuesAnswer {
  readonly statistics: TensorStatistics;
  readonly profile?: ScaleProfile;
}
