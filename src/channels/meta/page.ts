/** Messenger and Instagram: one API, two names. https://developers.facebook.com/docs/messenger-platform */
import { type Channel, SendFailure } from '../channel.ts';
import { fetchBounded } from '../fetch-bounded.ts';
import { textOf } from '../platform-api.ts';
import { callGraph, liesWithMeta } from './graph.ts';
import { limits, renderPage, titleLimit } from './page-render.ts';
import { readPage } from './page-webhook.ts';
import type { MetaSecrets } from './proof.ts';

export interface PageOptions {
  readonly kind: 'messenger' | 'instagram';
  readonly secrets: MetaSecrets;
  readonly accessToken: string;
  readonly apiRoot: string;
}

const dayMs = 86_400_000;

export function createPage({ kind, secrets, accessToken, apiRoot }: PageOptions): Channel {
  const post = (body: object) => callGraph(`${apiRoot}/me/messages`, accessToken, body);

  return {
    name: kind,
    shows: {
      buttons: 'native',
      mostButtons: 13,
      longestButton: titleLimit,
      cards: 'native',
      files: 'native',
      markdown: false,
      textLimit: limits[kind].text,
    },
    webhook: (call) => readPage(call, secrets, kind === 'messenger' ? 'page' : 'instagram'),
    render: (reply, phrase) => renderPage(kind, [reply], phrase),
    renderTurn: (replies, phrase) => renderPage(kind, replies, phrase),
    async send({ body }, { chat }, { key }) {
      const message: object = typeof body.message === 'object' && body.message !== null ? body.message : {};
      const recipient = { id: chat };
      const keyed = { ...message, metadata: key };
      const sent = await post({ messaging_type: 'RESPONSE', ...body, recipient, message: keyed });
      return { messageId: textOf(sent, 'message_id') };
    },
    async typing({ chat }) {
      await post({ recipient: { id: chat }, sender_action: 'typing_on' });
    },
    async fetchFile(url, mostBytes) {
      if (!liesWithMeta(url, apiRoot)) throw new SendFailure('never', 'The file does not lie with Meta.');
      return fetchBounded(url, mostBytes);
    },
    repeats: 'receipt',
    windowMs: dayMs,
    /** People, but not bots, may answer for seven days; after those Meta refuses it by itself. */
    renderOutside: (reply, phrase) => (reply.byPerson ? renderPage(kind, [reply], phrase).map(tagged) : []),
  };
}

function tagged<P extends { readonly body: object }>(part: P): P {
  return { ...part, body: { ...part.body, messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } };
}
