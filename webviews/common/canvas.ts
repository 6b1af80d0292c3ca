/** An empty canvas of so many CSS pixels, sharp on any screen; undefined where nothing can be drawn. */
export function preparedCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  context?.scale(ratio, ratio);
  return context ?? undefined;
}

/** The value of a variable of the theme. */
export const themeColour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const isHighContrast = (): boolean => /\bvscode-high-contrast/.test(document.body.className);

/** Draws again when the size or the theme changes, at most once a frame. */
export function redrawWhenChanged(canvas: HTMLCanvasElement, draw: () => void): () => void {
  let frame: number | undefined;
  const soon = (): void => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      draw();
    });
  };
  new ResizeObserver(soon).observe(canvas);
  // The theme is a class of the body.
  new MutationObserver(soon).observe(document.body, { attributeFilter: ['class'] });
  return soon;
}
