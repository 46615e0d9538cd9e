/** The shop's answers at the desk: looked through, edited with a preview, taken back. */
import { z } from 'zod';
import {
  changeShape,
  editShape,
  entryDetailShape,
  entryId,
  entrySummaryShape,
  previewShape,
  problemShape,
  thumbShape,
  words,
} from '../../../desk/index.ts';
import { defineRoute, type Route } from '../../api/index.ts';
import { actorOf, type DeskRouteParts, idShape } from './parts.ts';

export type KnowledgeRouteParts = Pick<DeskRouteParts, 'desk' | 'knowledge'>;

export const knowledgeTag = 'Knowledge';
export const version = z.string().max(100);
const entryParams = z.object({ id: entryId });
const paging = {
  before: z.coerce.number().int().optional().describe('Only what is older: the next page'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
/** A file of 64 KiB, escaped as JSON. */
export const editBytes = 400_000;

export function knowledgeRoutes({ desk, knowledge }: KnowledgeRouteParts): Route[] {
  const { browse, entries, preview } = knowledge;
  const tag = knowledgeTag;
  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/knowledge',
      access: 'agent',
      tag,
      summary: 'Browse and search the answers; words are looked for in both languages, with typing errors',
      query: z.object({
        words: words(200).optional(),
        show: z.enum(['all', 'expiring', 'stale', 'disliked']).default('all'),
        limit: z.coerce.number().int().min(1).max(500).default(100),
        offset: z.coerce.number().int().min(0).max(100_000).default(0),
      }),
      answer: z.object({
        entries: z.array(entrySummaryShape),
        total: z.number().int(),
        problems: z.array(problemShape).describe('What is wrong in the files of the knowledge folder'),
      }),
      handle: ({ query }) => browse.list(query),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/knowledge/entries/{id}',
      access: 'agent',
      tag,
      summary: 'One answer with everything about it',
      params: entryParams,
      answer: entryDetailShape,
      handle: ({ params }) => browse.need(params.id),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/knowledge/preview',
      access: 'agent',
      tag,
      summary: 'What an edit would change, without making it',
      description:
        'Asks the bot as it is and as it would be the questions that shoppers asked in the last 30 days, and the phrasings of the answers that come near. Takes a few seconds.',
      perMinute: 30,
      maxBodyBytes: editBytes,
      body: z.object({ id: entryId }).and(editShape),
      answer: previewShape,
      handle: ({ body }) => preview(body.id, body),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/knowledge/entries/{id}/deletion-preview',
      access: 'agent',
      tag,
      summary: 'What deleting an answer would do: which questions would be answered otherwise, or not at all',
      description:
        'Asks the questions of the last 30 days and the wordings of the answer itself, of the bot as it is and without it.',
      perMinute: 30,
      params: entryParams,
      answer: previewShape,
      handle: ({ params }) => knowledge.previewDeletion(params.id),
    }),
    defineRoute({
      method: 'put',
      path: '/api/desk/knowledge/entries/{id}',
      access: 'supervisor',
      tag,
      summary: 'Save an answer; the bot answers from it within two seconds, in every process',
      description:
        'Answers 409 `knowledge.conflict` when the text is no longer that of `version`, 400 `knowledge.invalid` with file, line and reason in `issues`.',
      params: entryParams,
      maxBodyBytes: editBytes,
      body: z.object({ version: version.nullable().describe('null: a new answer') }).and(editShape),
      answer: entryDetailShape,
      async handle({ params, body, principal }) {
        await entries.save(await actorOf(desk, principal), params.id, body.version, body);
        return browse.need(params.id);
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/knowledge/entries/{id}',
      access: 'supervisor',
      tag,
      summary: 'Delete an answer; it can be taken back',
      params: entryParams,
      query: z.object({ version }),
      async handle({ params, query, principal }) {
        await browse.need(params.id);
        await entries.remove(await actorOf(desk, principal), params.id, query.version);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/knowledge/changes',
      access: 'agent',
      tag,
      summary: 'Who changed which answer, and from what to what; newest first',
      query: z.object({ entry: entryId.optional(), ...paging }),
      answer: z.object({ changes: z.array(changeShape) }),
      handle: async ({ query }) => ({ changes: await entries.changes(query) }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/knowledge/changes/{id}/undo',
      access: 'supervisor',
      tag,
      summary: 'Put back what was there before a change, unless the answer was changed again since',
      params: z.object({ id: idShape }),
      answer: z.object({ entry: entryDetailShape.nullable().describe('null: there is none any more') }),
      async handle({ params, principal }) {
        const id = await entries.undo(await actorOf(desk, principal), params.id);
        const all = await browse.list({ show: 'all', limit: 100_000, offset: 0 });
        return { entry: all.entries.some((each) => each.id === id) ? await browse.need(id) : null };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/knowledge/thumbs',
      access: 'agent',
      tag,
      summary: 'Thumbs of shoppers with what they asked and got, newest first',
      query: z.object({
        entry: z.string().max(120).optional().describe('Such as faq:returns'),
        verdict: z.enum(['up', 'down']).optional(),
        ...paging,
      }),
      answer: z.object({ thumbs: z.array(thumbShape) }),
      handle: async ({ query }) => ({ thumbs: await browse.thumbs(query) }),
    }),
  ];
}
