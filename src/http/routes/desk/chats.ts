/** Chats at the desk: the board, the streams that keep it alive, taking one, answering, and what goes with it. */
import { z } from 'zod';
import { ShopdeskError } from '../../../core/errors.ts';
import { boardShape, caseStates, chatShape, feedOf, streamGrantShape, words } from '../../../desk/index.ts';
import { defineRoute, HttpReply, type Route } from '../../api/index.ts';
import { type DeskRouteParts, idParams, idShape, personOf, tag } from './parts.ts';

const attachmentShape = z.object({
  contentType: z.string().max(200),
  contentUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  name: words(300).optional(),
});
const saidShape = z.object({ id: z.string().describe('Id of the entry') });
const clientId = z
  .string()
  .max(100)
  .optional()
  .describe('Own name of the message: sent again, it is stored once');

export function chatRoutes({ desk, stream }: DeskRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/board',
      access: 'agent',
      tag,
      summary: 'The queue, my chats, who is there, and what I must not miss',
      answer: boardShape,
      handle: async ({ principal }) => desk.board.read((await personOf(desk, principal)).id),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/notices/read',
      access: 'agent',
      tag,
      summary: 'I have seen these notices',
      body: z.object({ ids: z.array(idShape).max(100) }),
      async handle({ body, principal }) {
        await desk.board.readNotices((await personOf(desk, principal)).id, body.ids);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/streams',
      access: 'agent',
      tag,
      summary: 'A Direct Line token and stream: of one chat with its notes, or of what changes at the desk',
      description:
        'Without `chat` the stream carries `desk/changed` events for me and for everybody. With it, the whole conversation after `after`, notes included; messages may be posted and files uploaded with the token over Direct Line, by who has the chat.',
      body: z.object({ chat: idShape.optional(), after: z.number().int().min(0).default(0) }),
      answer: streamGrantShape,
      async handle({ body, principal, request }) {
        const me = await personOf(desk, principal);
        if (principal.sessionId === undefined)
          throw new ShopdeskError('desk.forbidden', 'Sign in at the desk.');
        if (body.chat !== undefined) await desk.acts.mayListen(body.chat, me);
        return stream(request, {
          agent: me.id,
          session: principal.sessionId,
          name: me.name,
          conv: body.chat ?? feedOf(me.id),
          after: body.after,
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/chats',
      access: 'agent',
      tag,
      summary: 'Find chats, newest first',
      query: z.object({
        status: z.enum([...caseStates, 'open']).optional(),
        agent: idShape.optional(),
        shopper: z.string().max(200).optional(),
        tag: words(60).optional(),
        words: words(100).optional(),
        before: z.coerce.number().int().optional().describe('Opened before this moment: the next page'),
        limit: z.coerce.number().int().min(1).max(100).default(30),
      }),
      answer: z.object({ chats: z.array(chatShape) }),
      handle: async ({ query }) => ({
        chats: await desk.cases.search({
          ...query,
          agentId: query.agent,
          userId: query.shopper,
          words: query.words || undefined,
        }),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/chats/{id}',
      access: 'agent',
      tag,
      summary: 'One chat, by the id of its conversation',
      params: idParams,
      answer: chatShape,
      handle: ({ params }) => desk.cases.need(params.id),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/claim',
      access: 'agent',
      tag,
      summary: 'Take a waiting chat',
      description:
        'Answers 409 `chat.taken` when somebody was faster, `agent.conflict` when no further chat fits.',
      params: idParams,
      answer: chatShape,
      handle: async ({ params, principal }) =>
        desk.handling.claim(params.id, (await personOf(desk, principal)).id),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/messages',
      access: 'agent',
      tag,
      summary: 'Answer the shopper; only who has the chat may',
      description:
        'Text is Markdown. Files are uploaded over Direct Line with the token of the chat’s stream.',
      params: idParams,
      body: z
        .object({
          text: words(8_000).default(''),
          attachments: z.array(attachmentShape).max(10).optional(),
          clientId,
        })
        .refine(
          ({ text, attachments }) => text !== '' || (attachments?.length ?? 0) > 0,
          'has neither text nor files',
        ),
      answer: saidShape,
      async handle({ params, body, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        const { id } = await desk.talking.reply(chat, me, body);
        return { id };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/notes',
      access: 'agent',
      tag,
      summary: 'Write a note that only the desk sees; who is mentioned is told',
      params: idParams,
      body: z.object({ text: words(8_000, 1), mentions: z.array(idShape).max(20).optional(), clientId }),
      answer: saidShape,
      async handle({ params, body, principal }) {
        const me = await personOf(desk, principal);
        const chat = await desk.cases.need(params.id);
        const { id } = await desk.talking.note(chat, me, body);
        return { id };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/typing',
      access: 'agent',
      tag,
      summary: 'I am writing to the shopper. Not to be sent for notes',
      params: idParams,
      async handle({ params, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        await desk.talking.typing(chat, me);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/read',
      access: 'agent',
      tag,
      summary: 'I have seen everything up to this watermark of the stream',
      params: idParams,
      body: z.object({ watermark: z.number().int().min(0) }),
      async handle({ params, body, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        await desk.talking.agentRead(chat, me, body.watermark);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/chats/{id}/transcript',
      access: 'agent',
      tag,
      summary: 'The conversation as a text file',
      params: idParams,
      query: z.object({ notes: z.enum(['yes', 'no']).default('no') }),
      async handle({ params, query }) {
        const chat = await desk.cases.need(params.id);
        const text = await desk.acts.transcript(chat, query.notes === 'yes');
        return new HttpReply(
          200,
          {
            'Content-Type': 'text/plain; charset=utf-8',
            'Content-Disposition': `attachment; filename="chat-${chat.caseId}.txt"`,
          },
          text,
        );
      },
    }),
  ];
}
