/** The door: e-mail and password, the authenticator's code where one is set up, and the first visit by a link. */
import { type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { button, codeField, field } from './pieces.ts';

export function signIn(app: App): VNode {
  const { session } = app;
  return v(
    'div',
    { class: 'door-box' },
    v('img', { src: '/desk/mark.svg', alt: '', width: 44, height: 44 }),
    session.phase === 'welcome' ? welcome(app) : form(app),
    button(
      app.language === 'en' ? '中文' : 'English',
      () => app.applyDevice({ language: app.language === 'en' ? 'zh' : 'en' }),
      {
        class: 'small',
        lang: app.language === 'en' ? 'zh' : 'en',
      },
    ),
    session.problem && v('p', { class: 'bad', role: 'alert' }, session.problem),
  );
}

function form(app: App): VNode {
  const { t, session } = app;
  return v(
    'form',
    {
      key: 'sign-in',
      class: 'stack',
      onsubmit: (event) => {
        const values = valuesOf(event);
        void session.signIn(values('email'), values('password'), values('code').replace(/\D/g, ''));
      },
    },
    v('h1', {}, t.signInTitle),
    field(
      t.email,
      v('input', { type: 'email', name: 'email', autocomplete: 'username', required: true, focus: true }),
    ),
    field(
      t.password,
      v('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true }),
    ),
    session.wantsCode && codeField(t),
    v('button', { type: 'submit', class: 'button primary wide', disabled: session.isBusy }, t.signIn),
  );
}

function welcome(app: App): VNode {
  const { t, session } = app;
  return v(
    'form',
    {
      key: 'welcome',
      class: 'stack',
      onsubmit: (event) => {
        const values = valuesOf(event);
        void session.finish(values('name'), values('password'));
      },
    },
    v('h1', {}, t.welcome),
    v('p', { class: 'soft' }, t.welcomeHint),
    field(
      t.name,
      v('input', {
        type: 'text',
        name: 'name',
        autocomplete: 'name',
        required: true,
        maxlength: 60,
        value: session.me?.name ?? '',
      }),
      t.nameHint,
    ),
    v('input', {
      type: 'email',
      name: 'email',
      autocomplete: 'username',
      value: session.me?.email ?? '',
      hidden: true,
      'aria-label': t.email,
    }),
    field(
      t.newPassword,
      v('input', {
        type: 'password',
        name: 'password',
        autocomplete: 'new-password',
        required: true,
        minlength: 10,
        focus: true,
      }),
    ),
    v('button', { type: 'submit', class: 'button primary wide', disabled: session.isBusy }, t.finish),
  );
}

/** Reads a submitted form by the names of its fields, and keeps the browser from sending it itself. */
export function valuesOf(event: Event): (name: string) => string {
  event.preventDefault();
  const data = event.target instanceof HTMLFormElement ? new FormData(event.target) : new FormData();
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
}
