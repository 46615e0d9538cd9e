/** LINE as its Messaging API is documented: reply tokens that are good once, pushes that a retry key makes single. */
import { createHmac } from 'node:crypto';
import {
  type ApiCall,
  caller,
  flipped,
  type Platform,
  type SayOptions,
  type Shown,
  startFakeApi,
} from './platform.ts';

const channelSecret = '8c570fa6dd201bb328f1c1eac23a96d8';

interface Action {
  type: string;
  label: string;
  data?: string;
}

/** https://developers.line.biz/en/reference/messaging-api/#flex-message */
interface Bubble {
  type: 'bubble';
  hero?: { url: string };
  body: { contents: { text: string }[] };
  footer?: { contents: { action: Action }[] };
}

interface Message {
  type: string;
  text?: string;
  altText?: string;
  contents?: Bubble | { type: 'carousel'; contents: Bubble[] };
  quickReply?: { items: { action: Action }[] };
}

export async function startLine(): Promise<Platform> {
  const shown: Shown[] = [];
  const actions: Action[] = [];
  const tokens = new Set<string>();
  const keys = new Set<string>();
  let count = 0;
  let last = '';

  const api = await startFakeApi(({ path, body, headers }) => {
    if (path.endsWith('chat/loading/start')) return { status: 202 };
    const { messages = [], replyToken }: { messages?: Message[]; replyToken?: string } = JSON.parse(body);
    if (messages.length === 0 || messages.length > 5)
      return { status: 400, json: { message: 'size must be between 1 and 5' } };
    const wrong = messages.map(complaint).find((each) => each !== undefined);
    if (wrong) return { status: 400, json: { message: wrong } };
    if (path.endsWith('/reply')) {
      if (!replyToken || !tokens.delete(replyToken))
        return { status: 400, json: { message: 'Invalid reply token' } };
    } else {
      const key = String(headers['x-line-retry-key'] ?? '');
      if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(key))
        return { status: 400, json: { message: 'Invalid retry key' } };
      if (keys.has(key)) return { status: 409, json: { message: 'The retry key is already accepted' } };
      keys.add(key);
    }
    for (const message of messages) show(message);
    return { json: { sentMessages: messages.map(() => ({ id: `${shown.length}` })) } };
  }, isTyping);

  function show({ text, contents, quickReply }: Message): void {
    const bubbles = bubblesIn(contents);
    const all = [...bubbles.flatMap(actionsOf), ...(quickReply?.items.map(({ action }) => action) ?? [])];
    actions.push(...all);
    shown.push({
      text: text ?? bubbles.flatMap(({ body }) => body.contents.map((line) => line.text)).join('\n'),
      buttons: all.map(({ label }) => label),
      pictures: bubbles.flatMap(({ hero }) => hero?.url ?? []),
    });
  }

  const call = caller('line');
  const tell = (base: string, fields: object, { chat = 'U77', signal }: SayOptions = {}) => {
    const replyToken = `token${++count}`;
    tokens.add(replyToken);
    const event = {
      webhookEventId: `event${count}`,
      deliveryContext: { isRedelivery: false },
      timestamp: 1,
      source: { type: 'user', userId: chat },
      replyToken,
      ...fields,
    };
    const body = JSON.stringify({ destination: 'U1', events: [event] });
    const mac = createHmac('sha256', channelSecret).update(body).digest('base64');
    return call.post(base, body, { 'content-type': 'application/json', 'x-line-signature': mac }, '', signal);
  };

  return {
    name: 'line',
    environment: { LINE_CHANNEL_SECRET: channelSecret, LINE_CHANNEL_TOKEN: 'channel-token-of-the-tests' },
    shown,
    api,
    get taken() {
      return shown.length;
    },
    says(base, text, options = {}) {
      last = options.id ?? `in${count + 1}`;
      return tell(base, { type: 'message', message: { type: 'text', id: last, text } }, options);
    },
    isTyping,
    sendsPicture(base) {
      last = `in${count + 1}`;
      return tell(base, { type: 'message', message: { type: 'image', id: last } });
    },
    presses(base, title) {
      const data = actions.findLast(({ label }) => label === title)?.data;
      return tell(base, { type: 'postback', postback: { data } });
    },
    redelivers: (base) => call.again(base),
    forges: (base) =>
      call.changed(base, (headers) => ({
        ...headers,
        'x-line-signature': flipped(headers['x-line-signature'] ?? '', 4),
      })),
    deletes: (base) => tell(base, { type: 'unsend', unsend: { messageId: last } }),
    close: () => api.close(),
  };
}

function isTyping({ path }: ApiCall): boolean {
  return path.endsWith('/chat/loading/start');
}

function bubblesIn(contents: Message['contents']): Bubble[] {
  if (!contents) return [];
  return contents.type === 'bubble' ? [contents] : contents.contents;
}

const actionsOf = ({ footer }: Bubble) => footer?.contents.map(({ action }) => action) ?? [];

function complaint({ type, text, contents, quickReply, altText }: Message): string | undefined {
  if (type === 'text' && (!text || text.length > 5_000)) return 'Length must be between 0 and 5000';
  const labels = [
    ...(quickReply?.items.map(({ action }) => action) ?? []),
    ...bubblesIn(contents).flatMap(actionsOf),
  ];
  if (labels.some(({ label }) => label.length > 20)) return 'Label is too long';
  if ((quickReply?.items.length ?? 0) > 13) return 'Too many quick replies';
  const bubbles = bubblesIn(contents);
  const isWrong =
    bubbles.length > 12 ||
    bubbles.some(({ body }) => body.contents.length === 0 || body.contents.some((line) => !line.text)) ||
    Buffer.byteLength(JSON.stringify(contents ?? '')) > 50_000;
  if (isWrong) return 'A message (messages[0]) in the request body is invalid';
  return type === 'flex' && !altText ? 'altText is missing' : undefined;
}
