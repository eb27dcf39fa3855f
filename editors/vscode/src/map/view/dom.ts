// Makes elements. The page's policy allows no text to become markup or style, so nothing here takes any.

const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Record<string, string | number | boolean | undefined>;

function fill<Made extends Element>(
  made: Made,
  attributes: Attributes,
  children: readonly (Node | string)[],
): Made {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? '' : String(value));
    }
  }
  made.append(...children);
  return made;
}

/** An HTML element. */
export function html<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[Name] {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

const canvas = document.createElement('canvas').getContext('2d');

/** How wide a text is in a font. */
export function textWidth(text: string, font: string): number {
  if (!canvas) {
    return text.length * 7;
  }
  canvas.font = font;
  return canvas.measureText(text).width;
}

/** A text that is at most so wide, with an ellipsis where it has to end early. */
export function fit(text: string, font: string, width: number): string {
  if (textWidth(text, font) <= width) {
    return text;
  }
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(`${text.slice(0, middle).trimEnd()}…`, font) <= width) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return `${text.slice(0, low).trimEnd()}…`;
}
