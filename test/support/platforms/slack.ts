/** Slack as its Events API and Web API are documented: v0 signatures, blocks within their limits, errors by name. */
import { createHmac } from 'node:crypto';
import { caller, flipped, type Platform, type SayOptions, type Shown, startFakeApi } from './platform.ts';

const token = 'xoxb-token-of-the-tests';
const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';

interface Element {
  type: string;
  text?: { text: string };
  value?: string;
  url?: string;
  action_id?: string;
}

interface SlackBlock {
  type: string;
  text?: { text: string };
  elements?: Element[];
  accessory?: { image_url?: string };
  image_url?: string;
}

interface Body {
  channel?: string;
  text?: string;
  blocks?: SlackBlock[];
  metadata?: { event_payload?: { key?: string } };
}

export async function startSlack(): Promise<Platform> {
  const shown: Shown[] = [];
  const kept: Body[] = [];
  let clock = 1_700_000_000;
  let last = '';
  let events = 0;

  const api = await startFakeApi((request) => {
    if (request.headers.authorization !== `Bearer ${token}`)
      return { json: { ok: false, error: 'invalid_auth' } };
    if (request.path.endsWith('conversations.history')) {
      return {
        json: { ok: true, messages: kept.map((message, index) => ({ ...message, ts: `${index}.1` })) },
      };
    }
    if (!request.path.endsWith('chat.postMessage')) return { json: { ok: false, error: 'unknown_method' } };
    const body: Body = JSON.parse(request.body);
    const error = complaint(body);
    if (error) return { json: { ok: false, error } };
    kept.push(body);
    const blocks = body.blocks ?? [];
    shown.push({
      text: blocks
        .map(({ text }) => readable(text?.text ?? ''))
        .filter(Boolean)
        .join('\n'),
      buttons: blocks.flatMap(({ elements = [] }) => elements.map(({ text }) => text?.text ?? '')),
      pictures: blocks.flatMap(({ accessory, image_url: url }) => accessory?.image_url ?? url ?? []),
    });
    return { json: { ok: true, ts: `${kept.length}.1` } };
  });

  const call = caller('slack');
  const signed = (body: string) => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${mac}` };
  };
  const tell = (base: string, event: object, signal?: AbortSignal) => {
    const body = JSON.stringify({ type: 'event_callback', event_id: `Ev${++events}`, event });
    return call.post(base, body, { 'content-type': 'application/json', ...signed(body) }, '', signal);
  };
  const direct = { type: 'message', channel_type: 'im', channel: 'D77' };

  return {
    name: 'slack',
    environment: { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret },
    shown,
    api,
    get taken() {
      return shown.length;
    },
    says(base, text, { id, chat = 'D77', signal }: SayOptions = {}) {
      last = id ?? `${++clock}.000100`;
      return tell(base, { ...direct, channel: chat, user: 'U77', text, ts: last }, signal);
    },
    sendsPicture(base) {
      last = `${++clock}.000100`;
      const files = [{ name: 'p.png', mimetype: 'image/png', url_private_download: `${api.url}/files/1` }];
      return tell(base, { ...direct, subtype: 'file_share', user: 'U77', text: '', ts: last, files });
    },
    presses(base, title) {
      const elements = kept.flatMap(({ blocks = [] }) => blocks.flatMap(({ elements: all = [] }) => all));
      const button = elements.findLast(({ text }) => text?.text === title);
      const payload = {
        type: 'block_actions',
        user: { id: 'U77', name: 'ada' },
        channel: { id: 'D77' },
        actions: [{ action_ts: `${++clock}.2`, value: button?.value, text: button?.text }],
      };
      const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
      return call.post(base, body, { 'content-type': 'application/x-www-form-urlencoded', ...signed(body) });
    },
    redelivers: (base) => call.again(base),
    forges: (base) =>
      call.changed(base, (headers) => ({
        ...headers,
        'x-slack-signature': flipped(headers['x-slack-signature'] ?? ''),
      })),
    edits: (base, text) =>
      tell(base, { ...direct, subtype: 'message_changed', message: { ts: last, user: 'U77', text } }),
    deletes: (base) =>
      tell(base, { ...direct, subtype: 'message_deleted', previous_message: { ts: last, user: 'U77' } }),
    close: () => api.close(),
  };
}

/** https://docs.slack.dev/reference/block-kit/blocks */
function complaint({ channel, text = '', blocks = [] }: Body): string | undefined {
  if (!channel) return 'channel_not_found';
  if (text === '' || blocks.length === 0) return 'no_text';
  const wrong = blocks.some(({ type, text: words, elements = [] }) => {
    if (type === 'section') return !words?.text || words.text.length > 3_000;
    if (type !== 'actions') return type !== 'image';
    const ids = new Set(elements.map(({ action_id: id }) => id));
    return (
      elements.length > 25 ||
      ids.size < elements.length ||
      elements.some(({ text: label }) => (label?.text.length ?? 0) > 75)
    );
  });
  return wrong || blocks.length > 50 ? 'invalid_blocks' : undefined;
}

function readable(mrkdwn: string): string {
  return mrkdwn
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replace(/[*_~`](?!\u2060)/g, '')
    .replaceAll('\u2060', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
