/** Hero and thumbnail cards: picture, title, subtitle, text, buttons. */
import { type Fields, fields, list, readActions, text } from '../wire/activity.ts';
import { safeImage, safeLink } from './addresses.ts';
import { renderButton } from './button.ts';
import { h } from './dom.ts';
import { outsideLink, renderMarkdown } from './markdown-view.ts';
import type { View } from './view.ts';

export const heroCard = 'application/vnd.microsoft.card.hero';
export const thumbnailCard = 'application/vnd.microsoft.card.thumbnail';

export function renderCard(content: unknown, view: View): HTMLElement {
  const card = fields(content);
  const title = text(card.title);
  const subtitle = text(card.subtitle);
  const body = text(card.text);
  const words = h(
    'div',
    { class: 'card-words' },
    title && h('p', { class: 'card-title' }, linked(title, card.tap, view)),
    subtitle && h('p', { class: 'card-subtitle' }, subtitle),
    body && h('div', { class: 'card-text' }, renderMarkdown(body)),
  );
  const buttons = readActions(card.buttons).map((action, at) =>
    renderButton(action, at === 0 ? 'card-button first' : 'card-button', view),
  );
  return h(
    'article',
    { class: 'card', 'aria-label': title ?? view.texts.card },
    renderPicture(card, title, view),
    words.childElementCount > 0 && words,
    buttons.length > 0 && h('div', { class: 'card-buttons' }, ...buttons),
  );
}

function renderPicture(card: Fields, title: string | undefined, view: View): HTMLElement | undefined {
  const image = fields(list(card.images)[0]);
  const src = safeImage(image.url, view.server);
  if (!src) return undefined;
  // A picture whose text would only repeat the title is decoration.
  const alt = text(image.alt) ?? '';
  const picture = h('img', { src, alt: alt === title ? '' : alt, loading: 'lazy', decoding: 'async' });
  return h('div', { class: 'card-picture' }, picture);
}

/** The title, as a link when the whole card opens an address. */
function linked(title: string, tap: unknown, view: View): Node {
  const { type, value } = fields(tap);
  const href = type === 'openUrl' ? safeLink(value, view.server) : undefined;
  if (!href) return document.createTextNode(title);
  const link = outsideLink(href);
  link.append(title);
  return link;
}
