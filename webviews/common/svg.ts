const namespace = 'http://www.w3.org/2000/svg';

/** A new SVG element. Text is set as text, so data never becomes markup. */
export function svgElement(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly Node[]
): SVGElement {
  const made = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** A text in a picture. */
export function svgText(text: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = svgElement('text', attributes);
  made.textContent = text;
  return made;
}

const inherited = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-size',
  'text-anchor',
  'vector-effect',
];

/** What pictures stand on: VS Code paints it behind the page, whose own background is transparent. */
export function backgroundColour(): string {
  const { backgroundColor } = getComputedStyle(document.body);
  const isTransparent = /^(?:transparent|rgba\(.*, 0\))$/.test(backgroundColor);
  if (backgroundColor !== '' && !isTransparent) return backgroundColor;
  return getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-background') || 'white';
}

/** A picture as a file that looks the same without the page: the theme's colours are written into it, and the cursor is left out. */
export function svgFile(picture: SVGElement): string {
  const copy = picture.cloneNode(true) as SVGElement;
  const originals = [picture, ...picture.querySelectorAll<SVGElement>('*')];
  [copy, ...copy.querySelectorAll<SVGElement>('*')].forEach((element, i) => {
    const original = originals[i];
    if (original === undefined) return;
    if (original.classList.contains('mark')) {
      element.remove();
      return;
    }
    const style = getComputedStyle(original);
    for (const name of inherited) {
      const value = style.getPropertyValue(name);
      if (value !== '') element.setAttribute(name, value);
    }
    element.removeAttribute('class');
  });
  const { width, height } = picture.getBoundingClientRect();
  copy.setAttribute('xmlns', namespace);
  copy.setAttribute('width', String(Math.round(width)));
  copy.setAttribute('height', String(Math.round(height)));
  copy.setAttribute('font-family', 'sans-serif');
  const background = svgElement('rect', { width: '100%', height: '100%', fill: backgroundColour() });
  copy.prepend(background);
  return new XMLSerializer().serializeToString(copy);
}
