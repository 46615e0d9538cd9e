/** The people of the desk, what is settled for them, and the record of who changed it. */
import { z } from 'zod';
import { ShopdeskError } from '../../../core/errors.ts';
import { agentShape, deskSettingsShape, roles, words } from '../../../desk/index.ts';
import { defineRoute, type Route } from '../../api/index.ts';
import { actorOf, type DeskRouteParts, idParams, tag } from './parts.ts';

const names = z.array(words(60, 1)).max(50);
const personFields = {
  email: z.email().max(200),
  name: words(60, 1),
  role: z.enum(roles),
  team: words(60).nullable(),
  languages: names,
  skills: names,
  capacity: z.number().int().min(1).max(1_000),
};

export function teamRoutes({ desk }: DeskRouteParts): Route[] {
  const invite = async (id: string, address: string) => ({
    agent: await desk.agents.need(id),
    link: `${address}/desk#link=${await desk.signIn.makeLink(id)}`,
  });
  const invitedShape = z.object({
    agent: agentShape,
    link: z.string().describe('Signs in once, within a week'),
  });

  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/agents',
      access: 'agent',
      tag,
      summary: 'Everybody at the desk, those who left last',
      answer: z.object({ agents: z.array(agentShape) }),
      handle: async () => ({ agents: await desk.agents.all() }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/agents',
      access: 'admin',
      tag,
      summary: 'Invite somebody: the answer has the link with which they sign in first',
      body: z.object({
        email: personFields.email,
        name: personFields.name,
        role: personFields.role.default('agent'),
        team: personFields.team.optional(),
        languages: personFields.languages.optional(),
        skills: personFields.skills.optional(),
        capacity: personFields.capacity.optional(),
      }),
      status: 201,
      answer: invitedShape,
      async handle({ body, principal, address }) {
        const agent = await desk.agents.add(body);
        await desk.audit.record(await actorOf(desk, principal), 'agent.added', agent.id, undefined, body);
        desk.announcer.board();
        return invite(agent.id, address);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/agents/{id}/link',
      access: 'admin',
      tag,
      summary: 'A new sign-in link for somebody; the one before no longer works',
      params: idParams,
      answer: invitedShape,
      async handle({ params, principal, address }) {
        await desk.agents.need(params.id);
        await desk.audit.record(await actorOf(desk, principal), 'agent.link', params.id);
        return invite(params.id, address);
      },
    }),
    defineRoute({
      method: 'patch',
      path: '/api/desk/agents/{id}',
      access: 'admin',
      tag,
      summary:
        'Change somebody, or let them go with `disabled`: they are signed out and their chats wait again',
      params: idParams,
      body: z.object({ ...personFields, disabled: z.boolean() }).partial(),
      answer: agentShape,
      async handle({ params, body, principal }) {
        if (params.id === principal.agentId && (body.disabled || (body.role && body.role !== 'admin'))) {
          throw new ShopdeskError('agent.conflict', 'You cannot take your own rights away.', {
            remedy: 'Let another admin do it.',
          });
        }
        const before = await desk.agents.need(params.id);
        const after = await desk.agents.change(params.id, body);
        await desk.audit.record(await actorOf(desk, principal), 'agent.changed', params.id, before, body);
        desk.announcer.board();
        return after;
      },
    }),
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
        const sla =
          typeof body.sla === 'object' && body.sla !== null ? { ...before.sla, ...body.sla } : before.sla;
        const after = deskSettingsShape.parse({ ...before, ...body, sla });
        await desk.settings.change(before, after);
        await desk.audit.record(await actorOf(desk, principal), 'settings.changed', null, before, after);
        desk.announcer.everybody({ what: 'settings' });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/audit',
      access: 'supervisor',
      tag,
      summary: 'Who changed what, newest first',
      query: z.object({
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: z.object({
        entries: z.array(
          z.object({
            id: z.string(),
            at: z.number(),
            who: z.string(),
            act: z.string(),
            target: z.string().nullable(),
            before: z.unknown(),
            after: z.unknown(),
          }),
        ),
      }),
      handle: async ({ query }) => ({ entries: await desk.audit.list(query.before, query.limit) }),
    }),
  ];
}
