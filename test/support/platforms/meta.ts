/** Meta's platforms as the Graph API is documented: WhatsApp, Messenger and Instagram. */
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

const appSecret = 'app-secret-of-the-tests';
const common = { META_APP_SECRET: appSecret, META_VERIFY_TOKEN: 'verify-token-of-the-tests' };

function signedBy(body: string) {
  const mac = createHmac('sha256', appSecret).update(body).digest('hex');
  return { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${mac}` };
}

const refusal = (message: string) => ({ status: 400, json: { error: { code: 100, message } } });

interface WhatsAppBody {
  to?: string;
  text?: { body: string };
  image?: { link: string; caption?: string };
  document?: { link: string };
  interactive?: {
    type: string;
    header?: { image?: { link: string } };
    body: { text: string };
    action: {
      buttons?: { reply: { id: string; title: string } }[];
      sections?: { rows: { id: string; title: string; description?: string }[] }[];
      parameters?: { display_text: string };
    };
  };
  template?: { components: { parameters: { text: string }[] }[] };
  biz_opaque_callback_data?: string;
  status?: string;
  message_id?: string;
  typing_indicator?: { type: string };
}

export interface WhatsAppPlatform extends Platform {
  reports(base: string, state: string, key?: string): Promise<number>;
  /** Hears of each message that was taken, with its key, as Meta reports deliveries. */
  onTaken: (key: string) => void;
}

export async function startWhatsApp(): Promise<WhatsAppPlatform> {
  const shown: Shown[] = [];
  const choices: { id: string; title: string }[] = [];
  let count = 0;
  let lastHeard = '';

  const api = await startFakeApi((request) => {
    if (request.path === '/media1') return { json: { url: `${api.url}/files/1` } };
    if (!request.path.endsWith('/1066/messages')) return refusal('Unsupported request');
    const body: WhatsAppBody = JSON.parse(request.body);
    const { text, image, document, interactive, template } = body;
    if (body.status === 'read') {
      const isKnown = body.message_id === lastHeard && body.typing_indicator?.type === 'text';
      return isKnown ? { json: { success: true } } : refusal('Invalid message id');
    }
    const rows = interactive?.action.sections?.flatMap((section) => section.rows) ?? [];
    const buttons = interactive?.action.buttons?.map(({ reply }) => reply) ?? [];
    const links = [image?.link, document?.link, interactive?.header?.image?.link].filter(
      (each) => each !== undefined,
    );
    if (links.some((link) => !/^https:\/\/[^/]*\.example\//.test(link)))
      return refusal('Media cannot be fetched');
    if ((text?.body.length ?? 1) > 4_096 || (interactive?.body.text.length ?? 1) > 1_024)
      return refusal('Too long');
    if (text?.body === '' || interactive?.body.text === '') return refusal('Empty');
    if (buttons.length > 3 || buttons.some(({ title }) => title.length > 20))
      return refusal('Invalid buttons');
    if (
      rows.length > 10 ||
      rows.some(({ title, description = '' }) => title.length > 24 || description.length > 72)
    ) {
      return refusal('Invalid rows');
    }
    const given = template?.components
      .flatMap(({ parameters }) => parameters.map((each) => each.text))
      .join(' ');
    if (/[\n\t]| {4}/.test(given ?? '')) return refusal('Parameter has line breaks');
    choices.push(...buttons, ...rows);
    const opened = interactive?.action.parameters?.display_text;
    shown.push({
      text: readable(text?.body ?? image?.caption ?? interactive?.body.text ?? given ?? ''),
      buttons: [...buttons, ...rows].map(({ title }) => title).concat(opened ?? []),
      pictures: links,
    });
    platform.onTaken(body.biz_opaque_callback_data ?? '');
    return { json: { messages: [{ id: `wamid.out${shown.length}` }] } };
  }, showsTyping);

  const call = caller('whatsapp');
  const change = (base: string, fields: object, signal?: AbortSignal) => {
    const value = { messaging_product: 'whatsapp', metadata: { phone_number_id: '1066' }, ...fields };
    const entry = [{ id: '1', changes: [{ field: 'messages', value }] }];
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry });
    return call.post(base, body, signedBy(body), '', signal);
  };
  const message = (base: string, fields: object, { id, chat = '4915177', signal }: SayOptions = {}) => {
    const contacts = [{ wa_id: chat, profile: { name: 'Ada' } }];
    lastHeard = id ?? `wamid.in${++count}`;
    const messages = [{ from: chat, id: lastHeard, timestamp: '1', ...fields }];
    return change(base, { contacts, messages }, signal);
  };

  const platform: WhatsAppPlatform = {
    name: 'whatsapp',
    onTaken: () => {},
    environment: {
      ...common,
      WHATSAPP_ACCESS_TOKEN: 'access-token-of-the-tests',
      WHATSAPP_PHONE_NUMBER_ID: '1066',
      WHATSAPP_NUMBER: '16175550142',
      WHATSAPP_TEMPLATE: 'we_have_news',
    },
    shown,
    api,
    get taken() {
      return shown.length;
    },
    says: (base, text, options) => message(base, { type: 'text', text: { body: text } }, options),
    isTyping: showsTyping,
    sendsPicture: (base) => message(base, { type: 'image', image: { id: 'media1', mime_type: 'image/png' } }),
    presses(base, title) {
      const reply = choices.findLast((choice) => choice.title === title);
      return message(base, {
        type: 'interactive',
        interactive: { type: 'button_reply', button_reply: reply },
      });
    },
    reports: (base, status, key) =>
      change(base, {
        statuses: [
          {
            id: `wamid.out${shown.length}`,
            status,
            ...(key && { biz_opaque_callback_data: key }),
            ...(status === 'failed' && { errors: [{ code: 131026, title: 'Message undeliverable' }] }),
          },
        ],
      }),
    redelivers: (base) => call.again(base),
    forges: (base) => call.changed(base, breakSignature),
    close: () => api.close(),
  };
  return platform;
}

interface PageBody {
  recipient?: { id: string };
  sender_action?: string;
  messaging_type?: string;
  tag?: string;
  message?: {
    text?: string;
    metadata?: string;
    quick_replies?: { title: string; payload: string }[];
    attachment?: {
      type: string;
      payload: {
        url?: string;
        elements?: {
          title: string;
          subtitle?: string;
          image_url?: string;
          buttons?: { type: string; title: string; payload?: string }[];
        }[];
      };
    };
  };
}

export const startMessenger = () => startPage('messenger');
export const startInstagram = () => startPage('instagram');

async function startPage(kind: 'messenger' | 'instagram'): Promise<Platform> {
  const shown: Shown[] = [];
  const choices: { title: string; payload: string; quick: boolean }[] = [];
  let count = 0;
  let last = '';

  const api = await startFakeApi((request: ApiCall) => {
    const { message, sender_action: action }: PageBody = JSON.parse(request.body);
    if (action) return { json: {} };
    const quick = message?.quick_replies ?? [];
    const elements = message?.attachment?.payload.elements ?? [];
    const buttons = elements.flatMap((element) => element.buttons ?? []);
    const text = message?.text ?? elements.map((each) => `${each.title}\n${each.subtitle ?? ''}`).join('\n');
    const tooLong =
      kind === 'messenger' ? text.length > 2_000 : Buffer.byteLength(message?.text ?? '') > 1_000;
    if (tooLong) return refusal('Length of param message[text] must be less');
    if (quick.length > 13 || quick.some(({ title }) => title.length > 20))
      return refusal('Invalid quick replies');
    if (
      elements.length > 10 ||
      elements.some((each) => each.title.length > 80 || (each.buttons?.length ?? 0) > 3)
    ) {
      return refusal('Invalid template');
    }
    if (buttons.some(({ title }) => title.length > 20)) return refusal('Invalid button');
    const url = message?.attachment?.payload.url;
    if (url && !/^https:\/\/[^/]*\.example\//.test(url))
      return refusal('Failed to fetch the file from the url');
    choices.push(...quick.map((each) => ({ ...each, quick: true })));
    choices.push(
      ...buttons.flatMap(({ title, payload }) => (payload ? [{ title, payload, quick: false }] : [])),
    );
    const pictures = elements.flatMap(({ image_url: picture }) => picture ?? []);
    shown.push({ text, buttons: [...quick, ...buttons].map(({ title }) => title), pictures });
    return { json: { recipient_id: '77', message_id: `m_out${shown.length}` } };
  }, showsTyping);

  const call = caller(kind);
  const tell = (base: string, fields: object, { chat = '77', signal }: SayOptions = {}) => {
    const messaging = [{ sender: { id: chat }, recipient: { id: '1' }, timestamp: ++count, ...fields }];
    const object = kind === 'messenger' ? 'page' : 'instagram';
    const body = JSON.stringify({ object, entry: [{ id: '1', time: 1, messaging }] });
    return call.post(base, body, signedBy(body), '', signal);
  };

  return {
    name: kind,
    environment: {
      ...common,
      [kind === 'messenger' ? 'MESSENGER_PAGE_TOKEN' : 'INSTAGRAM_ACCESS_TOKEN']: 'page-token-of-the-tests',
    },
    shown,
    api,
    get taken() {
      return shown.length;
    },
    says(base, text, options = {}) {
      last = options.id ?? `m_in${++count}`;
      return tell(base, { message: { mid: last, text } }, options);
    },
    isTyping: showsTyping,
    sendsPicture(base) {
      last = `m_in${++count}`;
      const attachments = [{ type: 'image', payload: { url: `${api.url}/files/p.png` } }];
      return tell(base, { message: { mid: last, attachments } });
    },
    presses(base, title) {
      const { quick, payload } = choices.findLast((choice) => choice.title === title) ?? {};
      const mid = `m_in${++count}`;
      return tell(
        base,
        quick
          ? { message: { mid, text: title, quick_reply: { payload } } }
          : { postback: { mid, title, payload } },
      );
    },
    redelivers: (base) => call.again(base),
    forges: (base) => call.changed(base, breakSignature),
    ...(kind === 'messenger'
      ? {
          edits: (base: string, text: string) =>
            tell(base, { message_edit: { mid: last, text, num_edit: 1 } }),
        }
      : { deletes: (base: string) => tell(base, { message: { mid: last, is_deleted: true } }) }),
    close: () => api.close(),
  };
}

function showsTyping({ body }: ApiCall): boolean {
  return body.includes('"typing_indicator"') || body.includes('"typing_on"');
}

function breakSignature(headers: Record<string, string>): Record<string, string> {
  return { ...headers, 'x-hub-signature-256': flipped(headers['x-hub-signature-256'] ?? '') };
}

function readable(text: string): string {
  return text.replace(/[*_~`](?!\u200b)/g, '').replaceAll('\u200b', '');
}
