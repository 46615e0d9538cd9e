/** Building elements without HTML text: nothing a shopper or the bot wrote is ever parsed as markup. */

type Child = Node | string | false | undefined;
type Value = string | number | boolean | undefined | ((event: Event) => void);

/**
 * A new element. Functions become listeners (`onclick`), `true` an empty attribute; `false` and `undefined` are
 * left out. Never pass an attribute name or tag that came from outside.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Value> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** A line drawing (a path from icons.ts) for the eye only; the element around it carries the name. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const line = document.createElementNS(svgNamespace, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** Text for screen readers only. */
export function spoken(text: string): HTMLElement {
  return h('span', { class: 'spoken' }, text);
}
