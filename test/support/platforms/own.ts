/** A messenger of one's own, as the README of its channel says. */
import { createHmac } from 'node:crypto';
import { caller, flipped, type Platform, type SayOptions, type Shown, startFakeApi } from './platform.ts';

const secret = 'secret-of-the-own-channel';

interface Body {
  key: string;
  text: string;
  buttons?: { id: string; title: string }[];
}

export async function startOwn(): Promise<Platform> {
  const shown: Shown[] = [];
  const keys = new Set<string>();
  const buttons: { id: string; title: string }[] = [];
  let count = 0;
  let last = '';

  const api = await startFakeApi(({ body, headers }) => {
    const mac = createHmac('sha256', secret).update(body).digest('hex');
    if (headers['x-signature'] !== mac) return { status: 401, json: { error: 'not signed' } };
    const message: Body = JSON.parse(body);
    if (message.text.length > 4_000) return { status: 400, json: { error: 'too long' } };
    if (!keys.has(message.key)) {
      keys.add(message.key);
      buttons.push(...(message.buttons ?? []));
      const titles = message.buttons?.map(({ title }) => title) ?? [];
      shown.push({ text: message.text, buttons: titles, pictures: [] });
    }
    return { json: { id: message.key } };
  });

  const call = caller('own');
  const tell = (base: string, fields: object, { id, chat = 'c77', signal }: SayOptions = {}) => {
    const body = JSON.stringify({
      id: id ?? `in${++count}`,
      chat,
      person: { id: 'p77', name: 'Ada' },
      ...fields,
    });
    const time = String(Math.floor(Date.now() / 1_000));
    const mac = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-timestamp': time, 'x-signature': mac };
    return call.post(base, body, headers, '', signal);
  };

  return {
    name: 'own',
    environment: { OWN_CHANNEL_SECRET: secret, OWN_CHANNEL_URL: `${api.url}/take` },
    shown,
    api,
    get taken() {
      return shown.length;
    },
    says(base, text, options = {}) {
      last = options.id ?? `said${++count}`;
      return tell(base, { text }, { ...options, id: last });
    },
    presses(base, title) {
      const button = buttons.findLast((each) => each.title === title);
      return tell(base, { pressed: button?.id, text: title });
    },
    redelivers: (base) => call.again(base),
    forges: (base) =>
      call.changed(base, (headers) => ({ ...headers, 'x-signature': flipped(headers['x-signature'] ?? '') })),
    edits: (base, text) => tell(base, { changes: last, text }),
    deletes: (base) => tell(base, { changes: last }),
    close: () => api.close(),
  };
}
