/** The calls of Direct Line 3.0 the widget makes, each answered with plain data or a `CallFailed`. */
import { type ActivitySet, fields, parseJson, readActivitySet, text } from './activity.ts';

export interface Grant {
  readonly token: string;
  readonly conversationId: string;
  /** Seconds until the token should have been refreshed. */
  readonly expiresIn: number;
  /** Only the visitor's first grant names the user. */
  readonly userId: string | undefined;
  readonly streamUrl: string | undefined;
}

/** A call that was not answered with success. Status 0: the server was not reached. */
export class CallFailed extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(`${status} ${code}`);
    this.name = 'CallFailed';
    this.status = status;
    this.code = code;
  }

  /** True when asking again later may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

const copyPath = '/api/my-conversation/transcript';
const timeoutMs = 20_000;
/** Files may travel over a slow uplink. */
const uploadTimeoutMs = 180_000;

export class DirectLine {
  readonly #server: string;

  /** `server` is the origin of the desk, without a slash at its end. */
  constructor(server: string) {
    this.#server = server;
  }

  async config(): Promise<unknown> {
    return this.#call('GET', '/widget/config');
  }

  /** A token for a visitor nobody knows yet. */
  async visitorToken(): Promise<Grant> {
    return readGrant(await this.#call('POST', '/widget/token'));
  }

  /** A chat token for the customer whom the shop's back end named in a token that it signed itself. */
  async customerToken(customerToken: string): Promise<Grant> {
    return readGrant(await this.#call('POST', '/widget/token', undefined, JSON.stringify({ customerToken })));
  }

  async start(token: string): Promise<Grant> {
    return readGrant(await this.#directLine('POST', '/conversations', token));
  }

  /** A new token and socket address; the socket replays what came after `watermark` (`0`: all). */
  async resume(conversationId: string, token: string, watermark: string): Promise<Grant> {
    const query = `?watermark=${encodeURIComponent(watermark)}`;
    return readGrant(await this.#directLine('GET', `${conversationPath(conversationId)}${query}`, token));
  }

  async refresh(token: string): Promise<Grant> {
    return readGrant(await this.#directLine('POST', '/tokens/refresh', token));
  }

  /** What came after `watermark`, for networks that let no socket through. */
  async poll(conversationId: string, token: string, watermark: string): Promise<ActivitySet> {
    const path = `${conversationPath(conversationId)}/activities?watermark=${encodeURIComponent(watermark)}`;
    return readActivitySet(await this.#directLine('GET', path, token));
  }

  /** The id the server stored the activity under. */
  async post(conversationId: string, token: string, activity: object): Promise<string> {
    const path = `${conversationPath(conversationId)}/activities`;
    return readId(await this.#directLine('POST', path, token, JSON.stringify(activity)));
  }

  /** Says that alerts were looked at, by the tokens that came with them. */
  async alertsSeen(tokens: readonly string[]): Promise<void> {
    await this.#call('POST', '/alerts/seen', undefined, JSON.stringify({ tokens }));
  }

  /** Where a copy of the chat would be mailed, masked; undefined when no address is known. */
  async copyAddress(token: string): Promise<string | undefined> {
    return text(fields(await this.#call('GET', copyPath, token)).email);
  }

  /** Mails a copy of the chat; resolves to the masked address. */
  async mailCopy(token: string, email: string | undefined): Promise<string> {
    return text(fields(await this.#call('POST', copyPath, token, JSON.stringify({ email }))).email) ?? '';
  }

  /** Sends a message with files; the server fills in their addresses. */
  async upload(
    conversationId: string,
    token: string,
    userId: string,
    activity: object,
    files: readonly File[],
  ): Promise<string> {
    const form = new FormData();
    const part = new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' });
    form.append('activity', part, 'activity');
    for (const file of files) form.append('file', file, file.name);
    const path = `${conversationPath(conversationId)}/upload?userId=${encodeURIComponent(userId)}`;
    return readId(await this.#directLine('POST', path, token, form));
  }

  #directLine(method: string, path: string, token: string, body?: BodyInit): Promise<unknown> {
    return this.#call(method, `/v3/directline${path}`, token, body);
  }

  async #call(method: string, path: string, token?: string, body?: BodyInit): Promise<unknown> {
    const headers = new Headers();
    if (token) headers.set('authorization', `Bearer ${token}`);
    if (typeof body === 'string') headers.set('content-type', 'application/json');
    const response = await fetch(this.#server + path, {
      method,
      headers,
      body: body ?? null,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(body instanceof FormData ? uploadTimeoutMs : timeoutMs),
    }).catch((cause: unknown) => {
      throw new CallFailed(0, String(cause));
    });
    const answer = parseJson(await response.text().catch(() => ''));
    if (response.ok) return answer;
    throw new CallFailed(response.status, text(fields(fields(answer).error).code) ?? '');
  }
}

/** Whom a token names, unproved: the server alone can tell a genuine one. */
export function userOfToken(token: string): string | undefined {
  const { user, sub } = claimsOf(token);
  const customer = text(sub);
  return text(user) ?? (customer === undefined ? undefined : `dl_${customer}`);
}

/** True for a token of a chat; else it is one that the shop's back end signed for its customer. */
export function isChatToken(token: string): boolean {
  return text(claimsOf(token).conv) !== undefined;
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    const bytes = Uint8Array.from(
      atob(token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''),
      (char) => char.charCodeAt(0),
    );
    return fields(parseJson(new TextDecoder().decode(bytes)));
  } catch {
    return {};
  }
}

function conversationPath(conversationId: string): string {
  return `/conversations/${encodeURIComponent(conversationId)}`;
}

function readGrant(answer: unknown): Grant {
  const grant = fields(answer);
  const token = text(grant.token);
  const conversationId = text(grant.conversationId);
  if (!token || !conversationId) throw new CallFailed(502, 'BadAnswer');
  return {
    token,
    conversationId,
    expiresIn: typeof grant.expires_in === 'number' ? grant.expires_in : 1800,
    userId: text(grant.userId),
    streamUrl: text(grant.streamUrl),
  };
}

function readId(answer: unknown): string {
  const id = text(fields(answer).id);
  if (!id) throw new CallFailed(502, 'BadAnswer');
  return id;
}
