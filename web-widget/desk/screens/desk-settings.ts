/** How waiting chats are given to people, what chats can be filed under, and the clocks that run for them. */
import { type Child, type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { check, choice, field, input, listOf } from '../view/pieces.ts';
import type { Settings } from '../wire/types.ts';
import { weightsBox } from './weights.ts';

/** What is being changed and not saved yet. */
let draft: Partial<Settings> = {};

export function deskPart(app: App): Child {
  const settings = current(app);
  if (!settings) return v('p', { class: 'soft' }, app.t.loading);
  const { t } = app;
  return form(app, [
    box(
      t.giving,
      check(t.autoAssign, settings.autoAssign, (autoAssign) => change(app, { autoAssign })),
      field(
        t.strategy,
        choice(
          [
            { value: 'leastBusy', title: t.strategies.leastBusy },
            { value: 'takeTurns', title: t.strategies.takeTurns },
          ],
          settings.strategy,
          (value) => change(app, { strategy: value === 'takeTurns' ? 'takeTurns' : 'leastBusy' }),
        ),
      ),
      check(t.lastAgentFirst, settings.lastAgentFirst, (lastAgentFirst) => change(app, { lastAgentFirst })),
      number(t.loosenSkills, settings.loosenSkillsAfterSeconds, (value) =>
        change(app, { loosenSkillsAfterSeconds: value ?? 0 }),
      ),
      number(t.loosenLanguage, settings.loosenLanguageAfterSeconds, (value) =>
        change(app, { loosenLanguageAfterSeconds: value ?? 0 }),
      ),
      number(
        t.goneAfter,
        settings.goneAfterSeconds,
        (value) => change(app, { goneAfterSeconds: value ?? 60 }),
        10,
      ),
      number(
        t.awayAfter,
        settings.awayAfterMinutes,
        (value) => change(app, { awayAfterMinutes: value ?? 10 }),
        1,
      ),
    ),
    weightsBox(settings, app, (weights) => change(app, { weights })),
    box(
      t.filing,
      list(app, t.skills, settings.skills, (skills) => ({ skills })),
      list(app, t.teams, settings.teams, (teams) => ({ teams })),
      list(app, t.tags, settings.tags, (tags) => ({ tags })),
      list(app, t.dispositions, settings.dispositions, (dispositions) => ({ dispositions })),
      list(app, t.thankedFor, settings.thankedFor, (thankedFor) => ({ thankedFor })),
    ),
  ]);
}

export function slaPart(app: App): Child {
  const settings = current(app);
  if (!settings) return v('p', { class: 'soft' }, app.t.loading);
  const { t } = app;
  const { sla } = settings;
  const set = (part: Partial<Settings['sla']>) => change(app, { sla: { ...sla, ...part } });
  return form(app, [
    box(
      t.slaTitle,
      v('p', { class: 'soft' }, t.slaHint),
      number(
        t.firstReplyMinutes,
        sla.firstReplyMinutes,
        (firstReplyMinutes) => set({ firstReplyMinutes }),
        1,
        true,
      ),
      number(
        t.nextReplyMinutes,
        sla.nextReplyMinutes,
        (nextReplyMinutes) => set({ nextReplyMinutes }),
        1,
        true,
      ),
      number(
        t.resolutionMinutes,
        sla.resolutionMinutes,
        (resolutionMinutes) => set({ resolutionMinutes }),
        1,
        true,
      ),
      number(t.warnAtPercent, sla.warnAtPercent, (value) => set({ warnAtPercent: value ?? 80 }), 10),
      number(t.messageDueHours, sla.messageDueHours, (value) => set({ messageDueHours: value ?? 48 }), 1),
      field(
        t.escalate,
        choice(
          (['no', 'priority', 'supervisor'] as const).map((value) => ({
            value,
            title: t.escalations[value],
          })),
          sla.escalate,
          (value) => set({ escalate: value === 'no' || value === 'supervisor' ? value : 'priority' }),
        ),
      ),
    ),
  ]);
}

function current(app: App): Settings | undefined {
  const { settings } = app.screens;
  return settings && { ...settings, ...draft };
}

function change(app: App, part: Partial<Settings>): void {
  draft = { ...draft, ...part };
  app.draw();
}

function form(app: App, body: Child): VNode {
  return v(
    'form',
    {
      class: 'stack',
      onsubmit: (event) => {
        event.preventDefault();
        void save(app);
      },
    },
    body,
    v(
      'div',
      { class: 'row' },
      v(
        'button',
        { type: 'submit', class: 'button primary', disabled: Object.keys(draft).length === 0 },
        app.t.save,
      ),
    ),
  );
}

async function save(app: App): Promise<void> {
  await app.attempt(async () => {
    await app.api.changeSettings(draft);
    await app.screens.fetchSettings();
    draft = {};
  }, app.t.saved);
  app.draw();
}

function box(title: string, ...body: Child[]): VNode {
  return v('section', { key: title, class: 'box grid' }, v('h2', {}, title), body);
}

function number(
  label: string,
  value: number | null,
  changed: (value: number | null) => void,
  least = 0,
  mayBeEmpty = false,
): VNode {
  return field(
    label,
    input(value === null ? '' : String(value), (text) => changed(text === '' ? null : Number(text)), {
      type: 'number',
      min: least,
      step: 1,
      required: !mayBeEmpty,
    }),
  );
}

function list(
  app: App,
  label: string,
  values: readonly string[],
  part: (values: string[]) => Partial<Settings>,
): VNode {
  return field(
    label,
    v('input', {
      type: 'text',
      value: values.join(', '),
      onchange: ({ target }) => target instanceof HTMLInputElement && change(app, part(listOf(target.value))),
    }),
    app.t.commaHint,
  );
}
