/** What a shop may say about its chat, and what a page may ask of it. */

/** The page the shopper is on, as told by the page; the bot and the desk can use it. */
export interface PageContext {
  /** Without query and fragment, which may hold secrets. */
  readonly url?: string;
  readonly title?: string;
  readonly product?: { readonly id: string; readonly title?: string | undefined };
  readonly cart?: { readonly total?: string; readonly items?: readonly string[] };
}

export interface ChatOptions {
  /** Origin of the desk: where the loader came from. */
  readonly server: string;
  /** BCP 47; anything but Chinese is shown in English. */
  readonly language: string;
  /** `#rrggbb`, or nothing for the shop's own. */
  readonly accent: string | undefined;
  /** `light` or `dark`; anything else follows the system. */
  readonly theme: string | undefined;
  /** `left`; anything else is right. */
  readonly position: string | undefined;
  readonly context: PageContext;
  /** Of the customer who is signed in (see `signIn`); empty when nobody is; undefined when the page does not say. */
  readonly token: string | undefined;
  /** The bubble, where the focus returns to. */
  readonly returnFocusTo: HTMLElement;
  readonly onUnread: (count: number) => void;
  readonly onToggle: (isOpen: boolean) => void;
}

/** What the loader needs of the chat element. */
export interface ChatElement extends HTMLElement {
  options: ChatOptions | undefined;
  /** `words` stand in the field, to be sent or changed. */
  open(words?: string): void;
  signIn(token: string): void;
  close(): void;
  setContext(context: PageContext): void;
  setLanguage(language: string): void;
}

/** `window.Shopdesk`; there from the moment of the `shopdesk:ready` event on `document`. */
export interface ShopdeskApi {
  /** `words` stand in the field, to be sent or changed. */
  open(words?: string): void;
  close(): void;
  /**
   * The customer is signed in at the shop: `token` comes from `POST /v3/directline/tokens/generate`, which the shop's
   * own back end calls with its secret, or is a JWT that it signed with that secret itself (`sub` and `exp`). A chat of the same customer goes on; any other is left and a new one begins.
   */
  signIn(token: string): void;
  /** The customer has signed out: their chat is left, and nothing of it stays in the browser. */
  signOut(): void;
  /** Adds to what the chat knows of the page; a field given as `undefined` is taken back. */
  setContext(context: PageContext): void;
  setLanguage(language: string): void;
  /** Calls back with the number of unread messages whenever it changes; gives a function that ends it. */
  on(event: 'unread', listener: (count: number) => void): () => void;
}

export const chatTag = 'shopdesk-chat';

declare global {
  interface HTMLElementTagNameMap {
    [chatTag]: ChatElement;
  }
  interface Window {
    Shopdesk?: ShopdeskApi;
  }
}
