import { element } from '../common/dom';

/** The picture, sharp at a whole multiple of its size where there is room for one. */
export class Screen {
  readonly canvas = element('canvas', { class: 'picture', attributes: { 'aria-hidden': 'true' } });
  private readonly context = this.canvas.getContext('2d');

  /** @param place what the picture may fill. */
  constructor(private readonly place: HTMLElement) {
    this.canvas.hidden = true;
    new ResizeObserver(() => this.fit()).observe(place);
  }

  /** Draws a PNG. @throws Error when it is damaged. */
  async draw(png: string, width: number, height: number): Promise<void> {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    this.context?.drawImage(image, 0, 0);
    image.close();
    canvas.hidden = false;
    this.fit();
  }

  hide(): void {
    this.canvas.hidden = true;
  }

  private fit(): void {
    const { canvas, place } = this;
    const dots = window.devicePixelRatio;
    const room = Math.min(
      (place.clientWidth * dots) / canvas.width,
      (place.clientHeight * dots) / canvas.height,
    );
    const scale = room >= 1 ? Math.floor(room) : room;
    canvas.classList.toggle('sharp', room >= 1);
    canvas.style.width = `${(canvas.width * scale) / dots}px`;
    canvas.style.height = `${(canvas.height * scale) / dots}px`;
  }
}
