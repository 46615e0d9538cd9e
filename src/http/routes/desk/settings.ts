/** What is settled at the desk: rules, opening hours, teams and skills; and the record of who changed what. */
import { z } from 'zod';
import {
  auditEntryShape,
  deskSettingsShape,
  difference,
  hoursAnswerShape,
  openingHoursShape,
  teamsShape,
  words,
} from '../../../desk/index.ts';
import { defineRoute, type Route } from '../../api/index.ts';
import { actorOf, type DeskRouteParts, idShape, tag } from './parts.ts';

const cursorShape = z.string().regex(/^\d{1,16}\.[\w:-]{1,100}$/, 'is no cursor of ours');

export function settingsRoutes({ desk }: DeskRouteParts): Route[] {
  const hoursNow = () => ({ ...desk.hours.read(), opening: desk.opening() });
  const changed = () => {
    desk.announcer.everybody({ what: 'settings' });
    desk.announcer.board();
  };

  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/settings',
      access: 'agent',
      tag,
      summary: 'What is settled for the desk',
      answer: z.object({ settings: deskSettingsShape }),
      handle: () => ({ settings: desk.settings.current() }),
    }),
    defineRoute({
      method: 'patch',
      path: '/api/desk/settings',
      access: 'supervisor',
      tag,
      summary: 'Change what is settled; what is left out stays',
      body: z.record(z.string().max(60), z.unknown()),
      async handle({ body, principal }) {
        const before = desk.settings.current();
        const after = deskSettingsShape.strict().parse({
          ...before,
          ...body,
          sla: merged(before.sla, body.sla),
          weights: merged(before.weights, body.weights),
        });
        await desk.settings.change(before, after);
        const parts = difference(before, after);
        const by = await actorOf(desk, principal);
        await desk.audit.record(by, 'settings.changed', null, parts.before, parts.after);
        changed();
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/hours',
      access: 'agent',
      tag,
      summary: 'When people are there: windows of each day, special days, time zone',
      answer: hoursAnswerShape,
      handle: hoursNow,
    }),
    defineRoute({
      method: 'put',
      path: '/api/desk/hours',
      access: 'supervisor',
      tag,
      summary:
        'Settle the opening hours; they lie over hours.yaml from now on, in every process within a second',
      description: 'Answers 409 `hours.conflict` when somebody else changed them since `version` was read.',
      maxBodyBytes: 400_000,
      body: z.object({ version: z.string().max(100), hours: openingHoursShape }),
      answer: hoursAnswerShape,
      async handle({ body, principal }) {
        const before = desk.hours.read().hours;
        await desk.hours.settle(body.version, body.hours);
        await desk.audit.record(await actorOf(desk, principal), 'hours.changed', null, before, body.hours);
        changed();
        return hoursNow();
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/hours',
      access: 'supervisor',
      tag,
      summary: 'The opening hours of hours.yaml count again',
      answer: hoursAnswerShape,
      async handle({ principal }) {
        const before = desk.hours.read().hours;
        await desk.hours.reset();
        const after = desk.hours.read().hours;
        await desk.audit.record(await actorOf(desk, principal), 'hours.reset', null, before, after);
        changed();
        return hoursNow();
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/teams',
      access: 'agent',
      tag,
      summary: 'Teams, skills and languages: who is of them, who is there, how many wait for them',
      answer: teamsShape,
      handle: () => desk.names.overview(),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/names/rename',
      access: 'supervisor',
      tag,
      summary: 'Rename a team or a skill: in the settings, with everybody, and in open chats',
      body: z.object({ kind: z.enum(['team', 'skill']), from: words(60, 1), to: words(60, 1) }),
      async handle({ body, principal }) {
        const { kind, from, to } = body;
        await desk.names.rename(kind, from, to);
        await desk.audit.record(await actorOf(desk, principal), 'name.changed', kind, from, to);
        changed();
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/audit',
      access: 'supervisor',
      tag,
      summary: 'Who changed what, newest first',
      query: z.object({
        act: z
          .string()
          .regex(/^[a-z-]{1,40}(?:,[a-z-]{1,40}){0,20}$/)
          .optional()
          .describe('First words of what was done, such as hours,settings'),
        who: idShape.optional().describe('Id of a person'),
        before: z.coerce.number().int().optional(),
        cursor: cursorShape.optional().describe('`next` of the page before'),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: z.object({
        entries: z.array(auditEntryShape),
        next: z.string().nullable(),
      }),
      async handle({ query: { act, who, before, cursor, limit } }) {
        const entries = await desk.audit.list({
          acts: act?.split(','),
          who,
          before,
          after: cursor === undefined ? undefined : cursorOf(cursor),
          limit,
        });
        const last = entries.at(-1);
        return { entries, next: last && entries.length === limit ? `${last.at}.${last.id}` : null };
      },
    }),
  ];
}

/** What is left out of a part stays as well. */
function merged(before: object, change: unknown): unknown {
  if (change === undefined) return before;
  return typeof change === 'object' && change !== null ? { ...before, ...change } : change;
}

function cursorOf(cursor: string): { at: number; id: string } {
  const dot = cursor.indexOf('.');
  return { at: Number(cursor.slice(0, dot)), id: cursor.slice(dot + 1) };
}
