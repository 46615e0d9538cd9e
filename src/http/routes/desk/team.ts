/** The people of the desk: who is there, who is invited, what they can and may. */
import { z } from 'zod';
import { ShopdeskError } from '../../../core/errors.ts';
import { agentShape, difference, roles, words } from '../../../desk/index.ts';
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

const ofSupervisors: ReadonlySet<string> = new Set(['team', 'languages', 'skills', 'capacity']);

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
      access: 'supervisor',
      tag,
      summary:
        'Change somebody, or let them go with `disabled`: they are signed out and their chats wait again',
      description: 'Supervisors settle team, skills, languages and capacity; the rest is for admins.',
      params: idParams,
      body: z.object({ ...personFields, disabled: z.boolean() }).partial(),
      answer: agentShape,
      async handle({ params, body, principal }) {
        const others = Object.keys(body).filter((field) => !ofSupervisors.has(field));
        if (principal.role !== 'admin' && others.length > 0) {
          throw new ShopdeskError('agent.forbidden', `Only an admin may change: ${others.join(', ')}.`);
        }
        if (params.id === principal.agentId && (body.disabled || (body.role && body.role !== 'admin'))) {
          throw new ShopdeskError('agent.conflict', 'You cannot take your own rights away.', {
            remedy: 'Let another admin do it.',
          });
        }
        const before = await desk.agents.need(params.id);
        const after = await desk.agents.change(params.id, body);
        const changed = difference(before, { ...before, ...body });
        await desk.audit.record(
          await actorOf(desk, principal),
          'agent.changed',
          params.id,
          changed.before,
          changed.after,
        );
        desk.announcer.board();
        return after;
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/agents/{id}/second-factor',
      access: 'admin',
      tag,
      summary:
        'Somebody has lost their authenticator: they sign in without it, and are signed out everywhere',
      params: idParams,
      async handle({ params, principal }) {
        const { id } = await desk.agents.need(params.id);
        await desk.signIn.forgetSecondFactor(id);
        await desk.sessions.end(id, { except: undefined });
        await desk.audit.record(await actorOf(desk, principal), 'second-factor.forgotten', id);
        desk.announcer.board();
      },
    }),
  ];
}
