/** The alerts: who would be told what now and why, who would not and why not; looked at before anything is sent. */
import { type Child, type VNode, v } from '../dom/node.ts';
import { bellIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import type { Screen } from '../model/screens.ts';
import { button, empty, field, pill } from '../view/pieces.ts';
import { localInput, momentLabel } from '../view/time.ts';
import { alertKindLabel, alertWayLabel } from '../view/words.ts';
import type { AlertLine, AlertsPreview, UnsettledAlert } from '../wire/types.ts';
import { nameButton, unsettledBox } from './alert-lives.ts';
import { page } from './page.ts';

export class AlertsScreen implements Screen {
  preview: AlertsPreview | undefined;
  /** The moment that is looked at, Unix ms; now when there is none. */
  at: number | undefined;
  isLooking = false;
  /** Messages that may or may not have arrived. */
  unsettled: readonly UnsettledAlert[] = [];
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async enter(): Promise<void> {
    await Promise.all([this.look(this.at), this.#app.isSupervisor && this.fetchUnsettled()]);
  }

  async fetchUnsettled(): Promise<void> {
    this.unsettled = await this.#app.api.unsettledAlerts();
    this.#app.draw();
  }

  async look(at: number | undefined): Promise<void> {
    this.at = at;
    this.isLooking = true;
    this.#app.draw();
    await this.#app.attempt(async () => {
      this.preview = await this.#app.api.alertsPreview(
        at === undefined ? undefined : new Date(at).toISOString(),
      );
    });
    this.isLooking = false;
    this.#app.draw();
  }
}

export function alertsScreen(app: App): VNode {
  const { t, alerts } = app;
  const { preview } = alerts;
  return page(
    app,
    t.alerts,
    v(
      'div',
      { class: 'filters two' },
      field(
        t.alertsAt,
        v('input', {
          type: 'datetime-local',
          value: localInput(alerts.at ?? app.now),
          onchange: ({ target }) =>
            target instanceof HTMLInputElement &&
            target.value &&
            void alerts.look(new Date(target.value).getTime()),
        }),
        t.alertsAtHint,
      ),
      v(
        'div',
        { class: 'row wrap' },
        button(t.alertsNow, () => void alerts.look(undefined), { disabled: alerts.isLooking }),
        app.isSupervisor &&
          button(t.alertsRun, () => void app.attempt(() => app.api.runAlerts(), t.alertsRunning)),
      ),
    ),
    unsettledBox(alerts.unsettled, app),
    alerts.isLooking && v('p', { class: 'soft', role: 'status' }, t.loading),
    preview && report(preview, app),
  );
}

function report({ told, notTold, setAside, failed }: AlertsPreview, app: App): Child {
  const { t } = app;
  if (told.length + notTold.length + setAside.length + failed.length === 0)
    return empty(t.noAlertsNow, undefined, bellIcon);
  return [
    failed.length > 0 &&
      v(
        'div',
        { class: 'box warn' },
        v('h2', {}, t.alertsFailed),
        v(
          'ul',
          { class: 'plain-list' },
          failed.map(({ kind, reason }) => v('li', {}, `${alertKindLabel(kind, t)}: ${reason}`)),
        ),
      ),
    part(
      t.wouldTell,
      told.map((line) =>
        lineView(
          line,
          app,
          v(
            'p',
            { class: 'row wrap small' },
            line.channels.map((channel) => pill(alertWayLabel(channel, t), 'good')),
            momentOf(line.when, app),
            line.note && v('span', { class: 'soft' }, line.note),
          ),
        ),
      ),
    ),
    part(
      t.wouldNotTell,
      notTold.map((line) =>
        lineView(
          line,
          app,
          v(
            'ul',
            { class: 'plain-list small' },
            line.reasons.map((reason) => v('li', {}, reason)),
          ),
        ),
      ),
    ),
    part(
      t.setAside,
      setAside.map(({ what, reason }) =>
        v('li', {}, v('p', { class: 'strong' }, what), v('p', { class: 'soft small' }, reason)),
      ),
    ),
  ];
}

function part(title: string, rows: readonly VNode[]): VNode | false {
  if (rows.length === 0) return false;
  return v(
    'section',
    { key: title, class: 'box' },
    v('h2', { class: 'row' }, title, v('span', { class: 'soft' }, String(rows.length))),
    v('ul', { class: 'plain-rows' }, rows),
  );
}

function lineView({ customer, kind, headline, sentence, because }: AlertLine, app: App, more: VNode): VNode {
  return v(
    'li',
    {},
    v(
      'p',
      { class: 'row wrap' },
      nameButton(customer, app),
      v('span', { class: 'soft small' }, customer.place ?? ''),
      pill(alertKindLabel(kind, app.t)),
      v('span', {}, headline),
    ),
    v('p', { class: 'soft' }, sentence),
    v('p', { class: 'small' }, `${app.t.because} ${because}`),
    more,
  );
}

function momentOf(when: string, app: App): string {
  const at = Date.parse(when);
  return Number.isNaN(at) ? when : momentLabel(at, app.now, app.language);
}
