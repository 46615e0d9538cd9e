/** Tells mails that no person wrote: they are never answered. RFC 3834 (automatic answers), RFC 3464 (bounces). */

/** Header values by lower-case name. */
export type Headers = ReadonlyMap<string, string>;

export type Kind = 'person' | 'automatic' | 'bounce';

const automaticSenders =
  /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?)([+.=-].*)?@/i;

export function kindOf(headers: Headers, sender: string): Kind {
  const value = (name: string) => headers.get(name)?.trim().toLowerCase() ?? '';
  const type = value('content-type');
  if (type.startsWith('multipart/report') && type.includes('delivery-status')) return 'bounce';
  if (value('return-path') === '<>' && automaticSenders.test(sender)) return 'bounce';
  const submitted = value('auto-submitted');
  const isAutomatic =
    (submitted !== '' && submitted !== 'no') ||
    /^(bulk|junk|list|auto_reply)$/.test(value('precedence')) ||
    ['list-id', 'list-unsubscribe', 'x-autoreply', 'x-autorespond', 'feedback-id'].some((name) =>
      headers.has(name),
    ) ||
    (value('x-auto-response-suppress') !== '' && value('x-auto-response-suppress') !== 'none') ||
    value('return-path') === '<>' ||
    automaticSenders.test(sender);
  return isAutomatic ? 'automatic' : 'person';
}
