/** What is settled at the desk, through its API: opening hours, names, weights, who may, and the record of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomIds } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { type Chat, keepOpeningHours } from '../../src/desk/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { handClock } from '../support/clock.ts';
import { eachDatabase } from '../support/databases.ts';
import { firstAdmin, invite, type Person } from '../support/desk.ts';
import { type DeskApp, startDeskApp } from '../support/desk-app.ts';
import { makeSmallShop } from '../support/small-shop.ts';
import { startTalk } from '../support/talk.ts';

interface Window {
  from: string;
  to: string;
}
interface Hours {
  timeZone: string;
  week: Window[][];
  specialDays: { date: string; name?: { en?: string; zh?: string }; windows: Window[] }[];
}
interface HoursAnswer {
  hours: Hours;
  source: string;
  version: string;
  file: Hours;
  opening: { open: boolean };
}
interface AuditPage {
  entries: { act: string; who: string; target: string | null; before: unknown; after: unknown }[];
  next: string | null;
}

const always: Hours = {
  timeZone: 'Asia/Shanghai',
  week: Array.from({ length: 7 }, () => [
    { from: '00:00', to: '12:00' },
    { from: '12:00', to: '24:00' },
  ]),
  specialDays: [],
};
const never: Hours = {
  timeZone: 'Europe/Berlin',
  week: Array.from({ length: 7 }, () => []),
  specialDays: [],
};

describe('what is settled at the desk', () => {
  let app: DeskApp;
  let admin: Person;
  let supervisor: Person;
  let agent: Person;
  beforeAll(async () => {
    app = await startDeskApp();
    admin = await firstAdmin(app);
    supervisor = await invite(app.base, admin, { role: 'supervisor', name: 'Sue' });
    agent = await invite(app.base, admin, { role: 'agent', skills: ['repair'], team: 'Day' });
  });
  afterAll(() => app.stop());

  const hours = () => supervisor.call<HoursAnswer>('GET', '/api/desk/hours');
  const audit = (query: string) => supervisor.call<AuditPage>('GET', `/api/desk/audit?${query}`);
  const outlookNow = async () => {
    const talk = await startTalk(app.base);
    return (await talk('I want to talk to a person')).texts.join(' ');
  };

  it('reads the opening hours of the file, settles others over them, and gives the file its say back', async () => {
    const inFile = await hours();
    expect(inFile).toMatchObject({ source: 'file', version: '', hours: { timeZone: 'America/New_York' } });
    expect(inFile.hours.week[0]).toEqual([
      { from: '10:00', to: '14:00' },
      { from: '15:00', to: '19:00' },
    ]);
    const settled = await supervisor.call<HoursAnswer>('PUT', '/api/desk/hours', {
      version: '',
      hours: always,
    });
    expect(settled).toMatchObject({ source: 'desk', hours: always, opening: { open: true } });
    expect(settled.file).toEqual(inFile.hours);
    expect((await supervisor.board()).opening).toMatchObject({ open: true, timeZone: 'Asia/Shanghai' });

    // What shoppers are told goes by them at once: nobody is there, and nobody comes back.
    for (const person of [admin, supervisor, agent]) {
      await person.call('PUT', '/api/desk/me/presence', { presence: 'offline' });
    }
    const { version } = await supervisor.call<HoursAnswer>('PUT', '/api/desk/hours', {
      version: settled.version,
      hours: { ...never, specialDays: [{ date: '2099-12-31', windows: [{ from: '22:00', to: '02:00' }] }] },
    });
    expect(await outlookNow()).toMatch(/Nobody of us is there|48 hours/);
    expect((await hours()).hours.specialDays[0]?.windows).toEqual([{ from: '22:00', to: '02:00' }]);

    await expect(
      supervisor.call('PUT', '/api/desk/hours', { version: settled.version, hours: always }),
    ).rejects.toMatchObject({ status: 409, code: 'hours.conflict' });
    expect(version).not.toBe(settled.version);
    expect(await supervisor.call('DELETE', '/api/desk/hours')).toMatchObject({
      source: 'file',
      hours: inFile.hours,
    });
    const { entries } = await audit('act=hours');
    expect(entries.map(({ act, who }) => `${who} ${act}`)).toEqual([
      'Sue hours.reset',
      'Sue hours.changed',
      'Sue hours.changed',
    ]);
    expect(entries[2]).toMatchObject({ before: inFile.hours, after: always });
    await admin.call('PUT', '/api/desk/me/presence', { presence: 'online' });
  });

  it.each<[string, Partial<Hours>]>([
    [
      'windows that overlap',
      {
        week: [
          [
            { from: '09:00', to: '13:00' },
            { from: '12:00', to: '18:00' },
          ],
          ...never.week.slice(1),
        ],
      },
    ],
    ['a time that is none', { week: [[{ from: '9:00', to: '25:00' }], ...never.week.slice(1)] }],
    ['six days', { week: never.week.slice(1) }],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }],
    ['a day that is none', { specialDays: [{ date: '2026-02-30', windows: [] }] }],
    [
      'a day twice',
      {
        specialDays: [
          { date: '2026-02-20', windows: [] },
          { date: '2026-02-20', windows: [] },
        ],
      },
    ],
  ])('refuses %s', async (_what, wrong) => {
    await expect(
      supervisor.call('PUT', '/api/desk/hours', { version: '', hours: { ...never, ...wrong } }),
    ).rejects.toMatchObject({ status: 400, code: 'request.invalid' });
  });

  it('lists teams and skills with who is there, and renames them everywhere', async () => {
    await supervisor.call('PATCH', '/api/desk/settings', {
      teams: ['Day', 'Night'],
      skills: ['repair'],
      weights: { skills: { repair: 3 } },
    });
    await supervisor.call('POST', '/api/desk/names/rename', {
      kind: 'skill',
      from: 'repair',
      to: 'workshop',
    });
    await supervisor.call('POST', '/api/desk/names/rename', { kind: 'team', from: 'Day', to: 'Early' });
    await expect(
      supervisor.call('POST', '/api/desk/names/rename', { kind: 'team', from: 'Early', to: 'Night' }),
    ).rejects.toMatchObject({ code: 'name.taken' });
    await expect(
      supervisor.call('POST', '/api/desk/names/rename', { kind: 'team', from: 'Day', to: 'X' }),
    ).rejects.toMatchObject({ code: 'name.unknown' });
    await agent.call('PUT', '/api/desk/me/presence', { presence: 'online' });
    const overview = await agent.call('GET', '/api/desk/teams');
    expect(overview).toMatchObject({
      teams: [
        { name: 'Early', people: [agent.id], there: 1 },
        { name: 'Night', people: [], there: 0 },
      ],
      skills: [{ name: 'workshop', people: [agent.id], there: 1 }],
    });
    const { settings }: { settings: object } = await agent.call('GET', '/api/desk/settings');
    expect(settings).toMatchObject({
      teams: ['Early', 'Night'],
      skills: ['workshop'],
      weights: { chat: 1, message: 1, channels: {}, skills: { workshop: 3 } },
    });
    const { entries } = await audit('act=settings,name&limit=3');
    expect(entries.map(({ act }) => act)).toEqual(['name.changed', 'name.changed', 'settings.changed']);
    // Only what is different stands there.
    expect(Object.keys(entries[2]?.after ?? {}).sort()).toEqual(['skills', 'teams', 'weights']);
  });

  it('refuses settings that are none, and keeps what is there', async () => {
    for (const wrong of [{ strategy: 'best' }, { nonsense: 1 }, { weights: { chat: 0 } }, { sla: 5 }]) {
      await expect(
        supervisor.call('PATCH', '/api/desk/settings', wrong),
        JSON.stringify(wrong),
      ).rejects.toMatchObject({ status: 400 });
    }
  });

  it('lets supervisors settle what people can, and only admins who they are', async () => {
    const path = `/api/desk/agents/${agent.id}`;
    await supervisor.call('PATCH', path, { capacity: 7, languages: ['zh'], team: null });
    expect((await agent.board()).me).toMatchObject({ capacity: 7, languages: ['zh'], team: null });
    for (const field of [
      { role: 'admin' },
      { email: 'new@example.com' },
      { name: 'N' },
      { disabled: true },
    ]) {
      await expect(supervisor.call('PATCH', path, field)).rejects.toMatchObject({
        status: 403,
        code: 'agent.forbidden',
      });
    }
    const { entries } = await audit(`act=agent&who=${supervisor.id}`);
    expect(entries[0]).toMatchObject({
      act: 'agent.changed',
      target: agent.id,
      before: { capacity: 4 },
      after: { capacity: 7, languages: ['zh'], team: null },
    });
  });

  it('passes a chat on only to people, teams and skills that are there', async () => {
    const talk = await startTalk(app.base);
    await talk('I want to talk to a person');
    const { conversationId: chat } = talk.session;
    await admin.claim(chat);
    const pass = (to: object) => admin.call<Chat>('POST', `/api/desk/chats/${chat}/transfer`, to);
    await supervisor.call('PATCH', `/api/desk/agents/${agent.id}`, { team: 'Late', languages: [] });
    await agent.call('PUT', '/api/desk/me/presence', { presence: 'away' });
    for (const to of [{ agent: agent.id }, { skills: ['workshop'] }, { team: 'Late' }]) {
      await expect(pass(to), JSON.stringify(to)).rejects.toMatchObject({
        status: 409,
        code: 'agent.conflict',
      });
    }
    for (const wrong of [{}, { agent: agent.id, team: 'Late' }, { team: '' }]) {
      await expect(pass(wrong), JSON.stringify(wrong)).rejects.toMatchObject({ status: 400 });
    }
    expect(await admin.chat(chat)).toMatchObject({ status: 'active', agent: { id: admin.id } });
    await agent.call('PUT', '/api/desk/me/presence', { presence: 'online' });
    expect(await pass({ team: 'Late' })).toMatchObject({ status: 'waiting', team: 'Late', position: 1 });
    expect((await agent.board()).waiting[0]).toMatchObject({ id: chat, line: { position: 1 } });
    await agent.claim(chat);
    await admin.call('PUT', '/api/desk/me/presence', { presence: 'online' });
    expect(await agent.call('POST', `/api/desk/chats/${chat}/transfer`, { agent: admin.id })).toMatchObject({
      agent: { id: admin.id },
    });
  });

  it('pages through the record without leaving out or repeating any', async () => {
    const acts: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: AuditPage = await audit(`limit=2${cursor && `&cursor=${cursor}`}`);
      acts.push(...page.entries.map((entry) => JSON.stringify(entry)));
      cursor = page.next;
    }
    const { entries } = await audit('limit=200');
    expect(acts).toEqual(entries.map((entry) => JSON.stringify(entry)));
    expect(acts.length).toBeGreaterThan(7);
  });
});

eachDatabase((_engine, open) => {
  it('opening hours settled in one process hold in the others within a second, and after a restart', async () => {
    const shop = await makeSmallShop();
    const known = await loadKnowledge(shop.folder);
    const [one, other] = [await open(), await open()];
    const clock = handClock();
    const parts = { files: () => known, clock, ids: randomIds, log: silentLog };
    const here = await keepOpeningHours({ database: one, ...parts });
    const there = await keepOpeningHours({ database: other, ...parts });
    expect(there.knowledge()).toBe(known);
    await here.settle('', always);
    expect(here.knowledge().hours?.timeZone).toBe('Asia/Shanghai');
    await there.reread();
    expect(there.knowledge().hours?.week[0]).toEqual([
      { from: 0, to: 720 },
      { from: 720, to: 1440 },
    ]);
    expect(there.knowledge()).toBe(there.knowledge());
    // Both begin with the same version: one of them is late.
    const { version } = here.read();
    const both = await Promise.allSettled([here.settle(version, never), there.settle(version, always)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const again = await keepOpeningHours({ database: one, ...parts });
    expect(again.read().source).toBe('desk');
    for (const keeper of [here, there, again]) keeper.close();
    await shop.remove();
  });
});
