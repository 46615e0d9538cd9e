/** Discord as documented: Ed25519 over time and body, answers to an interaction, nonces that make a message single. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { caller, flipped, type Platform, type SayOptions, type Shown, startFakeApi } from './platform.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const publicHex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
const application = '123456789012345678';

interface Component {
  label: string;
  custom_id?: string;
  url?: string;
}

interface Body {
  content?: string;
  embeds?: { title?: string; description?: string; thumbnail?: { url: string } }[];
  components?: { components: Component[] }[];
  nonce?: string;
}

export async function startDiscord(): Promise<Platform> {
  const shown: Shown[] = [];
  const buttons: Component[] = [];
  const nonces = new Set<string>();
  let rows: Body['components'] = [];
  let count = 0;

  const api = await startFakeApi(({ method, path, body }) => {
    if (path.endsWith('/commands')) return { json: [] };
    if (path.endsWith('/users/@me/channels')) return { json: { id: '5550001' } };
    const isAnswer =
      path.startsWith(`/webhooks/${application}/token`) && (method === 'POST' || path.endsWith('/@original'));
    if (!isAnswer && !path.startsWith('/channels/5550001/'))
      return { status: 404, json: { message: 'Unknown Webhook' } };
    const message: Body = JSON.parse(body);
    const { content = '', embeds = [], components = [], nonce } = message;
    if (content.length > 2_000 || (content === '' && embeds.length === 0))
      return { status: 400, json: { message: 'Invalid Form Body' } };
    const here = components.flatMap((row) => row.components);
    const isWrong =
      components.length > 5 ||
      components.some((row) => row.components.length > 5) ||
      here.some(({ label }) => label.length > 80);
    if (isWrong) return { status: 400, json: { message: 'Invalid components' } };
    if (nonce !== undefined && nonces.has(nonce)) return { json: { id: '1' } };
    if (nonce !== undefined) nonces.add(nonce);
    buttons.push(...here);
    rows = components;
    shown.push({
      text: [content, ...embeds.flatMap(({ title, description }) => [title, description])]
        .join('\n')
        .replace(/\\([^\w\s])/g, '$1')
        .replace(/[*]/g, ''),
      buttons: here.map(({ label }) => label),
      pictures: embeds.flatMap(({ thumbnail }) => thumbnail?.url ?? []),
    });
    return { json: { id: `${shown.length}` } };
  });

  const call = caller('discord');
  const tell = (base: string, fields: object, { id, chat = '77', signal }: SayOptions = {}) => {
    const body = JSON.stringify({
      id: id ?? `i${++count}`,
      token: `token${count}`,
      application_id: application,
      channel_id: '9',
      locale: 'en-US',
      user: { id: chat, username: 'ada' },
      ...fields,
    });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = sign(null, Buffer.from(timestamp + body), privateKey).toString('hex');
    const headers = {
      'content-type': 'application/json',
      'x-signature-ed25519': signature,
      'x-signature-timestamp': timestamp,
    };
    return call.post(base, body, headers, '', signal);
  };

  return {
    name: 'discord',
    environment: {
      DISCORD_PUBLIC_KEY: publicHex,
      DISCORD_APPLICATION_ID: application,
      DISCORD_BOT_TOKEN: 'bot-token-of-the-tests',
    },
    shown,
    api,
    get taken() {
      return shown.length;
    },
    says: (base, text, options) =>
      tell(
        base,
        { type: 2, data: { name: 'ask', options: [{ name: 'question', type: 3, value: text }] } },
        options,
      ),
    presses(base, title) {
      const button = buttons.findLast(({ label }) => label === title);
      return tell(base, {
        type: 3,
        data: { component_type: 2, custom_id: button?.custom_id },
        message: { components: rows },
      });
    },
    redelivers: (base) => call.again(base),
    forges: (base) =>
      call.changed(base, (headers) => ({
        ...headers,
        'x-signature-ed25519': flipped(headers['x-signature-ed25519'] ?? '', 5),
      })),
    close: () => api.close(),
  };
}
