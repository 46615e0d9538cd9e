/** What the bot could not answer, and the drafts that shall close it. */
import { z } from 'zod';
import {
  contentShape,
  draftShape,
  entryDetailShape,
  entryId,
  gapShape,
  gapStates,
  plainText,
  words,
} from '../../../desk/index.ts';
import { defineRoute, type Route } from '../../api/index.ts';
import { editBytes, type KnowledgeRouteParts, knowledgeTag, version } from './knowledge.ts';
import { actorOf, idParams, idShape } from './parts.ts';

const tag = knowledgeTag;
const count = z.number().int();

export function gapRoutes({ desk, knowledge }: KnowledgeRouteParts): Route[] {
  const { gaps } = knowledge;
  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/gaps',
      access: 'agent',
      tag,
      summary: 'What shoppers asked and the bot could not answer, alike questions together, most asked first',
      query: z.object({
        state: z.enum(gapStates).optional(),
        days: z.coerce.number().int().min(1).max(365).default(30),
      }),
      answer: z.object({
        gaps: z.array(gapShape),
        counts: z.object({ new: count, drafted: count, done: count, ignored: count }),
      }),
      handle: ({ query }) => gaps.list(query),
    }),
    defineRoute({
      method: 'patch',
      path: '/api/desk/gaps/{id}',
      access: 'agent',
      tag,
      summary: 'Say what became of it',
      params: idParams,
      body: z.object({ state: z.enum(gapStates), note: words(500).nullable().optional() }),
      answer: gapShape,
      handle: async ({ params, body, principal }) =>
        gaps.setState(await actorOf(desk, principal), params.id, body),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/gap',
      access: 'agent',
      tag,
      summary: 'The bot answered badly: its question becomes a gap',
      params: idParams,
      body: z.object({
        message: idShape.describe('Id of the bot’s message'),
        note: words(500).nullable().default(null),
      }),
      status: 201,
      answer: gapShape,
      handle: async ({ params, body, principal }) =>
        gaps.report(await actorOf(desk, principal), params.id, body.message, body.note || null),
    }),
  ];
}

export function draftRoutes({ desk, knowledge }: KnowledgeRouteParts): Route[] {
  const { drafts, browse } = knowledge;
  return [
    defineRoute({
      method: 'post',
      path: '/api/desk/chats/{id}/faq-draft',
      access: 'agent',
      tag,
      summary: 'A good answer of an agent’s becomes a draft, with the shopper’s own words as phrasing',
      params: idParams,
      body: z.object({
        message: idShape.describe('Id of the agent’s message'),
        question: plainText(300).optional().describe('The question in own words'),
        entry: entryId.optional().describe('An answer that gets the shopper’s words as a further phrasing'),
      }),
      status: 201,
      answer: draftShape,
      handle: async ({ params, body, principal }) =>
        drafts.fromChat(await actorOf(desk, principal), params.id, body),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/gaps/{id}/draft',
      access: 'agent',
      tag,
      summary: 'Begin an answer to a gap, with the shoppers’ words; the same draft when there is one',
      params: idParams,
      status: 201,
      answer: draftShape,
      handle: async ({ params, principal }) => drafts.fromGap(await actorOf(desk, principal), params.id),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/knowledge/drafts',
      access: 'agent',
      tag,
      summary: 'Drafts that wait to be published, newest first',
      answer: z.object({ drafts: z.array(draftShape) }),
      handle: async () => ({ drafts: await drafts.list() }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/knowledge/drafts/{id}',
      access: 'agent',
      tag,
      summary: 'One draft',
      params: idParams,
      answer: draftShape,
      handle: ({ params }) => drafts.need(params.id),
    }),
    defineRoute({
      method: 'put',
      path: '/api/desk/knowledge/drafts/{id}',
      access: 'agent',
      tag,
      summary: 'Change a draft',
      params: idParams,
      maxBodyBytes: editBytes,
      body: z.object({ entry: entryId, content: contentShape }),
      answer: draftShape,
      handle: ({ params, body }) => drafts.change(params.id, body),
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/knowledge/drafts/{id}',
      access: 'agent',
      tag,
      summary: 'Throw a draft away; its gap is open again',
      params: idParams,
      handle: async ({ params, principal }) => drafts.discard(await actorOf(desk, principal), params.id),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/knowledge/drafts/{id}/publish',
      access: 'supervisor',
      tag,
      summary: 'Make a draft an answer; its gap is done',
      params: idParams,
      body: z.object({ version: version.nullable().describe('Of the answer as it is; null: a new one') }),
      answer: entryDetailShape,
      handle: async ({ params, body, principal }) =>
        browse.need(await drafts.publish(await actorOf(desk, principal), params.id, body.version)),
    }),
  ];
}
