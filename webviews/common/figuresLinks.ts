import { errorText } from '../../common/errorText';
import type { Moment } from '../../model/trace/moment';
import type {
  FiguresRequests,
  ForecastFacts,
  LayoutArgument,
  LinkTarget,
  RevealPlace,
} from '../messages/figures';
import { isForecastFacts } from '../guards/factsGuard';
import { isNull } from '../../common/guards';
import { element } from './dom';
import type { Host } from './host';
import { isAbort, Requests } from './requests';

/** The requests of the pages of figures; a refusal is shown in a line of the page. */
export class FiguresLinks {
  /** Why something could not be done; empty otherwise. */
  readonly notice = element('p', { class: 'notice', attributes: { role: 'alert' } });
  private readonly requests: Requests;

  constructor(host: Host) {
    this.requests = new Requests(host);
    this.notice.hidden = true;
  }

  reveal(place: RevealPlace, target: LinkTarget): void {
    void this.do('reveal', { place, target });
  }

  /** Shows a moment in all views; undefined returns to the live view. @returns whether it can be shown. */
  scrub(moment: Moment | undefined): Promise<boolean> {
    return this.do('scrub', moment === undefined ? {} : { moment });
  }

  valuesAt(moment: Moment): void {
    void this.do('valuesAt', { moment });
  }

  /** @returns whether it was done. */
  applyLayout(argument: LayoutArgument): Promise<boolean> {
    return this.do('applyLayout', argument);
  }

  /** Runs the model that is shown. */
  run(): Promise<boolean> {
    return this.do('run', null);
  }

  /** Runs the model that is shown with each matrix read from the disc. */
  runStreamed(): Promise<boolean> {
    return this.do('runStreamed', null);
  }

  undoLayout(): Promise<boolean> {
    return this.do('undoLayout', null);
  }

  /** @throws Error with a sentence for the user. */
  facts(): Promise<ForecastFacts> {
    return this.requests.ask('facts', null, { isResult: isForecastFacts });
  }

  /** Shows a refusal, or clears it. */
  say(sentence: string | undefined): void {
    this.notice.hidden = sentence === undefined;
    this.notice.textContent = sentence ?? '';
  }

  private async do<Name extends keyof FiguresRequests>(
    name: Name,
    argument: FiguresRequests[Name]['argument'],
  ): Promise<boolean> {
    try {
      await this.requests.ask(name, argument, { isResult: isNull });
      this.say(undefined);
      return true;
    } catch (error) {
      if (!isAbort(error)) this.say(errorText(error));
      return false;
    }
  }
}
