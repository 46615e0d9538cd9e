/** What stands beside a chat: the card, the customer, suggested and prepared answers. */
import { z } from 'zod';
import {
  actionShape,
  attachmentShape,
  botConversationShape,
  cannedFields,
  cannedShape,
  cardShape,
  customerShape,
  filledShape,
  suggestionShape,
  wallShape,
  wayShape,
  words,
} from '../../../desk/index.ts';
import { defineRoute, type Route } from '../../api/index.ts';
import { actorOf, type DeskRouteParts, idParams, idShape, personOf, tag } from './parts.ts';

export function besideRoutes({ desk, ways, keepFile }: DeskRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/chats/{id}/ways',
      access: 'agent',
      tag,
      summary: 'Where the shopper sees what is written, and what can be shown there',
      params: idParams,
      answer: z.object({ ways: z.array(wayShape) }),
      handle: async ({ params }) => ({ ways: await ways((await desk.cases.need(params.id)).id) }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/chats/{id}/card',
      access: 'agent',
      tag,
      summary: 'The handoff card: what was asked, what the bot tried, where the shopper is, a draft answer',
      params: idParams,
      answer: cardShape,
      handle: async ({ params }) => desk.cards.read(await desk.cases.need(params.id)),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/chats/{id}/customer',
      access: 'agent',
      tag,
      summary: 'Who the shopper is: orders when it is proved, past chats, alerts',
      params: idParams,
      answer: customerShape,
      handle: async ({ params }) => desk.customers.read(await desk.cases.need(params.id)),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/chats/{id}/assist',
      access: 'agent',
      tag,
      summary: 'Suggested answers to what the shopper wrote last, and the next best thing to do',
      params: idParams,
      query: z.object({
        writing: words(2_000)
          .optional()
          .describe('What the agent is writing: answers to that instead of to the shopper’s last words'),
      }),
      answer: z.object({ suggestions: z.array(suggestionShape), actions: z.array(actionShape) }),
      handle: async ({ params, query }) =>
        desk.assist.suggest(await desk.cases.need(params.id), query.writing),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/assist/{suggestion}',
      access: 'agent',
      tag,
      summary: 'A suggestion was taken or refused: the desk learns from it',
      params: z.object({ id: idShape, suggestion: z.string().regex(/^[\w:.~-]{1,200}$/) }),
      body: z.object({ taken: z.boolean() }),
      async handle({ params, body, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        await desk.assist.judge(chat, me.id, params.suggestion, body.taken);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/canned',
      access: 'agent',
      tag,
      summary: 'Prepared answers, the most used first',
      description:
        '{{customer.name}}, {{customer.email}}, {{agent.name}}, {{case.number}}, {{order.number}}, {{order.status}}, {{order.total}}, {{order.expected}} and {{order.tracking}} are filled in; any other {{name}} is a blank.',
      answer: z.object({ canned: z.array(cannedShape) }),
      handle: async () => ({ canned: await desk.canned.list() }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/files',
      access: 'supervisor',
      tag,
      summary: 'Keep a file that goes with prepared answers',
      description: 'The body is the file itself: a picture, a PDF or plain text, whatever it calls itself.',
      streams: 'application/octet-stream',
      query: z.object({ name: words(300, 1) }),
      status: 201,
      answer: attachmentShape,
      async handle({ query, principal, request }) {
        const kept = await keepFile(request, query.name);
        await desk.audit.record(
          await actorOf(desk, principal),
          'canned.file',
          kept.contentUrl,
          undefined,
          kept,
        );
        return kept;
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/canned',
      access: 'supervisor',
      tag,
      summary: 'Prepare an answer',
      body: cannedFields,
      status: 201,
      answer: cannedShape,
      async handle({ body, principal }) {
        const made = await desk.canned.save(body);
        await desk.audit.record(await actorOf(desk, principal), 'canned.added', made.id, undefined, body);
        desk.announcer.everybody({ what: 'settings' });
        return made;
      },
    }),
    defineRoute({
      method: 'put',
      path: '/api/desk/canned/{id}',
      access: 'supervisor',
      tag,
      summary: 'Change a prepared answer',
      params: idParams,
      body: cannedFields,
      answer: cannedShape,
      async handle({ params, body, principal }) {
        const before = await desk.canned.need(params.id);
        const after = await desk.canned.save(body, params.id);
        await desk.audit.record(await actorOf(desk, principal), 'canned.changed', params.id, before, after);
        desk.announcer.everybody({ what: 'settings' });
        return after;
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/canned/{id}',
      access: 'supervisor',
      tag,
      summary: 'Remove a prepared answer',
      params: idParams,
      async handle({ params, principal }) {
        const before = await desk.canned.need(params.id);
        await desk.canned.remove(params.id);
        await desk.audit.record(await actorOf(desk, principal), 'canned.removed', params.id, before);
        desk.announcer.everybody({ what: 'settings' });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/canned/{canned}',
      access: 'agent',
      tag,
      summary: 'A prepared answer filled in for this chat; it is not sent',
      params: z.object({ id: idShape, canned: idShape }),
      answer: filledShape,
      async handle({ params, principal }) {
        const [chat, me, canned] = await Promise.all([
          desk.cases.need(params.id),
          personOf(desk, principal),
          desk.canned.need(params.canned),
        ]);
        return desk.canned.fill(canned, chat, me, await desk.customers.read(chat));
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/wall',
      access: 'supervisor',
      tag,
      summary: 'Live figures: who waits, who carries how much, clocks at risk, how today went',
      answer: wallShape,
      handle: () => desk.wall.read(),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/conversations',
      access: 'supervisor',
      tag,
      summary: 'Conversations that the bot has alone, the latest first, to read along and to take over',
      query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(30) }),
      answer: z.object({
        conversations: z.array(botConversationShape),
      }),
      handle: async ({ query }) => ({ conversations: await desk.board.botConversations(query.limit) }),
    }),
  ];
}
