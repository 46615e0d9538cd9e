/** Where the shop's other programs are told what happens at the desk: addresses, secrets, tries, and a test. */
import { type Child, type VNode, v } from '../dom/node.ts';
import { linkIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { button, check, empty, field, input, pill } from '../view/pieces.ts';
import { momentLabel } from '../view/time.ts';
import type { Delivery, Webhook } from '../wire/types.ts';

export function webhooksPart(app: App): Child {
  const { t, settings } = app;
  return [
    v('p', { class: 'soft' }, t.webhooksHint),
    v(
      'div',
      { class: 'row' },
      button(t.webhookAdd, () => askWebhook(app, undefined), { class: 'primary' }),
    ),
    settings.webhooks.length === 0 && empty(t.noWebhooks, undefined, linkIcon),
    v(
      'ul',
      { class: 'plain-rows' },
      settings.webhooks.map((webhook) => row(webhook, app)),
    ),
  ];
}

function row(webhook: Webhook, app: App): VNode {
  const { t } = app;
  const { id, url, description, active, problem, events, last } = webhook;
  const act = (work: () => Promise<unknown>, done?: string) => () =>
    void app.attempt(async () => {
      await work();
      await app.settings.fetchWebhooks();
    }, done);
  return v(
    'li',
    { key: id },
    v(
      'p',
      { class: 'row wrap' },
      v('span', { class: 'strong' }, url),
      v('span', { class: 'soft' }, description),
      pill(active ? t.webhookOn : t.webhookOff, active ? 'good' : 'broken'),
      last &&
        v(
          'span',
          { class: 'push soft small' },
          `${last.status ?? '–'} · ${momentLabel(last.at, app.now, app.language)}`,
        ),
    ),
    problem && v('p', { class: 'bad small' }, problem),
    v('p', { class: 'soft small' }, events.join(', ')),
    v(
      'p',
      { class: 'row wrap gap-acts' },
      button(t.webhookTest, () => void test(webhook, app), { class: 'small' }),
      button(t.webhookTries, () => void showTries(webhook, app), { class: 'small' }),
      button(t.edit, () => askWebhook(app, webhook), { class: 'small', 'aria-label': `${t.edit}: ${url}` }),
      button(t.newSecret, () => void renew(webhook, app), { class: 'small' }),
      button(
        t.remove,
        act(() => app.api.removeWebhook(id)),
        { class: 'small danger', 'aria-label': `${t.remove}: ${url}` },
      ),
    ),
  );
}

function askWebhook(app: App, webhook: Webhook | undefined): void {
  const { t } = app;
  let wanted = {
    url: webhook?.url ?? '',
    description: webhook?.description ?? '',
    events: webhook?.events ?? [],
    active: webhook?.active ?? true,
  };
  const set = (part: Partial<typeof wanted>) => {
    wanted = { ...wanted, ...part };
    app.draw();
  };
  app.show({
    title: webhook ? webhook.url : t.webhookAdd,
    done: t.save,
    wide: true,
    body: () => [
      field(
        t.address,
        input(wanted.url, (url) => set({ url }), {
          type: 'url',
          required: true,
          placeholder: 'https://',
          'data-first': true,
        }),
      ),
      field(
        t.description,
        input(wanted.description, (description) => set({ description }), { maxlength: 200 }),
      ),
      v(
        'fieldset',
        { class: 'choices scrolls' },
        v('legend', { class: 'legend' }, t.webhookEvents),
        app.settings.webhookEvents.map(({ name, what }) =>
          check(`${name} – ${what}`, wanted.events.includes(name), (isWanted) =>
            set({
              events: isWanted ? [...wanted.events, name] : wanted.events.filter((each) => each !== name),
            }),
          ),
        ),
      ),
      webhook && check(t.webhookOn, wanted.active, (active) => set({ active })),
    ],
    submit: async () => {
      if (webhook) {
        return app.attempt(async () => {
          await app.api.changeWebhook(webhook.id, wanted);
          await app.settings.fetchWebhooks();
        }, t.saved);
      }
      const { active: _, ...fresh } = wanted;
      await app.attempt(async () => {
        const { secret } = await app.api.addWebhook(fresh);
        await app.settings.fetchWebhooks();
        showSecret(secret, app);
      });
      return false;
    },
  });
}

async function renew({ id }: Webhook, app: App): Promise<void> {
  await app.attempt(async () => showSecret((await app.api.renewWebhook(id)).secret, app));
}

function showSecret(secret: string, app: App): void {
  const { t } = app;
  app.show({
    title: t.secret,
    body: () => [
      v('p', {}, t.secretHint),
      v('input', { type: 'text', readonly: true, value: secret, 'aria-label': t.secret, 'data-first': true }),
      button(t.copy, () => void navigator.clipboard?.writeText(secret).then(() => app.toasts.show(t.copied))),
    ],
  });
}

async function test(webhook: Webhook, app: App): Promise<void> {
  await app.attempt(async () => {
    const delivery = await app.api.testWebhook(webhook.id);
    showDeliveries(webhook, [delivery], app);
    await app.settings.fetchWebhooks();
  });
}

async function showTries(webhook: Webhook, app: App): Promise<void> {
  await app.attempt(async () => showDeliveries(webhook, await app.api.deliveries(webhook.id), app));
}

function showDeliveries({ id, url }: Webhook, deliveries: readonly Delivery[], app: App): void {
  const { t } = app;
  app.show({
    title: url,
    wide: true,
    body: () =>
      deliveries.length === 0
        ? v('p', { class: 'soft' }, t.nothingHere)
        : v(
            'ul',
            { class: 'plain-rows notices scrolls' },
            deliveries.map((delivery) =>
              v(
                'li',
                { key: delivery.id },
                v(
                  'p',
                  { class: 'row wrap' },
                  v('span', { class: 'strong' }, delivery.event),
                  pill(
                    t.deliveryStates[delivery.state],
                    delivery.state === 'delivered'
                      ? 'good'
                      : delivery.state === 'failed'
                        ? 'broken'
                        : 'warning',
                  ),
                  v(
                    'span',
                    { class: 'soft small' },
                    [
                      delivery.status ?? undefined,
                      t.tries(delivery.attempts),
                      momentLabel(delivery.at, app.now, app.language),
                    ]
                      .filter(Boolean)
                      .join(' · '),
                  ),
                  delivery.state !== 'delivered' &&
                    button(
                      t.retry,
                      () => void app.attempt(() => app.api.retryDelivery(id, delivery.id), t.retried),
                      { class: 'small push' },
                    ),
                ),
                delivery.error && v('p', { class: 'bad small' }, delivery.error),
              ),
            ),
          ),
  });
}
