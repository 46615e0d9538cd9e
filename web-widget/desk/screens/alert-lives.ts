/** Alerts one by one: those of which nobody knows whether they arrived, and the whole life of a customer's. */
import { type Child, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { button, pill } from '../view/pieces.ts';
import { momentLabel } from '../view/time.ts';
import { alertKindLabel, alertStepLabel, alertWayLabel } from '../view/words.ts';
import type { AlertLife, UnsettledAlert } from '../wire/types.ts';

/** Nobody but a person sends such a message again: it could come twice. */
export function unsettledBox(messages: readonly UnsettledAlert[], app: App): Child {
  const { t } = app;
  if (messages.length === 0) return undefined;
  const settle = (id: string, as: 'sent' | 'again') => () =>
    void app.attempt(async () => {
      await app.api.settleAlert(id, as);
      await app.alerts.fetchUnsettled();
    }, t.settled[as]);
  return v(
    'section',
    { key: 'unsettled', class: 'box warn', 'aria-label': t.unsettled },
    v('h2', { class: 'row' }, t.unsettled, v('span', { class: 'soft' }, String(messages.length))),
    v('p', { class: 'soft' }, t.unsettledHint),
    v(
      'ul',
      { class: 'plain-rows' },
      messages.map(({ id, customerId, customerName, channel, since, reason, headlines }) =>
        v(
          'li',
          { key: id },
          v(
            'p',
            { class: 'row wrap' },
            nameButton({ id: customerId, name: customerName }, app),
            pill(channel),
            v('span', {}, headlines.join(' · ')),
            v('time', { class: 'push soft small' }, momentLabel(since, app.now, app.language)),
          ),
          v(
            'p',
            { class: 'row wrap' },
            v('span', { class: 'soft small' }, reason),
            v(
              'span',
              { class: 'row push' },
              button(t.itArrived, settle(id, 'sent'), { class: 'small' }),
              button(t.sendAgain, settle(id, 'again'), { class: 'small' }),
            ),
          ),
        ),
      ),
    ),
  );
}

/** The customer's name, which opens everything they were told and why. */
export function nameButton(
  customer: { readonly id: string; readonly name?: string | undefined },
  app: App,
): Child {
  const name = customer.name ?? app.t.guest;
  return v(
    'button',
    { type: 'button', class: 'link strong', onclick: () => void showLives(customer.id, name, app) },
    name,
  );
}

async function showLives(customer: string, name: string, app: App): Promise<void> {
  await app.attempt(async () => {
    const lives = await app.api.alertsOf(customer);
    app.show({
      title: app.t.alertsTo(name),
      wide: true,
      body: () =>
        lives.length === 0
          ? v('p', { class: 'soft' }, app.t.nothingHere)
          : v(
              'ol',
              { class: 'plain-rows notices scrolls' },
              lives.map((life) => lifeView(life, app)),
            ),
    });
  });
}

function lifeView({ id, kind, status, channel, steps }: AlertLife, app: App): Child {
  const { t, language, now } = app;
  return v(
    'li',
    { key: id },
    v(
      'p',
      { class: 'row wrap' },
      v('span', { class: 'strong' }, alertKindLabel(kind, t)),
      pill(alertStepLabel(status, t)),
      channel && pill(alertWayLabel(channel, t), 'good'),
    ),
    v(
      'ol',
      { class: 'small' },
      steps.map(({ at, step, reason }) =>
        v(
          'li',
          { class: 'row wrap' },
          v('time', { class: 'soft' }, momentLabel(Date.parse(at), now, language)),
          v('span', {}, alertStepLabel(step, t)),
          reason && v('span', { class: 'soft' }, reason),
        ),
      ),
    ),
  );
}
