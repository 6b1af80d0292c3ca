import { compilePlan } from '../../model/plan/compile';
import { forecastDisc } from '../../model/plan/forecast';
import { sectorBytes } from '../../model/plan/units';
import { compared, type Bench } from '../row';
import { tenMillionConfig, tenMillionModel } from '../tenMillion';

/** Text tokens of the prompt that the sweeps are counted for. */
const promptTokens = 64;

export const planBenches: readonly Bench[] = [
  {
    name: 'disc-bytes-per-token-10m',
    run: () => {
      const model = tenMillionModel();
      const bytes = forecastDisc(compilePlan(model)).sectorsPerPass * sectorBytes;
      return Promise.resolve(compared(bytes, 'bytes', 'the model file', model.source.size));
    },
  },
  {
    name: 'disc-sweeps-per-prompt',
    run: () => {
      const positions = promptTokens + tenMillionConfig.registers;
      const { batch } = compilePlan(tenMillionModel());
      return Promise.resolve(
        compared(
          Math.ceil(positions / batch),
          `sweeps for ${promptTokens} tokens`,
          'one position per pass',
          positions,
        ),
      );
    },
  },
];
