/**
 * What the browser remembers of the chat, under one prefix per desk. Nothing is written before the shopper
 * opens the chat. Where storage is refused (private modes), the chat works without memory.
 */
import { fields, isFields, list, parseJson, text } from './activity.ts';
import type { Outgoing } from './outbox.ts';

export interface Session {
  readonly conversationId: string;
  readonly token: string;
  readonly userId: string;
  /** The shop vouched for the user: they were signed in. */
  readonly isSignedIn?: boolean;
}

/** The one key the loader looks at to see whether a chat exists. */
export function sessionKey(server: string): string {
  return `shopdesk:${server}`;
}

export class Memory {
  readonly #key: string;

  constructor(server: string) {
    this.#key = sessionKey(server);
  }

  get session(): Session | undefined {
    const stored = fields(this.#read(''));
    const conversationId = text(stored.conversationId);
    const token = text(stored.token);
    const userId = text(stored.userId);
    if (!conversationId || !token || !userId) return undefined;
    return { conversationId, token, userId, isSignedIn: stored.isSignedIn === true };
  }

  set session(session: Session | undefined) {
    this.#write('', session);
  }

  /** Server time of the newest message the shopper has had before their eyes. */
  get seenAt(): number {
    const stored = this.#read(':seen');
    return typeof stored === 'number' ? stored : 0;
  }

  set seenAt(at: number) {
    this.#write(':seen', at);
  }

  get language(): string | undefined {
    return text(this.#read(':language'));
  }

  set language(language: string) {
    this.#write(':language', language);
  }

  /** Whether this tab shows the chat, so that it is still there on the shop's next page. */
  get isOpen(): boolean {
    try {
      return sessionStorage.getItem(this.#key) !== null;
    } catch {
      return false;
    }
  }

  set isOpen(isOpen: boolean) {
    try {
      if (isOpen) sessionStorage.setItem(this.#key, 'open');
      else sessionStorage.removeItem(this.#key);
    } catch {
      // Without storage the chat is closed on the next page.
    }
  }

  /** Messages not yet taken by the server; files are too large to keep. */
  get outbox(): Outgoing[] {
    return list(this.#read(':outbox')).flatMap((each) => {
      const { clientId, activity, at } = fields(each);
      if (typeof clientId !== 'string' || !isFields(activity) || typeof at !== 'number') return [];
      return { clientId, activity, at, files: [], delivery: 'waiting' as const };
    });
  }

  remember(outgoing: Outgoing): void {
    if (outgoing.files.length > 0) return;
    const { clientId, activity, at } = outgoing;
    this.#write(':outbox', [
      ...this.outbox.filter((each) => each.clientId !== clientId),
      { clientId, activity, at },
    ]);
  }

  forget(clientId: string): void {
    const rest = this.outbox.filter((each) => each.clientId !== clientId);
    this.#write(':outbox', rest.length > 0 ? rest : undefined);
  }

  forgetOutbox(): void {
    this.#write(':outbox', undefined);
  }

  /** Calls back when another tab changed what is remembered. */
  watch(changed: () => void): () => void {
    const listener = (event: StorageEvent) => {
      if (event.key === null || event.key.startsWith(this.#key)) changed();
    };
    addEventListener('storage', listener);
    return () => removeEventListener('storage', listener);
  }

  #read(part: string): unknown {
    try {
      return parseJson(localStorage.getItem(this.#key + part) ?? '');
    } catch {
      return undefined;
    }
  }

  #write(part: string, value: unknown): void {
    try {
      if (value === undefined) localStorage.removeItem(this.#key + part);
      else localStorage.setItem(this.#key + part, JSON.stringify(value));
    } catch {
      // Storage is full or refused: the chat goes on without memory.
    }
  }
}
