import { errorText } from '../../common/errorText';
import { button, checkBox } from '../common/controls';
import { element, setText } from '../common/dom';
import type { Host } from '../common/host';
import { Page } from '../common/page';
import { Requests } from '../common/requests';
import { exactly } from '../guards/combinators';
import { isTelevisionAnswer, isTelevisionContent } from '../guards/televisionGuard';
import type { TelevisionAnswer, TelevisionContent, TelevisionInput } from '../messages/television';
import { Pad } from './pad';
import { Screen } from './screen';
import { spokenChange } from './spoken';

/** Time between two pictures, and between two announcements, in milliseconds. */
const pictureMs = 100;
const spokenMs = 1500;

/** The television of the active session, its controller, and the text for screen readers. */
class TelevisionView {
  private readonly requests: Requests;
  private readonly status = element('p', { class: 'status', attributes: { role: 'status' } });
  private readonly refusal = element('p', { class: 'refusal', attributes: { role: 'alert' } });
  private readonly set = element('div', {
    class: 'set',
    attributes: {
      tabindex: '0',
      role: 'application',
      'aria-label': 'Television. Arrow keys, Enter for START and letters use the controller; Tab leaves.',
    },
  });
  private readonly screen = new Screen(this.set);
  private readonly spoken = element('div', {
    class: 'visually-hidden',
    attributes: { role: 'log', 'aria-live': 'polite', 'aria-label': 'New on the television' },
  });
  private readonly text = element('pre', {
    class: 'text',
    attributes: { tabindex: '0', role: 'region', 'aria-label': 'Text of the television' },
  });
  private readonly pad: Pad;
  private content: TelevisionContent = { state: 'none', message: '' };
  /** The picture that is shown. */
  private known: string | undefined;
  private rows: readonly string[] = [];
  private spokenRows: readonly string[] = [];
  private spokenAt = -Infinity;
  private asking = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, host: Host) {
    this.requests = new Requests(host);
    this.set.append(this.screen.canvas);
    this.pad = new Pad(this.set, (input) => this.send(input));
    const pace = checkBox('Real time while the program waits', true, (isOn) => this.ask('pace', isOn));
    const save = button('Save Picture…', () => this.ask('save', null));
    const twin = element('details', { class: 'twin' }, element('summary', { text: 'Text' }), this.text);
    const tools = element('div', { class: 'tools' }, save, pace.element);
    root.append(
      element(
        'main',
        {},
        element('h1', { class: 'visually-hidden', text: 'Television' }),
        this.status,
        this.refusal,
        this.set,
        this.pad.element,
        tools,
        twin,
        this.spoken,
      ),
    );
    new Page<TelevisionContent, never>({
      host,
      isContent: isTelevisionContent,
      show: (content, fresh) => this.show(content, fresh),
      showEmpty: () => undefined,
    }).start();
  }

  private show(content: TelevisionContent, fresh: boolean): void {
    const before = this.content;
    this.content = content;
    setText(this.status, content.message);
    document.body.dataset['state'] = content.state;
    if (!fresh) return;
    if (content.session !== before.session || !hasPicture(content)) this.forget();
    if (!hasPicture(content)) return;
    if (content.state === 'running' && before.state !== 'running') this.pad.sendAgain();
    this.refresh();
  }

  private forget(): void {
    this.known = undefined;
    this.rows = this.spokenRows = [];
    this.text.textContent = '';
    this.screen.hide();
  }

  /** Asks for the picture, and again as long as the program runs. */
  private refresh(): void {
    if (this.asking || !hasPicture(this.content)) return;
    clearTimeout(this.timer);
    this.asking = true;
    const shown = this.content;
    const known = this.known;
    this.requests
      .ask('picture', known ?? null, { isResult: isTelevisionAnswer })
      .then((answer) => this.take(answer))
      .catch((error: unknown) => setText(this.refusal, errorText(error)))
      .finally(() => {
        this.asking = false;
        // What changed meanwhile is looked at once more; a stopped picture stays.
        const again = isMoving(this.content) || this.content !== shown;
        if (again) this.timer = setTimeout(() => this.refresh(), pictureMs);
      });
  }

  private async take({ id, png, width, height, rows = [] }: TelevisionAnswer): Promise<void> {
    setText(this.refusal, '');
    if (png !== undefined && width !== undefined && height !== undefined) {
      await this.screen.draw(png, width, height);
      this.known = id;
      this.rows = rows;
      setText(this.text, rows.join('\n'));
    }
    this.speak();
  }

  /** Announces what is new, now and then. */
  private speak(): void {
    const now = performance.now();
    if (now - this.spokenAt < spokenMs && isMoving(this.content)) return;
    const words = spokenChange(this.spokenRows, this.rows);
    this.spokenRows = this.rows;
    if (words === '') return;
    this.spokenAt = now;
    setText(this.spoken, words);
  }

  private send(input: TelevisionInput): void {
    if (hasPicture(this.content)) this.ask('input', input);
  }

  private ask(name: string, argument: unknown): void {
    setText(this.refusal, '');
    this.requests.ask(name, argument, { isResult: exactly(true) }).catch((error: unknown) => {
      setText(this.refusal, errorText(error));
    });
  }
}

const isMoving = ({ state }: TelevisionContent): boolean => state === 'running' || state === 'waiting';
const hasPicture = (content: TelevisionContent): boolean => isMoving(content) || content.state === 'stopped';

/** Builds the Television into `root` and starts it. */
export function startTelevision(root: HTMLElement, host: Host): void {
  new TelevisionView(root, host);
}
