/**
 * The part of Adaptive Cards 1.5 that shops use to show things: text, pictures, columns, containers, facts, tables,
 * and the actions OpenUrl and Submit. An element of another kind shows its `fallback`, or nothing; a card of which
 * nothing can be shown becomes its `fallbackText`. https://adaptivecards.io/explorer/
 */
import { type Fields, fields, isFields, list, text } from '../wire/activity.ts';
import { safeImage, safeLink } from './addresses.ts';
import { h } from './dom.ts';
import { outsideLink, renderInlineMarkdown } from './markdown-view.ts';
import type { View } from './view.ts';

export const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

const deepestNesting = 8;

export function renderAdaptiveCard(content: unknown, view: View): HTMLElement {
  const card = fields(content);
  const parts = [...renderElements(card.body, view, 0), ...renderActions(card.actions, view)];
  const shown = parts.length > 0 ? parts : [h('p', {}, text(card.fallbackText) ?? view.texts.card)];
  const label = text(card.speak) ?? text(fields(list(card.body)[0]).text) ?? view.texts.card;
  return h(
    'article',
    { class: 'card adaptive', 'aria-label': label },
    h('div', { class: 'card-words' }, ...shown),
  );
}

function renderElements(elements: unknown, view: View, depth: number): HTMLElement[] {
  if (depth > deepestNesting) return [];
  return list(elements).flatMap((each) => {
    const element = fields(each);
    if (element.isVisible === false) return [];
    return (
      renderElement(element, view, depth) ??
      renderElements([element.fallback].filter(isFields), view, depth + 1)
    );
  });
}

function renderElement(element: Fields, view: View, depth: number): HTMLElement | HTMLElement[] | undefined {
  switch (element.type) {
    case 'TextBlock':
      return renderText(element);
    case 'Image':
      return renderImage(element, view);
    case 'ImageSet':
      return h(
        'div',
        { class: 'ac-images' },
        ...renderElements(typed(element.images, 'Image'), view, depth + 1),
      );
    case 'Container':
      return h(
        'div',
        { class: element.bleed === true ? 'ac-container ac-bleed' : 'ac-container' },
        ...renderElements(element.items, view, depth + 1),
      );
    case 'ColumnSet':
      return h('div', { class: 'ac-columns' }, ...renderColumns(element.columns, view, depth + 1));
    case 'FactSet':
      return renderFacts(element.facts);
    case 'Table':
      return renderTable(element, view, depth);
    case 'ActionSet':
      return renderActions(element.actions, view);
    default:
      return undefined;
  }
}

function renderText(element: Fields): HTMLElement {
  const size = choose(element.size, ['small', 'medium', 'large', 'extralarge']);
  const weight = choose(element.weight, ['lighter', 'bolder']);
  const colour = choose(element.color, ['good', 'warning', 'attention', 'accent']);
  const align = choose(element.horizontalAlignment, ['center', 'right']);
  const subtle = element.isSubtle === true && 'ac-subtle';
  const close = choose(element.spacing, ['none', 'small']);
  const classes = [
    size && `ac-${size}`,
    weight && `ac-${weight}`,
    colour && `ac-${colour}`,
    align && `ac-${align}`,
    subtle,
    close && `ac-space-${close}`,
  ];
  return h('p', { class: classes.filter(Boolean).join(' ') }, renderInlineMarkdown(text(element.text) ?? ''));
}

function renderImage(element: Fields, view: View): HTMLElement[] {
  const src = safeImage(element.url, view.server);
  const size = choose(element.size, ['small', 'medium', 'large']) ?? 'stretch';
  const alt = text(element.altText) ?? '';
  const width = pixels(element.width);
  return src
    ? [
        h('img', {
          src,
          alt,
          width,
          class: `ac-image-${width ? 'sized' : size}`,
          loading: 'lazy',
          decoding: 'async',
        }),
      ]
    : [];
}

function renderColumns(columns: unknown, view: View, depth: number): HTMLElement[] {
  return list(columns).map((each) => {
    const column = fields(each);
    const className = column.width === 'auto' ? 'ac-auto' : 'ac-stretch';
    return h('div', { class: className }, ...renderElements(column.items, view, depth));
  });
}

function renderFacts(facts: unknown): HTMLElement {
  const rows = list(facts).map((each) => {
    const { title, value } = fields(each);
    return h('div', {}, h('dt', {}, text(title) ?? ''), h('dd', {}, renderInlineMarkdown(text(value) ?? '')));
  });
  return h('dl', { class: 'ac-facts' }, ...rows);
}

function renderTable(table: Fields, view: View, depth: number): HTMLElement {
  const hasHeaders = table.firstRowAsHeader !== false && table.firstRowAsHeaders !== false;
  const rows = list(table.rows).map((row, at) => {
    const cells = list(fields(row).cells).map((cell) =>
      h(hasHeaders && at === 0 ? 'th' : 'td', {}, ...renderElements(fields(cell).items, view, depth + 1)),
    );
    return h('tr', {}, ...cells);
  });
  return h(
    'div',
    { class: 'ac-table', tabindex: 0, role: 'group', 'aria-label': view.texts.card },
    h('table', {}, ...rows),
  );
}

function renderActions(actions: unknown, view: View): HTMLElement[] {
  const buttons = list(actions).flatMap((each) => renderAction(fields(each), view) ?? []);
  return buttons.length > 0 ? [h('div', { class: 'card-buttons' }, ...buttons)] : [];
}

function renderAction(action: Fields, view: View): HTMLElement | undefined {
  const title = text(action.title) ?? '';
  if (!title) return undefined;
  if (action.type === 'Action.OpenUrl') {
    const href = safeLink(action.url, view.server);
    const link = href ? outsideLink(href, buttonClass(action)) : undefined;
    link?.append(title);
    return link;
  }
  if (action.type !== 'Action.Submit' && action.type !== 'Action.Execute') return undefined;
  const { data } = action;
  const submit = () =>
    typeof data === 'string' ? view.act(sayAction(title, data)) : view.submit(data ?? {}, title);
  return h('button', { type: 'button', class: buttonClass(action), onclick: submit }, title);
}

function buttonClass({ style }: Fields): string {
  return style === 'positive' ? 'card-button first' : 'card-button';
}

function sayAction(title: string, value: string) {
  return { type: 'imBack', title, value, text: undefined, displayText: undefined };
}

function typed(elements: unknown, type: string): Fields[] {
  return list(elements).map((each) => ({ ...fields(each), type }));
}

/** `110px` as a number; undefined for anything else. */
function pixels(value: unknown): number | undefined {
  const [, figure] = (typeof value === 'string' && /^(\d{1,4})px$/.exec(value)) || [];
  return figure ? Number(figure) : undefined;
}

/** One of the known words in any case, so that nothing from outside becomes a class name. */
function choose(value: unknown, words: readonly string[]): string | undefined {
  return typeof value === 'string' ? words.find((word) => word === value.toLowerCase()) : undefined;
}
