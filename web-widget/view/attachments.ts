/** What is attached to a message: cards, alone or as a carousel, pictures and files. */
import { type Activity, type Attachment, fields, text } from '../wire/activity.ts';
import { adaptiveCard, renderAdaptiveCard } from './adaptive-card.ts';
import { safeImage, safeLink } from './addresses.ts';
import { heroCard, renderCard, thumbnailCard } from './card.ts';
import { renderCarousel } from './carousel.ts';
import { h, icon } from './dom.ts';
import { fileIcon } from './icons.ts';
import { outsideLink } from './markdown-view.ts';
import type { View } from './view.ts';

export function renderAttachments({ attachments, attachmentLayout }: Activity, view: View): HTMLElement[] {
  const rendered = attachments.map((attachment) => renderAttachment(attachment, view));
  const asCarousel = attachmentLayout === 'carousel' && rendered.length > 1;
  return asCarousel ? [renderCarousel(rendered, view)] : rendered;
}

function renderAttachment(attachment: Attachment, view: View): HTMLElement {
  const { contentType, contentUrl, content } = attachment;
  if (contentType === heroCard || contentType === thumbnailCard) return renderCard(content, view);
  if (contentType === adaptiveCard) return renderAdaptiveCard(content, view);
  const image = contentType.startsWith('image/') ? safeImage(contentUrl, view.server) : undefined;
  return image ? renderImage(image, attachment, view) : renderFile(attachment, view);
}

function renderImage(src: string, { name }: Attachment, view: View): HTMLElement {
  const image = h('img', { src, alt: name ?? view.texts.image, loading: 'lazy', decoding: 'async' });
  const href = safeLink(src);
  if (!href) return h('div', { class: 'picture' }, image);
  const link = outsideLink(href, 'picture');
  link.append(image);
  return link;
}

function renderFile({ name, contentUrl, content }: Attachment, view: View): HTMLElement {
  const label = name ?? text(fields(content).title) ?? view.texts.file;
  const href = safeLink(contentUrl, view.server);
  const box = href ? outsideLink(href, 'file') : h('div', { class: 'file' });
  box.append(icon(fileIcon), h('span', {}, label));
  return box;
}
