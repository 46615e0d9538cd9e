/**
 * The script a shop puts on its pages: `<script src="https://shop.example/widget.js" async></script>`. It draws the
 * bubble and nothing else; the chat itself is fetched when the shopper opens it, or when there is a chat from before.
 *
 * Attributes: `data-lang`, `data-accent` (#rrggbb), `data-theme` (light, dark, auto), `data-position` (right, left),
 * `data-product-id`, `data-product-title`, `data-token` (of the signed-in customer; empty when nobody is signed in).
 */
import { Bubble } from './bubble.ts';
import { type ChatElement, chatTag, type PageContext, type ShopdeskApi } from './options.ts';
import { sessionKey } from './wire/memory.ts';

const script = document.currentScript;
// A page that carries the script twice has one bubble.
if (script instanceof HTMLScriptElement && !window.Shopdesk) {
  const start = () => startBubble(script);
  if (document.body) start();
  else addEventListener('DOMContentLoaded', start);
}

function startBubble(script: HTMLScriptElement): void {
  const { dataset } = script;
  const server = new URL(script.src).origin;
  const listeners = new Set<(count: number) => void>();
  let language = dataset.lang ?? pageLanguage();
  let context: PageContext = {
    url: location.origin + location.pathname,
    title: document.title,
    ...productOf(dataset),
  };
  let { token } = dataset;
  let chat: Promise<ChatElement> | undefined;
  let isOpen = false;

  const bubble = new Bubble(dataset, () => (isOpen ? api.close() : api.open()));
  bubble.setLanguage(language);
  document.body.append(bubble.host);

  const api: ShopdeskApi = {
    open: (words) =>
      void load().then(
        (element) => element.open(words),
        () => bubble.show('failed'),
      ),
    close: () => void chat?.then((element) => element.close()),
    signIn(next) {
      token = next;
      void chat?.then((element) => element.signIn(next));
    },
    signOut: () => api.signIn(''),
    setContext(change) {
      context = { ...context, ...change };
      void chat?.then((element) => element.setContext(change));
    },
    setLanguage(next) {
      language = next;
      bubble.setLanguage(next);
      void chat?.then((element) => element.setLanguage(next));
    },
    on(_event, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  window.Shopdesk = api;
  document.dispatchEvent(new CustomEvent('shopdesk:ready'));

  if (!dataset.lang) {
    const follow = new MutationObserver(() => api.setLanguage(pageLanguage()));
    follow.observe(document.documentElement, { attributeFilter: ['lang'] });
  }
  // With a chat from before, the badge counts what came since.
  if (hasChat(server)) setTimeout(() => load().catch(() => undefined), 500);

  function load(): Promise<ChatElement> {
    chat ??= fetchChat();
    return chat;
  }

  async function fetchChat(): Promise<ChatElement> {
    bubble.show('loading');
    try {
      await fetchScript(`${server}/widget-app.js`, script.nonce ?? '');
    } catch (error) {
      chat = undefined;
      throw error;
    }
    const element = document.createElement(chatTag);
    const { accent, theme, position } = dataset;
    element.options = {
      server,
      language,
      context,
      token,
      accent,
      theme,
      position,
      returnFocusTo: bubble.button,
      onUnread,
      onToggle,
    };
    bubble.show('closed');
    document.body.append(element);
    return element;
  }

  function onToggle(next: boolean): void {
    isOpen = next;
    bubble.show(isOpen ? 'open' : 'closed');
  }

  function onUnread(count: number): void {
    bubble.setUnread(count);
    for (const listener of listeners) listener(count);
  }
}

function fetchScript(src: string, nonce: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.nonce = nonce;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(src));
    };
    document.head.append(script);
  });
}

function pageLanguage(): string {
  return document.documentElement.lang || navigator.language;
}

function productOf({ productId, productTitle }: DOMStringMap): PageContext {
  return productId ? { product: { id: productId, title: productTitle } } : {};
}

function hasChat(server: string): boolean {
  try {
    return localStorage.getItem(sessionKey(server)) !== null;
  } catch {
    return false;
  }
}
