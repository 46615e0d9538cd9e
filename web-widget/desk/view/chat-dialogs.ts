/** The questions before a chat is passed on, laid aside, flagged, blocked or closed. */
import { v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import type { OpenChat } from '../model/open-chat.ts';
import { area, choice, face, field, input, textOfEvent } from './pieces.ts';
import { tagEditor } from './tags.ts';
import { localInput } from './time.ts';
import { presenceLabel } from './words.ts';

const hourMs = 3_600_000;

/** Only to people and skills that are there now. */
export function askTransfer(open: OpenChat, app: App): void {
  const { t } = app;
  let to = '';
  let note = '';
  const others = () =>
    (app.data?.agents ?? []).filter(
      ({ id, presence }) => presence === 'online' && id !== app.data?.me.id && id !== open.now?.agent?.id,
    );
  app.show({
    title: t.transfer,
    get done() {
      return others().length > 0 ? t.transfer : undefined;
    },
    body: () => {
      const people = others();
      const skills = [...new Set(people.flatMap((agent) => agent.skills))].sort();
      const teams = [...new Set(people.flatMap(({ team }) => team ?? []))].sort();
      const option = (value: string, words: ReturnType<typeof v>[] | string, about: string) =>
        v(
          'label',
          { key: value, class: 'choice' },
          v('input', {
            type: 'radio',
            name: 'to',
            value,
            required: true,
            onchange: (event) => {
              to = textOfEvent(event);
            },
          }),
          words,
          v('span', { class: 'soft small push' }, about),
        );
      if (people.length === 0) return v('p', {}, t.nobodyThere);
      return [
        v(
          'fieldset',
          { class: 'choices scrolls' },
          v('legend', { class: 'legend' }, t.toPerson),
          people.map((agent) =>
            option(
              `agent ${agent.id}`,
              [v('span', { class: 'row' }, face(agent.name, agent.id, 'tiny'), agent.name)],
              `${presenceLabel(agent.presence, t)} · ${agent.load}/${agent.capacity}`,
            ),
          ),
        ),
        skills.length > 0 &&
          v(
            'fieldset',
            { class: 'choices' },
            v('legend', { class: 'legend' }, t.toSkill),
            skills.map((skill) =>
              option(
                `skill ${skill}`,
                skill,
                String(people.filter((agent) => agent.skills.includes(skill)).length),
              ),
            ),
          ),
        teams.length > 0 &&
          v(
            'fieldset',
            { class: 'choices' },
            v('legend', { class: 'legend' }, t.toTeam),
            teams.map((team) =>
              option(`team ${team}`, team, String(people.filter((agent) => agent.team === team).length)),
            ),
          ),
        field(
          t.noteForThem,
          area(
            note,
            (text) => {
              note = text;
            },
            { rows: 2, maxlength: 2_000 },
          ),
        ),
      ];
    },
    submit: async () => {
      const [kind, name] = splitOnce(to);
      if (!name) return true;
      const target =
        kind === 'agent' ? { agent: name } : kind === 'team' ? { team: name } : { skills: [name] };
      const isDone = await change(
        app,
        open,
        () => app.api.transfer(open.id, { ...target, ...(note.trim() && { note }) }),
        t.transferred,
      );
      if (isDone) leave(app, open);
      return isDone;
    },
  });
}

export function askSnooze(open: OpenChat, app: App): void {
  const { t } = app;
  const choices = [
    { title: t.snoozeChoices.hour, at: app.now + hourMs },
    { title: t.snoozeChoices.evening, at: app.now + 3 * hourMs },
    { title: t.snoozeChoices.tomorrow, at: atNine(1, app.now) },
    { title: t.snoozeChoices.monday, at: atNine(daysToMonday(app.now), app.now) },
  ];
  let until = localInput(choices[0]?.at ?? app.now);
  app.show({
    title: t.snooze,
    done: t.snooze,
    body: () => [
      v(
        'div',
        { class: 'row wrap' },
        choices.map(({ title, at }) =>
          v(
            'button',
            {
              type: 'button',
              class: 'button',
              'aria-pressed': until === localInput(at) ? 'true' : 'false',
              onclick: () => {
                until = localInput(at);
                app.draw();
              },
            },
            title,
          ),
        ),
      ),
      field(
        t.snoozeUntil,
        input(
          until,
          (text) => {
            until = text;
          },
          { type: 'datetime-local', required: true, min: localInput(app.now) },
        ),
      ),
    ],
    submit: async () => {
      const isDone = await change(
        app,
        open,
        () => app.api.snooze(open.id, new Date(until).getTime()),
        t.snoozed,
      );
      if (isDone) leave(app, open);
      return isDone;
    },
  });
}

export function askFlag(open: OpenChat, app: App): void {
  const { t } = app;
  let note = '';
  app.show({
    title: t.flag,
    done: t.flag,
    body: () =>
      field(
        t.flagNote,
        area(
          note,
          (text) => {
            note = text;
          },
          { required: true, maxlength: 500, 'data-first': true },
        ),
      ),
    submit: () => change(app, open, () => app.api.flag(open.id, note), t.flagRaised),
  });
}

/** Mails the shopper their chat, without the notes. */
export function askMail(open: OpenChat, app: App): void {
  const { t } = app;
  let email = open.now?.shopper.email ?? open.customer?.emails[0] ?? '';
  app.show({
    title: t.mailTranscript,
    done: t.send,
    body: () =>
      field(
        t.email,
        input(
          email,
          (text) => {
            email = text;
          },
          { type: 'email', required: true, maxlength: 200, 'data-first': true },
        ),
        t.mailHint,
      ),
    submit: () => app.attempt(() => app.api.mailTranscript(open.id, email.trim()), t.mailed),
  });
}

export function askBlock(open: OpenChat, app: App): void {
  const { t } = app;
  let reason = '';
  let hours = '24';
  app.show({
    title: t.block,
    done: t.block,
    danger: true,
    body: () => [
      v('p', { class: 'soft' }, t.blockHint),
      field(
        t.blockReason,
        input(
          reason,
          (text) => {
            reason = text;
          },
          { required: true, maxlength: 500, 'data-first': true },
        ),
      ),
      field(
        t.blockFor,
        choice(
          [
            { value: '1', title: t.blockTimes.hour },
            { value: '24', title: t.blockTimes.day },
            { value: '168', title: t.blockTimes.week },
            { value: '720', title: t.blockTimes.month },
          ],
          hours,
          (value) => {
            hours = value;
          },
        ),
      ),
    ],
    submit: async () => {
      const isDone = await change(
        app,
        open,
        () => app.api.block(open.id, { reason, hours: Number(hours) }),
        t.blocked,
      );
      if (isDone) leave(app, open);
      return isDone;
    },
  });
}

/** The wrap-up: what it was, and its tags. */
export function askClose(open: OpenChat, app: App): void {
  const { t } = app;
  let disposition = open.now?.disposition ?? '';
  let tags: readonly string[] = open.now?.tags ?? [];
  app.show({
    title: t.closeChat,
    done: t.closeChat,
    body: () => [
      v('p', { class: 'soft' }, t.closeHint),
      v(
        'fieldset',
        { class: 'chips' },
        v('legend', { class: 'legend' }, t.disposition),
        (app.screens.settings?.dispositions ?? []).map((name, index) =>
          v(
            'button',
            {
              type: 'button',
              class: 'button',
              'data-first': index === 0,
              'aria-pressed': disposition === name ? 'true' : 'false',
              onclick: () => {
                disposition = disposition === name ? '' : name;
                app.draw();
              },
            },
            name,
          ),
        ),
      ),
      v(
        'div',
        { class: 'field' },
        v('span', {}, t.tags),
        tagEditor(tags, app, (next) => {
          tags = next;
          app.draw();
        }),
      ),
    ],
    submit: async () => {
      const isDone = await change(
        app,
        open,
        () => app.api.close(open.id, { disposition: disposition || null, tags }),
        t.closed,
      );
      if (isDone) leave(app, open);
      return isDone;
    },
  });
}

async function change(
  app: App,
  open: OpenChat,
  work: () => Promise<unknown>,
  done: string,
): Promise<boolean> {
  return app.attempt(async () => {
    await work();
    await Promise.all([app.board.fetch(), open.refresh()]);
  }, done);
}

/** On with the next chat that calls, else with any of mine. */
function leave(app: App, open: OpenChat): void {
  const mine = (app.data?.mine ?? []).filter(({ id, status }) => id !== open.id && status === 'active');
  const next = mine.find(({ unread }) => unread > 0) ?? mine[0];
  app.hide();
  app.go({ screen: 'chats', chat: next?.id });
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(' ');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function atNine(days: number, now: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  return date.setHours(9, 0, 0, 0);
}

function daysToMonday(now: number): number {
  return (8 - new Date(now).getDay()) % 7 || 7;
}
