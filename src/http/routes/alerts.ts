/** What alerts show the world (counted links, calendar files), and what operators see and do with them. */
import { z } from 'zod';
import {
  type Alerts,
  type AlertWorker,
  alertLifeShape,
  settlements,
  unsettledAlertShape,
} from '../../alerts/index.ts';
import { ShopdeskError } from '../../core/errors.ts';
import type { Desk } from '../../desk/index.ts';
import { defineRoute, HttpReply, type Route } from '../api/index.ts';
import { actorOf } from './desk/parts.ts';

export interface AlertRouteParts {
  readonly alerts: Alerts;
  readonly worker: AlertWorker;
  readonly desk: Desk;
}

const tag = 'Alerts';

export function alertRoutes(parts: AlertRouteParts): Route[] {
  return [...openRoutes(parts), ...operatorRoutes(parts), ...demoRoutes(parts)];
}

function openRoutes({ alerts }: AlertRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/alerts/go/{token}',
      access: 'anyone',
      tag,
      summary: 'Follow a link of an alert; it is counted and leads on',
      params: z.object({ token: z.string().max(200) }),
      perMinute: 240,
      handle: async ({ params }) => {
        const url = await alerts.follow(params.token);
        if (url === undefined) throw new ShopdeskError('alerts.unknown', 'This link leads nowhere any more.');
        return new HttpReply(302, { Location: url, 'Referrer-Policy': 'no-referrer' });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/alerts/seen',
      access: 'anyone',
      tag,
      summary: 'Note that alerts were looked at',
      body: z.object({ tokens: z.array(z.string().max(200)).max(20) }),
      crossOrigin: true,
      perMinute: 240,
      handle: async ({ body }) => alerts.seen(body.tokens),
    }),
    defineRoute({
      method: 'get',
      path: '/alerts/calendar/{source}/{id}.ics',
      access: 'anyone',
      tag,
      summary: 'A public event as a calendar file',
      params: z.object({ source: z.string().max(300), id: z.string().max(300) }),
      perMinute: 240,
      handle: async ({ params }) => {
        const file = await alerts.calendar(params.source, params.id);
        if (file === undefined) throw new ShopdeskError('alerts.unknown', 'There is no such event.');
        return new HttpReply(
          200,
          {
            'Content-Type': 'text/calendar; charset=utf-8',
            'Content-Disposition': 'attachment; filename="event.ics"',
          },
          file,
        );
      },
    }),
    defineRoute({
      method: 'get',
      path: '/alerts/push-key',
      access: 'anyone',
      tag,
      summary: 'The public key with which browsers subscribe to notifications',
      crossOrigin: true,
      answer: z.object({ publicKey: z.string() }),
      handle: () => ({ publicKey: alerts.vapid.publicKey }),
    }),
  ];
}

function operatorRoutes({ alerts, worker, desk }: AlertRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/alerts/preview',
      access: 'agent',
      tag,
      summary: 'Dry run: who would be told what and why, and who would not and why',
      query: z.object({ at: z.iso.datetime({ offset: true }).optional(), kind: z.string().optional() }),
      answer: z.looseObject({ at: z.string() }),
      handle: async ({ query }) => ({
        ...(await alerts.preview({
          ...(query.at !== undefined && { at: Date.parse(query.at) }),
          ...(query.kind !== undefined && { kinds: query.kind.split(',') }),
        })),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/alerts/report',
      access: 'supervisor',
      tag,
      summary: 'What alerts brought: sent, opened, clicked, bought beside those held out, stopped, cost',
      query: z.object({ days: z.coerce.number().int().min(1).max(400).default(30) }),
      answer: z.looseObject({ since: z.string() }),
      handle: async ({ query }) => ({ ...(await alerts.report(query.days)) }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/alerts/customers/{id}',
      access: 'agent',
      tag,
      summary: 'Every alert of a customer with its life: each step and the reason for it',
      params: z.object({ id: z.string() }),
      answer: z.object({ alerts: z.array(alertLifeShape) }),
      handle: async ({ params }) => {
        return { alerts: await alerts.livesOf(params.id) };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/alerts/unsettled',
      access: 'supervisor',
      tag,
      summary: 'Messages that may or may not have arrived: nobody but a person sends them again',
      answer: z.object({
        messages: z.array(unsettledAlertShape),
      }),
      handle: async () => ({ messages: await alerts.unsettled() }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/alerts/unsettled/{id}',
      access: 'supervisor',
      tag,
      summary: 'Settle one by hand: it arrived, or it is sent again; noted in the life of its alerts',
      params: z.object({ id: z.string().max(100) }),
      body: z.object({ as: z.enum(settlements) }),
      status: 204,
      handle: async ({ params, body, principal }) => {
        const { name } = await actorOf(desk, principal);
        await alerts.settle(params.id, body.as, name);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/alerts/run',
      access: 'supervisor',
      tag,
      summary: 'Look for news now and send what may be said now',
      status: 204,
      handle: () => worker.nudge(),
    }),
  ];
}

function demoRoutes({ alerts, worker }: AlertRouteParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/demo/clock',
      access: 'anyone',
      tag: 'Demo shop',
      summary: 'Move the clock of the demo shop on to the next announcement, or to the next morning',
      perMinute: 12,
      answer: z.object({ now: z.string() }),
      handle: async () => {
        const now = await alerts.announce();
        await worker.nudge();
        return { now };
      },
    }),
  ];
}
