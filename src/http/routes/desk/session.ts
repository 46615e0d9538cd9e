/** Signing in and out at the desk, and what belongs to oneself. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { ShopdeskError } from '../../../core/errors.ts';
import {
  agentShape,
  meShape,
  presences,
  sessionShape,
  shortestPassword,
  words,
} from '../../../desk/index.ts';
import { defineRoute, type Route } from '../../api/index.ts';
import { dropCookie, giveCookie } from './cookie.ts';
import { type DeskRouteParts, idParams, idShape, personOf, tag } from './parts.ts';

const password = z.string().min(1).max(200);
const newPassword = z.string().min(shortestPassword).max(200);
const code = z.string().regex(/^\d{3} ?\d{3}$/, 'has six digits');
const proof = z.object({ password: password.optional(), code: code.optional() });
const errors = { 'desk.refused': 401, 'desk.second-factor': 401, 'desk.locked': 423 };

export function sessionRoutes({ desk }: DeskRouteParts): Route[] {
  const about = async (agentId: string) => ({
    me: await desk.agents.need(agentId),
    hasPassword: await desk.signIn.hasPassword(agentId),
    preferences: await desk.agents.preferences(agentId),
  });
  const signedIn = async (token: string) => {
    const who = await desk.sessions.read(token);
    if (!who) throw new ShopdeskError('desk.refused', 'The session could not be begun.');
    await desk.agents.choosePresence(who.agentId, 'online');
    desk.announcer.board();
    return about(who.agentId);
  };

  return [
    defineRoute({
      method: 'post',
      path: '/api/desk/session',
      access: 'anyone',
      tag,
      summary: 'Sign in with e-mail address, password and, where it is set up, the authenticator’s code',
      description:
        'Answers 401 `desk.second-factor` when the password is right and a code is wanted, 423 `desk.locked` after too many wrong tries.',
      perMinute: 30,
      errors,
      body: z.object({ email: words(200, 3), password, code: code.optional() }),
      answer: meShape,
      async handle({ body, request, response, visitor, address }) {
        const token = await desk.signIn.withPassword(body, deviceOf(request, visitor));
        giveCookie(response, token, address);
        return signedIn(token);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/session/link',
      access: 'anyone',
      tag,
      summary: 'Sign in with a link that works once: of the first start, or of an invitation',
      perMinute: 30,
      errors,
      body: z.object({ token: z.string().min(1).max(200), name: words(60, 1).optional() }),
      answer: meShape,
      async handle({ body, request, response, visitor, address }) {
        const first = { email: 'admin@localhost', name: body.name ?? 'Alex', role: 'admin' as const };
        const token = await desk.signIn.withLink(body.token, first, deviceOf(request, visitor));
        giveCookie(response, token, address);
        return signedIn(token);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/session',
      access: 'agent',
      tag,
      summary: 'Who is signed in here',
      answer: meShape,
      handle: async ({ principal }) => about((await personOf(desk, principal)).id),
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/session',
      access: 'agent',
      tag,
      summary: 'Sign out here',
      async handle({ principal, response }) {
        const { id } = await personOf(desk, principal);
        if (principal.sessionId !== undefined) await desk.sessions.end(id, { id: principal.sessionId });
        if ((await desk.sessions.list(id)).length === 0) await desk.agents.choosePresence(id, 'offline');
        dropCookie(response);
        desk.announcer.board();
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/sessions',
      access: 'agent',
      tag,
      summary: 'Where I am signed in',
      answer: z.object({
        sessions: z.array(sessionShape),
      }),
      async handle({ principal }) {
        const { id } = await personOf(desk, principal);
        const sessions = await desk.sessions.list(id);
        return { sessions: sessions.map((each) => ({ ...each, current: each.id === principal.sessionId })) };
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/sessions/{id}',
      access: 'agent',
      tag,
      summary: 'Sign out of one browser of mine',
      params: idParams,
      async handle({ params, principal }) {
        await desk.sessions.end((await personOf(desk, principal)).id, { id: params.id });
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/sessions',
      access: 'agent',
      tag,
      summary: 'Sign out everywhere else',
      async handle({ principal }) {
        await desk.sessions.end((await personOf(desk, principal)).id, { except: principal.sessionId });
      },
    }),
    defineRoute({
      method: 'put',
      path: '/api/desk/me/password',
      access: 'agent',
      tag,
      summary: 'Set or change my password; every other session of mine ends',
      errors,
      body: z.object({ current: password.optional(), next: newPassword }),
      async handle({ body, principal }) {
        const { id } = await personOf(desk, principal);
        await desk.signIn.setPassword(id, principal.sessionId, body.next, body.current);
        await desk.audit.record(await personOf(desk, principal), 'password.changed', id);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/me/second-factor',
      access: 'agent',
      tag,
      summary: 'Begin a second factor: what the authenticator needs',
      description:
        'Asks for the password where one is set, and for a code where a second factor is set already.',
      perMinute: 30,
      errors,
      body: proof.default({}),
      answer: z.object({ secret: z.string(), uri: z.string().describe('otpauth:// address, for a QR code') }),
      async handle({ body, principal }) {
        const { id, email } = await personOf(desk, principal);
        return desk.signIn.beginSecondFactor(id, email, body);
      },
    }),
    defineRoute({
      method: 'put',
      path: '/api/desk/me/second-factor',
      access: 'agent',
      tag,
      summary: 'Confirm the second factor with its first code',
      errors,
      body: z.object({ code }),
      async handle({ body, principal }) {
        const me = await personOf(desk, principal);
        await desk.signIn.confirmSecondFactor(me.id, body.code);
        await desk.audit.record(me, 'second-factor.set', me.id);
        desk.announcer.board();
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/me/second-factor',
      access: 'agent',
      tag,
      summary: 'Go without a second factor again: asks for the password and a fresh code',
      perMinute: 30,
      errors,
      body: proof.default({}),
      async handle({ body, principal }) {
        const me = await personOf(desk, principal);
        await desk.signIn.dropSecondFactor(me.id, body);
        await desk.audit.record(me, 'second-factor.dropped', me.id);
        desk.announcer.board();
      },
    }),
    defineRoute({
      method: 'put',
      path: '/api/desk/me',
      access: 'agent',
      tag,
      summary: 'Change my name and what my browser keeps for me',
      body: z.object({
        name: words(60, 1).optional(),
        preferences: z.record(z.string().max(50), z.unknown()).optional(),
      }),
      maxBodyBytes: 8_192,
      answer: meShape,
      async handle({ body, principal }) {
        const { id } = await personOf(desk, principal);
        if (body.name !== undefined) await desk.agents.change(id, { name: body.name });
        if (body.preferences !== undefined) await desk.agents.keepPreferences(id, body.preferences);
        return about(id);
      },
    }),
    defineRoute({
      method: 'put',
      path: '/api/desk/me/presence',
      access: 'agent',
      tag,
      summary: 'Say whether I am there',
      body: z.object({ presence: z.enum(presences) }),
      answer: agentShape,
      async handle({ body, principal }) {
        const { id } = await personOf(desk, principal);
        await desk.agents.choosePresence(id, body.presence);
        desk.announcer.board();
        return desk.agents.need(id);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/heartbeat',
      access: 'agent',
      tag,
      summary: 'My browser lives; every 15 s. Without it my chats go back to the queue',
      body: z.object({
        active: z.boolean().describe('I did something since the last one'),
        viewing: idShape.nullable().default(null).describe('The chat on the screen'),
      }),
      async handle({ body, principal }) {
        const me = await personOf(desk, principal);
        if (await desk.agents.heartbeat(me, body.active, body.viewing)) desk.announcer.board();
      },
    }),
  ];
}

function deviceOf(request: IncomingMessage, visitor: string) {
  return {
    name: (request.headers['user-agent'] ?? 'unknown').replace(/[^\x20-\x7e]/g, ''),
    address: visitor,
  };
}
