/** What is mine: name, password, second factor, and where I am signed in. */
import { type Child, memo, own, type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import type { Screen } from '../model/screens.ts';
import { button, codeField, empty, field, pill } from '../view/pieces.ts';
import { qrCode } from '../view/qr-code.ts';
import { valuesOf } from '../view/sign-in.ts';
import { momentLabel } from '../view/time.ts';
import type { SignedInBrowser } from '../wire/types.ts';
import { page } from './page.ts';

export class AccountScreen implements Screen {
  sessions: readonly SignedInBrowser[] = [];
  /** A second factor that is being set up. */
  factor: { readonly secret: string; readonly uri: string } | undefined;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async enter(): Promise<void> {
    this.factor = undefined;
    await this.fetch();
  }

  async fetch(): Promise<void> {
    this.sessions = (await this.#app.api.sessions()).sessions;
    await this.#app.board.fetch();
  }
}

export function accountScreen(app: App): VNode {
  const { t, account, data } = app;
  if (!data) return empty(t.loading);
  const act = (work: () => Promise<unknown>, done?: string) => () =>
    void app.attempt(async () => {
      await work();
      await account.fetch();
    }, done);
  return page(
    app,
    t.account,
    section(
      t.name,
      v(
        'form',
        {
          class: 'row end',
          onsubmit: (event) => {
            const name = valuesOf(event)('name');
            act(() => app.api.changeMe({ name }), t.saved)();
          },
        },
        field(
          t.name,
          v('input', { type: 'text', name: 'name', maxlength: 60, required: true, value: data.me.name }),
          t.nameHint,
        ),
        v('button', { type: 'submit', class: 'button' }, t.save),
      ),
    ),
    section(t.password, passwordForm(app)),
    section(t.secondFactor, secondFactor(app, act)),
    section(
      t.sessions,
      v(
        'ul',
        { class: 'plain-rows' },
        account.sessions.map((session) =>
          v(
            'li',
            { key: session.id, class: 'row wrap' },
            v(
              'span',
              {},
              deviceLabel(session.device),
              ' ',
              v('span', { class: 'soft small' }, session.address),
            ),
            v(
              'span',
              { class: 'soft small' },
              t.lastUsed(momentLabel(session.usedAt, app.now, app.language)),
            ),
            session.current
              ? v('span', { class: 'push' }, pill(t.thisBrowser, 'good'))
              : button(
                  t.signOut,
                  act(() => app.api.endSession(session.id)),
                  { class: 'small push' },
                ),
          ),
        ),
      ),
      account.sessions.length > 1 &&
        button(
          t.signOutElsewhere,
          act(() => app.api.endOtherSessions(), t.signedOutElsewhere),
        ),
    ),
  );
}

function section(title: string, ...body: Child[]): VNode {
  return v('section', { key: title, class: 'box' }, v('h2', {}, title), body);
}

function passwordForm(app: App): VNode {
  const { t } = app;
  return v(
    'form',
    {
      class: 'stack narrow',
      onsubmit: (event) => {
        const values = valuesOf(event);
        const form = event.target;
        void app
          .attempt(() => app.api.setPassword(values('next'), values('current')), t.passwordChanged)
          .then((isDone) => isDone && form instanceof HTMLFormElement && form.reset());
      },
    },
    v('input', {
      type: 'email',
      name: 'email',
      autocomplete: 'username',
      value: app.data?.me.email ?? '',
      hidden: true,
      'aria-label': t.email,
    }),
    field(
      t.oldPassword,
      v('input', { type: 'password', name: 'current', autocomplete: 'current-password', required: true }),
    ),
    field(
      t.newPassword,
      v('input', {
        type: 'password',
        name: 'next',
        autocomplete: 'new-password',
        minlength: 10,
        required: true,
      }),
    ),
    v('button', { type: 'submit', class: 'button' }, t.changePassword),
  );
}

function secondFactor(app: App, act: (work: () => Promise<unknown>, done?: string) => () => void): Child {
  const { t, account, data } = app;
  if (data?.me.twoFactor) {
    return [
      v('p', {}, t.factorOn),
      proofForm(app, true, t.factorDrop, (password, code) =>
        act(() => app.api.dropSecondFactor({ ...(password && { password }), code }), t.factorDropped)(),
      ),
    ];
  }
  const { factor } = account;
  if (!factor) {
    return [
      v('p', { class: 'soft' }, t.factorHint),
      proofForm(app, false, t.factorBegin, (password) =>
        act(async () => {
          account.factor = await app.api.beginSecondFactor(password || undefined);
        })(),
      ),
    ];
  }
  return v(
    'form',
    {
      class: 'stack narrow',
      onsubmit: (event) => {
        const code = digitsOf(valuesOf(event)('code'));
        act(async () => {
          await app.api.confirmSecondFactor(code);
          account.factor = undefined;
        }, t.factorDone)();
      },
    },
    v('p', {}, t.factorScan),
    memo('qr', [factor.uri], () => own(qrCode(factor.uri, t.factorCode), 'qr')),
    v(
      'p',
      {},
      t.factorKey,
      ' ',
      v('code', { class: 'secret' }, factor.secret.replace(/.{4}/g, '$& ').trim()),
    ),
    v('p', {}, v('a', { href: factor.uri }, t.factorOpen)),
    codeField(t),
    v('button', { type: 'submit', class: 'button primary' }, t.finish),
  );
}

/** Asks once more who it is: a screen left open must not be enough to change how one signs in. */
function proofForm(
  app: App,
  withCode: boolean,
  title: string,
  done: (password: string, code: string) => void,
): VNode {
  const { t } = app;
  return v(
    'form',
    {
      key: title,
      class: 'stack narrow',
      onsubmit: (event) => {
        const values = valuesOf(event);
        done(
          app.session.hasPassword ? values('factor-password') : '',
          withCode ? digitsOf(values('code')) : '',
        );
      },
    },
    app.session.hasPassword &&
      field(
        t.oldPassword,
        v('input', {
          type: 'password',
          name: 'factor-password',
          autocomplete: 'current-password',
          required: true,
        }),
      ),
    withCode && codeField(t, false),
    v('button', { type: 'submit', class: withCode ? 'button danger' : 'button' }, title),
  );
}

function digitsOf(code: string): string {
  return code.replace(/\D/g, '');
}

/** `Chrome · macOS`, out of what a browser calls itself. */
function deviceLabel(agent: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(agent)?.[1] ?? '';
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1] ?? '';
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' };
  return (
    [browser, system]
      .map((name) => names[name] ?? name)
      .filter(Boolean)
      .join(' · ') || agent.slice(0, 60)
  );
}
