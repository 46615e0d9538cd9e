/** What is done with a chat beside answering it. Each answers the chat as it is afterwards. */
import { z } from 'zod';
import { blockShape, chatShape, words } from '../../../desk/index.ts';
import { defineRoute, type Route } from '../../api/index.ts';
import { actorOf, type DeskRouteParts, idParams, idShape, personOf, tag } from './parts.ts';

const labels = z.array(words(60, 1)).max(30);

export function chatActRoutes({ desk }: DeskRouteParts): Route[] {
  const act = { method: 'post', access: 'agent', tag, params: idParams, answer: chatShape } as const;

  return [
    defineRoute({
      ...act,
      path: '/api/desk/chats/{id}/close',
      summary: 'Close: the bot has the shopper again, who is asked for one to five stars',
      body: z.object({ disposition: words(60).nullish(), tags: labels.optional() }).default({}),
      async handle({ params, body, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        return desk.acts.close(chat, me, { ...body, outcome: 'closed' });
      },
    }),
    defineRoute({
      ...act,
      path: '/api/desk/chats/{id}/hand-back',
      summary: 'Give the shopper back to the bot, without a farewell',
      body: z.object({ disposition: words(60).nullish(), tags: labels.optional() }).default({}),
      async handle({ params, body, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        return desk.acts.close(chat, me, { ...body, outcome: 'handed-back' });
      },
    }),
    defineRoute({
      ...act,
      path: '/api/desk/chats/{id}/transfer',
      summary: 'Pass on to a person, a team, or whoever has the skills; only to such as are there',
      description:
        'Answers 409 `agent.conflict` when nobody of them is there, or no further chat fits with them.',
      body: z
        .object({
          agent: idShape.optional(),
          skills: labels.optional(),
          team: words(60, 1).optional(),
          note: words(2_000).optional(),
        })
        .refine(
          ({ agent, skills, team }) =>
            [agent, skills, team].filter((each) => each !== undefined).length === 1,
          'names a person, skills or a team',
        ),
      async handle({ params, body, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        return desk.acts.transfer(chat, me, {
          agentId: body.agent,
          skills: body.skills,
          team: body.team,
          note: body.note || undefined,
        });
      },
    }),
    defineRoute({
      ...act,
      path: '/api/desk/chats/{id}/requeue',
      summary: 'Put back at the head of the queue',
      body: z.object({ note: words(2_000).default('') }).default({ note: '' }),
      async handle({ params, body, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        return desk.acts.backToQueue(chat, me, body.note);
      },
    }),
    defineRoute({
      ...act,
      path: '/api/desk/chats/{id}/snooze',
      summary: 'Lay aside until then, or until the shopper writes',
      body: z.object({ until: z.number().int().describe('Unix ms') }),
      async handle({ params, body, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        return desk.acts.snooze(chat, me, body.until);
      },
    }),
    defineRoute({
      ...act,
      path: '/api/desk/chats/{id}/wake',
      summary: 'Take a snoozed chat up again',
      async handle({ params, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        return desk.acts.wake(chat, me);
      },
    }),
    defineRoute({
      ...act,
      path: '/api/desk/chats/{id}/flag',
      summary: 'Raise a flag for the supervisors, or take it down with note null',
      body: z.object({ note: words(500).nullable() }),
      async handle({ params, body, principal }) {
        const me = await personOf(desk, principal);
        return desk.acts.flag(await desk.cases.need(params.id), me, body.note);
      },
    }),
    defineRoute({
      ...act,
      method: 'put',
      path: '/api/desk/chats/{id}/labels',
      summary: 'Tags, disposition, priority, wanted skills, e-mail address',
      body: z.object({
        tags: labels.optional(),
        disposition: words(60).nullish(),
        priority: z.number().int().min(-10).max(10).optional(),
        skills: labels.optional(),
        email: z.email().max(200).nullish(),
      }),
      async handle({ params, body }) {
        return desk.acts.label(await desk.cases.need(params.id), body);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/block',
      access: 'agent',
      tag,
      summary: 'Keep this shopper from people for a time, and end the chat',
      params: idParams,
      body: z.object({ reason: words(500, 1), hours: z.number().int().min(1).max(8_760).default(24) }),
      async handle({ params, body, principal }) {
        const [chat, me] = await Promise.all([desk.cases.need(params.id), personOf(desk, principal)]);
        await desk.acts.block(chat, me, body.reason, body.hours);
        await desk.audit.record(me, 'shopper.blocked', chat.shopper.id, undefined, body);
      },
    }),
    defineRoute({
      ...act,
      path: '/api/desk/chats/{id}/take-over',
      access: 'supervisor',
      summary: 'Take a conversation over, from the bot, the queue or another agent',
      handle: async ({ params, principal }) => desk.acts.takeOver(params.id, await personOf(desk, principal)),
    }),
    defineRoute({
      ...act,
      path: '/api/desk/chats/{id}/assign',
      access: 'supervisor',
      summary: 'Give a chat to somebody, there or not, beyond what fits if need be',
      body: z.object({ agent: idShape }),
      async handle({ params, body, principal }) {
        const chat = await desk.acts.assign(params.id, body.agent);
        await desk.audit.record(await actorOf(desk, principal), 'chat.assigned', params.id, undefined, body);
        return chat;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/blocks',
      access: 'supervisor',
      tag,
      summary: 'Shoppers who are kept from people now',
      answer: z.object({
        blocks: z.array(blockShape),
      }),
      handle: async () => ({ blocks: await desk.acts.blocks() }),
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/blocks/{id}',
      access: 'supervisor',
      tag,
      summary: 'Let a shopper come to people again',
      params: idParams,
      async handle({ params, principal }) {
        await desk.acts.unblock(params.id);
        await desk.audit.record(await actorOf(desk, principal), 'shopper.unblocked', params.id);
      },
    }),
  ];
}
