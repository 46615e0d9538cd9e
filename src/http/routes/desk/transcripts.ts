/** The conversation by e-mail: for the shopper with the token of their chat, and for whoever helps them. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { ShopdeskError } from '../../../core/errors.ts';
import { maskedAddress } from '../../../desk/index.ts';
import { defineRoute, type Route } from '../../api/index.ts';
import { type DeskRouteParts, idParams, personOf, tag } from './parts.ts';

const email = z.email().max(200);
const own = {
  path: '/api/my-conversation/transcript',
  access: 'anyone',
  tag: 'Shoppers',
  crossOrigin: true,
  perMinute: 20,
  errors: { 'transcript.address-conflict': 409 },
} as const;
const description =
  'The bearer is the Direct Line token of the chat. Answers 409 `transcript.address-conflict` when no address is known, 429 `transcript.too-many` after three in a day.';

export function transcriptRoutes({ desk, chatOf }: DeskRouteParts): Route[] {
  const ownChat = (request: IncomingMessage) =>
    chatOf(request).catch(() => {
      throw new ShopdeskError('chat.unauthorized', 'This is for who has a chat with us.', {
        remedy: 'Send "Authorization: Bearer …" with the token of the chat.',
      });
    });

  return [
    defineRoute({
      ...own,
      method: 'get',
      summary: 'To which address my chat would be mailed',
      answer: z.object({ email: z.string().nullable().describe('Masked: a…@example.com') }),
      async handle({ request }) {
        const known = await desk.transcripts.knownAddress(await ownChat(request));
        return { email: known === undefined ? null : maskedAddress(known) };
      },
    }),
    defineRoute({
      ...own,
      method: 'post',
      summary: 'Mail me my chat, as it stands now',
      description,
      status: 202,
      body: z.object({ email: email.optional() }).default({}),
      answer: z.object({ email: z.string().describe('Masked') }),
      async handle({ body, request }) {
        return { email: maskedAddress(await desk.transcripts.request(await ownChat(request), body.email)) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/transcript/mail',
      access: 'agent',
      tag,
      summary: 'Mail the shopper their chat, without notes',
      description: 'To the address that is known of them, unless another is given.',
      errors: own.errors,
      status: 202,
      params: idParams,
      body: z.object({ email: email.optional() }).default({}),
      answer: z.object({ email: z.string() }),
      async handle({ params, body, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        if (me.role === 'agent' && chat.agent?.id !== me.id) {
          throw new ShopdeskError('chat.forbidden', 'Only the agent who has this chat may do that.');
        }
        const to = await desk.transcripts.request(chat.id, body.email);
        await desk.talking.note(chat, me, { text: `✉ ${to}` });
        return { email: to };
      },
    }),
  ];
}
