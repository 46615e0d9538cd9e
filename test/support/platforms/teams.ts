/**
 * Teams as the Bot Framework is documented: signed tokens over published keys, and a connector that takes messages
 * within their limits, of conversations that it knows.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
import { createRequire } from 'node:module';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import {
  type ApiAnswer,
  type ApiCall,
  caller,
  flipped,
  type Platform,
  type SayOptions,
  type Shown,
  startFakeApi,
} from './platform.ts';

export const appId = '11111111-2222-3333-4444-555555555555';

interface Action {
  readonly type: string;
  readonly title: string;
  readonly data?: { readonly choice?: string; readonly msteams?: { readonly value?: object } };
}

interface Element {
  readonly type: string;
  readonly text?: string;
  readonly url?: string;
}

interface Attachment {
  readonly contentType: string;
  readonly contentUrl?: string;
  readonly content?: { readonly body?: readonly Element[]; readonly actions?: readonly Action[] };
}

interface Activity {
  readonly type?: string;
  readonly text?: string;
  readonly replyToId?: string;
  readonly from?: { readonly id?: string };
  readonly recipient?: { readonly id?: string };
  readonly attachments?: readonly Attachment[];
}

/** A request that the connector got from the bot. */
export interface Delivery {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly activity: Activity;
}

export interface TeamsPlatform extends Platform {
  /** Also the service URL of its activities. */
  readonly url: string;
  /** Messages that were taken; no typing. */
  readonly deliveries: readonly Delivery[];
  /** When true the keys cannot be had. */
  down: boolean;
  /** A token as the channel signs it; `claims` over the usual ones, `forged` with a key that is not the channel's. */
  token(claims?: Record<string, unknown>, forged?: 'forged'): Promise<string>;
  /** An activity as the channel posts it. */
  activity(fields?: Record<string, unknown>): Record<string, unknown>;
  /** The channel calls the bot with this activity. */
  tells(base: string, fields: Record<string, unknown>): Promise<number>;
}

/** @param authenticated false as the Emulator is, without keys. */
export async function startTeams({ authenticated = true } = {}): Promise<TeamsPlatform> {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: 'key-1', endorsements: ['msteams'] }];
  const endOffline = authenticated ? signInOffline() : () => {};
  const deliveries: Delivery[] = [];
  const shown: Shown[] = [];
  const known = new Set<string>();
  const actions: Action[] = [];
  let activities = 0;
  let last = '';

  const api = await startFakeApi(
    (call) => {
      if (call.path === '/openid') {
        const found = { issuer: 'https://api.botframework.com', jwks_uri: `${api.url}/keys` };
        return platform.down ? { status: 503 } : { json: found };
      }
      if (call.path === '/keys') return { json: { keys } };
      return take(call);
    },
    (call) => isTyping(call) || !call.path.startsWith('/v3/'),
  );

  function take({ path, headers, body }: ApiCall): ApiAnswer {
    const [, conversation = ''] = /^\/v3\/conversations\/([^/]+)\/activities(?:\/[^/]+)?$/.exec(path) ?? [];
    const refused = (status: number, code: string) => ({ status, json: { error: { code, message: code } } });
    if (authenticated && headers.authorization !== 'Bearer token-of-the-bot')
      return refused(401, 'Unauthorized');
    if (!known.has(decodeURIComponent(conversation))) return refused(404, 'ConversationNotFound');
    if (body.length > 28_000) return refused(413, 'MessageSizeTooBig');
    const activity: Activity = JSON.parse(body);
    if (activity.type === 'typing') return { status: 201, json: { id: 'typing' } };
    const complaint = complaintAbout(activity);
    if (complaint) return refused(400, complaint);
    deliveries.push({ path, authorization: headers.authorization, activity });
    const cards = (activity.attachments ?? []).flatMap(({ content }) => content ?? []);
    const buttons = cards.flatMap((card) => card.actions ?? []);
    actions.push(...buttons);
    shown.push({
      text: [activity.text ?? '', ...cards.flatMap((card) => (card.body ?? []).map(({ text }) => text ?? ''))]
        .filter(Boolean)
        .map(readable)
        .join('\n'),
      buttons: buttons.map(({ title }) => title),
      pictures: [
        ...cards.flatMap((card) => (card.body ?? []).flatMap(({ url }) => url ?? [])),
        ...(activity.attachments ?? []).flatMap(({ contentUrl }) => contentUrl ?? []),
      ],
    });
    return { status: 201, json: { id: `delivered-${deliveries.length}` } };
  }

  const call = caller('msteams', '/api/messages');

  async function post(base: string, activity: Record<string, unknown>, signal?: AbortSignal) {
    const token = await platform.token();
    const headers = {
      'content-type': 'application/json',
      ...(authenticated && { authorization: `Bearer ${token}` }),
    };
    return call.post(base, JSON.stringify(activity), headers, '', signal);
  }

  const revision = (type: string, eventType: string, text?: string) =>
    platform.activity({
      type,
      id: last,
      text,
      conversation: { id: '19:77' },
      channelData: { eventType },
    });

  const platform: TeamsPlatform = {
    name: 'msteams',
    environment: authenticated
      ? {
          MICROSOFT_APP_ID: appId,
          MICROSOFT_APP_PASSWORD: 'a password',
          BOT_OPENID_METADATA: `${api.url}/openid`,
        }
      : {},
    url: api.url,
    shown,
    api,
    deliveries,
    down: false,
    get taken() {
      return shown.length;
    },
    token(claims = {}, forged) {
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: 'https://api.botframework.com', aud: appId, serviceurl: api.url, nbf: now - 60 };
      return new SignJWT({ ...usual, exp: now + 600, ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })
        .sign(forged ? foreign.privateKey : own.privateKey);
    },
    activity(fields = {}) {
      activities++;
      const conversation = { id: `conversation-${activities}` };
      const made = {
        type: 'message',
        id: `activity-${activities}`,
        timestamp: new Date(1_700_000_000_000 + activities).toISOString(),
        channelId: 'msteams',
        serviceUrl: api.url,
        from: { id: '29:ada', name: 'Ada' },
        recipient: { id: '28:shopdesk', name: 'Shop' },
        conversation,
        text: 'xylophone choices',
        locale: 'en-US',
        ...fields,
      };
      known.add(made.conversation.id);
      return made;
    },
    tells: (base, fields) => post(base, platform.activity(fields)),
    says(base, text, { id, chat = '19:77', signal }: SayOptions = {}) {
      last = id ?? `said-${activities + 1}`;
      return post(base, platform.activity({ id: last, text, conversation: { id: chat } }), signal);
    },
    isTyping,
    sendsPicture(base) {
      last = `said-${activities + 1}`;
      const attachments = [{ contentType: 'image/png', contentUrl: `${api.url}/files/1`, name: 'p.png' }];
      const fields = { id: last, text: '', attachments, conversation: { id: '19:77' } };
      return post(base, platform.activity(fields));
    },
    presses(base, title) {
      const action = actions.findLast((each) => each.title === title);
      const value = action?.data?.msteams?.value;
      return post(base, platform.activity({ text: title, value, conversation: { id: '19:77' } }));
    },
    redelivers: (base) => call.again(base),
    ...(authenticated && {
      forges: (base: string) =>
        call.changed(base, (headers) => ({
          ...headers,
          authorization: flipped(headers.authorization ?? '', (headers.authorization ?? '').length - 20),
        })),
    }),
    edits: (base, text) => post(base, revision('messageUpdate', 'editMessage', text)),
    deletes: (base) => post(base, revision('messageDelete', 'softDeleteMessage')),
    async close() {
      endOffline();
      await api.close();
    },
  };
  return platform;
}

function isTyping({ body }: ApiCall): boolean {
  return body.includes('"type":"typing"');
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference */
function complaintAbout({ text = '', attachments = [], from, recipient }: Activity): string | undefined {
  if (!from?.id || !recipient?.id) return 'BadSyntax';
  if (text === '' && attachments.length === 0) return 'BadArgument';
  const isWrong = attachments.some(({ contentType, contentUrl, content }) =>
    contentType === 'application/vnd.microsoft.card.adaptive'
      ? (content?.actions ?? []).length > 6
      : contentUrl === undefined,
  );
  return isWrong || attachments.length > 10 ? 'BadArgument' : undefined;
}

function readable(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(?<!\\)[*_~`]/g, '')
    .replace(/\\([^\w\s])/g, '$1');
}

/**
 * Microsoft's sign-in, which the SDK asks for the token it shows to the connector, answers at once and without a
 * network. Returns the function that ends it.
 */
function signInOffline(): () => void {
  const sdk = createRequire(createRequire(import.meta.url).resolve('botbuilder'));
  const msal = createRequire(sdk.resolve('botframework-connector'))('@azure/msal-node');
  const { prototype } = msal.ConfidentialClientApplication;
  const original = prototype.acquireTokenByClientCredential;
  prototype.acquireTokenByClientCredential = async () => ({
    accessToken: 'token-of-the-bot',
    expiresOn: new Date(Date.now() + 3_600_000),
  });
  return () => {
    prototype.acquireTokenByClientCredential = original;
  };
}
