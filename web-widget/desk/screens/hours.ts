/** When people are there: several windows a day, special days, and whose clock it is. */
import { closeIcon } from '../../view/icons.ts';
import { type Child, type VNode, v } from '../dom/node.ts';
import { clockIcon, copyIcon, plusIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { button, field, input, pill, textOfEvent, tool } from '../view/pieces.ts';
import { weekTimeIn } from '../view/time.ts';
import { type HoursDraft, type SpecialDay, type Windows, withOneMore } from './hours-draft.ts';

const dayMs = 86_400_000;
/** A Monday, UTC. */
const someMonday = Date.UTC(2024, 0, 1);

export function hoursPart(app: App): Child {
  const { t } = app;
  const draft = app.settings.hours;
  const { hours, settled } = draft;
  if (!hours || !settled) return v('p', { class: 'soft' }, t.loading);
  return v(
    'form',
    {
      class: 'stack',
      onsubmit: (event) => {
        event.preventDefault();
        void draft.save();
      },
    },
    now(draft, app),
    v(
      'section',
      { class: 'box broad', 'aria-label': t.week },
      v('h2', {}, t.week),
      v('p', { class: 'soft' }, t.weekHint),
      v(
        'ol',
        { class: 'week' },
        hours.week.map((windows, day) =>
          v(
            'li',
            { key: String(day), class: 'week-day' },
            v('span', { class: 'week-name' }, dayName(day, app.language)),
            windowsEditor(windows, dayName(day, app.language), (next) => draft.changeDay(day, next), app),
            day > 0 &&
              tool(`${dayName(day, app.language)}: ${t.likeDayBefore}`, copyIcon, () =>
                draft.changeDay(day, hours.week[day - 1] ?? []),
              ),
          ),
        ),
      ),
    ),
    specialDays(draft, hours.specialDays, app),
    v(
      'div',
      { class: 'row wrap' },
      v('button', { type: 'submit', class: 'button primary', disabled: !draft.isChanged }, t.save),
      draft.isChanged && button(t.cancel, () => draft.forget()),
      settled.source === 'desk' &&
        settled.file !== null &&
        !draft.isChanged &&
        button(t.hoursOfFile, () => void draft.reset(), { class: 'push' }),
    ),
  );
}

/** Whether the shop is open now, where the hours come from, and in whose time they are. */
function now(draft: HoursDraft, app: App): VNode | false {
  const { t, language } = app;
  const { settled, hours } = draft;
  if (!settled || !hours) return false;
  const { open, changesAt } = settled.opening;
  // In the shop's own time, as the week below it: the desk may be anywhere.
  const change = changesAt === null ? undefined : weekTimeIn(hours.timeZone, changesAt, language);
  return v(
    'section',
    { class: 'box broad', 'aria-label': t.settingParts.hours },
    v(
      'p',
      { class: 'row wrap' },
      pill(open ? t.openNow : t.closedNow, open ? 'good' : '', clockIcon),
      change && v('span', {}, open ? t.closesAt(change) : t.opensAt(change)),
      v('span', { class: 'push soft small' }, t.hoursSources[settled.source]),
    ),
    field(
      t.timeZone,
      v('input', {
        type: 'text',
        list: 'time-zones',
        required: true,
        maxlength: 60,
        value: hours.timeZone,
        onchange: (event) => draft.changeZone(textOfEvent(event).trim()),
      }),
      t.timeZoneHint,
    ),
    v(
      'datalist',
      { id: 'time-zones' },
      Intl.supportedValuesOf('timeZone').map((value) => v('option', { value })),
    ),
  );
}

function specialDays(draft: HoursDraft, days: readonly SpecialDay[], app: App): VNode {
  const { t, language } = app;
  const name = language === 'zh' ? 'zh' : 'en';
  const today = new Date(app.now).toISOString().slice(0, 10);
  const rows = days.map((day, at) => ({ isPast: day.date < today, row: special(day, at) }));
  const past = rows.filter(({ isPast }) => isPast);
  return v(
    'section',
    { class: 'box broad', 'aria-label': t.specialDays },
    v('h2', {}, t.specialDays),
    v('p', { class: 'soft' }, t.specialDaysHint),
    past.length > 0 &&
      v(
        'details',
        {},
        v('summary', { class: 'small soft' }, t.pastDays(past.length)),
        v(
          'ol',
          { class: 'week' },
          past.map(({ row }) => row),
        ),
      ),
    v(
      'ol',
      { class: 'week' },
      rows.filter(({ isPast }) => !isPast).map(({ row }) => row),
    ),
    button(t.addSpecialDay, () => draft.addSpecial(nextDay(days, app.now)), { class: 'small' }, plusIcon),
  );

  function special(day: SpecialDay, at: number): VNode {
    return v(
      'li',
      { key: String(at), class: 'week-day special' },
      v('input', {
        type: 'date',
        required: true,
        value: day.date,
        'aria-label': t.date,
        onchange: (event) => draft.changeSpecial(at, { date: textOfEvent(event) }),
      }),
      input(
        day.name?.[name] ?? day.name?.en ?? day.name?.zh ?? '',
        (words) => draft.changeSpecial(at, { name: named(day, name, words) }),
        { maxlength: 60, placeholder: t.occasion, 'aria-label': `${t.occasion}: ${day.date}` },
      ),
      windowsEditor(day.windows, day.date, (windows) => draft.changeSpecial(at, { windows }), app),
      tool(`${t.remove}: ${day.date}`, closeIcon, () => draft.removeSpecial(at), { class: 'push' }),
    );
  }
}

/** The occasion in one language, the other as it is; none when it is empty. */
function named(day: SpecialDay, language: 'en' | 'zh', words: string): SpecialDay['name'] {
  const { [language]: _, ...other } = day.name ?? {};
  const name = words.trim() ? { ...other, [language]: words } : other;
  return Object.keys(name).length > 0 ? name : undefined;
}

function windowsEditor(
  windows: Windows,
  about: string,
  changed: (windows: Windows) => void,
  app: App,
): VNode {
  const { t } = app;
  const set = (at: number, part: Partial<Windows[number]>) =>
    changed(windows.map((each, index) => (index === at ? { ...each, ...part } : each)));
  const time = (value: string, label: string, done: (value: string) => void) =>
    v('input', {
      type: 'time',
      required: true,
      // Midnight at the end of a day is 00:00 of the next one.
      value: value === '24:00' ? '00:00' : value,
      'aria-label': `${about}: ${label}`,
      onchange: (event) => textOfEvent(event) && done(textOfEvent(event)),
    });
  return v(
    'div',
    { class: 'windows' },
    windows.length === 0 && v('span', { class: 'soft' }, t.closedWord),
    windows.map(({ from, to }, at) =>
      v(
        'span',
        { class: 'window' },
        time(from, t.from, (value) => set(at, { from: value })),
        '–',
        time(to, t.until, (value) => set(at, { to: value })),
        tool(`${about}: ${t.removeWindow} ${from}–${to}`, closeIcon, () =>
          changed(windows.filter((_, index) => index !== at)),
        ),
      ),
    ),
    tool(`${about}: ${t.addWindow}`, plusIcon, () => changed(withOneMore(windows)), { class: 'add' }),
  );
}

function dayName(day: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
    someMonday + day * dayMs,
  );
}

/** The day after the last special one, else tomorrow. */
function nextDay(days: readonly SpecialDay[], at: number): string {
  const last = days.map(({ date }) => Date.parse(date)).filter(Number.isFinite);
  return new Date(Math.max(at, ...last) + dayMs).toISOString().slice(0, 10);
}
