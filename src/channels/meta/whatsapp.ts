/** WhatsApp, over Meta's Cloud API. https://developers.facebook.com/docs/whatsapp/cloud-api */
import { type Channel, SendFailure } from '../channel.ts';
import { fetchBounded } from '../fetch-bounded.ts';
import { callApi, fieldOf, textOf } from '../platform-api.ts';
import { callGraph, liesWithMeta } from './graph.ts';
import type { MetaSecrets } from './proof.ts';
import { renderTemplate, renderWhatsApp, textLimit } from './whatsapp-render.ts';
import { readWhatsApp } from './whatsapp-webhook.ts';

export interface WhatsAppOptions {
  readonly secrets: MetaSecrets;
  readonly accessToken: string;
  readonly phoneNumberId: string;
  /** In digits, for links that lead a shopper here. */
  readonly number: string | undefined;
  readonly template: string | undefined;
  readonly apiRoot: string;
}

const dayMs = 86_400_000;

export function createWhatsApp(options: WhatsAppOptions): Channel {
  const { secrets, accessToken, phoneNumberId, number, template, apiRoot } = options;
  const headers = { authorization: `Bearer ${accessToken}` };

  return {
    name: 'whatsapp',
    shows: {
      buttons: 'native',
      mostButtons: 10,
      cards: 'native',
      files: 'native',
      markdown: true,
      textLimit,
    },
    webhook: (call) => readWhatsApp(call, secrets, phoneNumberId),
    render: renderWhatsApp,
    async send(part, { chat }, { key }) {
      const sent = await callGraph(`${apiRoot}/${phoneNumberId}/${part.call}`, accessToken, {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: chat,
        ...part.body,
        biz_opaque_callback_data: key,
      });
      const messages: unknown = fieldOf(sent, 'messages');
      return { messageId: Array.isArray(messages) ? textOf(messages[0], 'id') : undefined };
    },
    /** It is shown on the message that is being answered, which counts as read from then on. */
    async typing({ address }) {
      if (!address.last) return;
      await callGraph(`${apiRoot}/${phoneNumberId}/messages`, accessToken, {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: address.last,
        typing_indicator: { type: 'text' },
      });
    },
    async fetchFile(id, mostBytes) {
      const { json } = await callApi(`${apiRoot}/${encodeURIComponent(id)}`, { method: 'GET', headers });
      const url = textOf(json, 'url') ?? '';
      if (!liesWithMeta(url, apiRoot)) throw new SendFailure('never', 'The file does not lie with Meta.');
      return fetchBounded(url, mostBytes, headers);
    },
    repeats: 'receipt',
    windowMs: dayMs,
    ...(template && { renderOutside: (reply) => renderTemplate(template, reply) }),
    ...(number && { invite: (code: string) => `https://wa.me/${number}?text=${encodeURIComponent(code)}` }),
  };
}
