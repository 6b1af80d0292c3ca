import type { ForecastFacts } from '../messages/figures';
import { errorText } from '../../common/errorText';
import type { FiguresLinks } from './figuresLinks';

/** The facts that forecasts are made of: asked for when a tab needs them, and again only when they have changed. */
export class ForecastFactsSource {
  /** Of the facts that have arrived or are on their way. */
  private key: string | undefined;

  constructor(
    private readonly links: FiguresLinks,
    private readonly arrived: (facts: ForecastFacts) => void,
  ) {}

  /** @param key changes when the facts do; undefined when there are none. */
  need(key: string | undefined): void {
    if (key === undefined || key === this.key) return;
    this.key = key;
    this.links.facts().then(this.arrived, (error: unknown) => {
      this.key = undefined;
      this.links.say(errorText(error));
    });
  }
}
