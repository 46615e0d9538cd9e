/** The Bot Framework's side of `/api/messages`: its keys, its tokens, and the connector that takes the bot's answers. */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const appId = '11111111-2222-3333-4444-555555555555';

/** A request that the connector got from the bot. */
export interface Delivery {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly activity: { type?: string; text?: string; replyToId?: string };
}

export interface FakeChannel {
  /** Also the service URL of its activities. */
  readonly url: string;
  readonly metadataUrl: string;
  readonly deliveries: readonly Delivery[];
  /** When true the keys cannot be had. */
  down: boolean;
  /** A token as the channel signs it; `claims` over the usual ones, `forged` with a key that is not the channel's. */
  token(claims?: Record<string, unknown>, forged?: 'forged'): Promise<string>;
  /** An activity as the channel posts it. */
  activity(fields?: Record<string, unknown>): Record<string, unknown>;
  close(): Promise<void>;
}

export async function startFakeChannel(): Promise<FakeChannel> {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: 'key-1', endorsements: ['msteams'] }];
  const deliveries: Delivery[] = [];
  let activities = 0;

  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (path === '/openid') {
      const found = { issuer: 'https://api.botframework.com', jwks_uri: `${channel.url}/keys` };
      answer(channel.down ? 503 : 200, found);
    } else if (path === '/keys') {
      answer(200, { keys });
    } else {
      let body = '';
      for await (const chunk of request) body += chunk;
      deliveries.push({ path, authorization: request.headers.authorization, activity: JSON.parse(body) });
      answer(201, { id: `delivered-${deliveries.length}` });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const url = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;

  const channel: FakeChannel = {
    url,
    metadataUrl: `${url}/openid`,
    deliveries,
    down: false,
    token(claims = {}, forged) {
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: 'https://api.botframework.com', aud: appId, serviceurl: url, nbf: now - 60 };
      return new SignJWT({ ...usual, exp: now + 600, ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })
        .sign(forged ? foreign.privateKey : own.privateKey);
    },
    activity(fields = {}) {
      activities++;
      return {
        type: 'message',
        id: `activity-${activities}`,
        timestamp: new Date().toISOString(),
        channelId: 'msteams',
        serviceUrl: url,
        from: { id: '29:ada', name: 'Ada' },
        recipient: { id: '28:shopdesk', name: 'Shop' },
        conversation: { id: `conversation-${activities}` },
        text: 'xylophone choices',
        locale: 'en-US',
        ...fields,
      };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return channel;
}

/**
 * Microsoft's sign-in, which the SDK asks for the token it shows to the connector, answers at once and without a
 * network. Returns the function that ends it.
 */
export function signInOffline(): () => void {
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
