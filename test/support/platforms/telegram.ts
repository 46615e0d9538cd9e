/** Telegram as its Bot API is documented: limits of texts and buttons, HTML that must be well-formed. */
import { caller, flipped, type Platform, type Shown, startFakeApi } from './platform.ts';

const token = '123456789:AAtesttokentesttokentesttokentestto';
const secret = 'telegram-secret-of-the-tests';

interface Keyboard {
  inline_keyboard: { text: string; callback_data?: string; url?: string }[][];
}

interface Body {
  chat_id?: string;
  text?: string;
  caption?: string;
  photo?: string;
  document?: string;
  parse_mode?: string;
  reply_markup?: Keyboard;
}

export async function startTelegram(): Promise<Platform> {
  const shown: Shown[] = [];
  let keyboard: Keyboard | undefined;
  let messages = 0;
  let updates = 1_000;
  let lastMessage = 0;

  const api = await startFakeApi(
    (call) => {
      const method = call.path.split('/').at(-1) ?? '';
      if (!call.path.startsWith(`/bot${token}/`)) return { status: 401, json: refusal(401, 'Unauthorized') };
      if (method.startsWith('set') || method.startsWith('answer') || method === 'sendChatAction') {
        return { json: { ok: true, result: true } };
      }
      if (method === 'getFile') return { json: { ok: true, result: { file_path: 'photos/1.jpg' } } };
      const body: Body = JSON.parse(call.body);
      const wrong = complaint(method, body);
      if (wrong) return { status: 400, json: refusal(400, `Bad Request: ${wrong}`) };
      const buttons = body.reply_markup?.inline_keyboard.flat() ?? [];
      if (body.reply_markup) keyboard = body.reply_markup;
      shown.push({
        text: readable(body.text ?? body.caption ?? ''),
        buttons: buttons.map(({ text }) => text),
        pictures: body.photo ? [body.photo] : [],
      });
      return { json: { ok: true, result: { message_id: ++messages + 5_000 } } };
    },
    ({ path }) => !/\/send(Message|Photo|Document)$/.test(path),
  );

  const from = { id: 77, is_bot: false, first_name: 'Ada', language_code: 'en' };
  const call = caller('telegram');
  const update = (base: string, fields: object, signal?: AbortSignal) =>
    call.post(
      base,
      JSON.stringify({ update_id: ++updates, ...fields }),
      { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
      '',
      signal,
    );

  return {
    name: 'telegram',
    environment: {
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_WEBHOOK_SECRET: secret,
      TELEGRAM_BOT_NAME: 'northside_bot',
    },
    shown,
    api,
    get taken() {
      return shown.length;
    },
    says(base, text, { id, chat = '77', person = '77', signal } = {}) {
      lastMessage = id === undefined ? lastMessage + 1 : Number(id);
      const message = {
        message_id: lastMessage,
        date: 1,
        chat: { id: Number(chat), type: Number(chat) < 0 ? 'group' : 'private' },
        from: { ...from, id: Number(person) },
        text,
      };
      return update(base, { message }, signal);
    },
    isTyping: ({ path, body }) => path.endsWith('/sendChatAction') && body.includes('"typing"'),
    sendsPicture(base) {
      const photo = [{ file_id: 'small' }, { file_id: 'large' }];
      const message = { message_id: ++lastMessage, date: 1, chat: { id: 77 }, from, photo };
      return update(base, { message });
    },
    presses(base, title) {
      const button = keyboard?.inline_keyboard.flat().find(({ text }) => text === title);
      return update(base, {
        callback_query: {
          id: `q${updates}`,
          from,
          data: button?.callback_data,
          message: { message_id: messages, chat: { id: 77 }, reply_markup: keyboard },
        },
      });
    },
    redelivers: (base) => call.again(base),
    forges: (base) =>
      call.changed(base, (headers) => ({
        ...headers,
        'x-telegram-bot-api-secret-token': flipped(headers['x-telegram-bot-api-secret-token'] ?? ''),
      })),
    edits(base, text, { chat = '77', person = '77' } = {}) {
      const edited = { message_id: lastMessage, date: 1, chat: { id: Number(chat) } };
      return update(base, { edited_message: { ...edited, from: { ...from, id: Number(person) }, text } });
    },
    close: () => api.close(),
  };
}

function complaint(
  method: string,
  { chat_id, text, caption, reply_markup, photo, document }: Body,
): string | undefined {
  if (!chat_id) return 'chat not found';
  if (method === 'sendMessage' && !text) return 'message text is empty';
  if (readable(text ?? '').length > 4_096) return 'message is too long';
  if (readable(caption ?? '').length > 1_024) return 'message caption is too long';
  const file = method === 'sendPhoto' ? photo : method === 'sendDocument' ? document : undefined;
  if (method !== 'sendMessage' && !/^https:\/\/[^/]*\.example\//.test(file ?? '')) {
    return 'failed to get HTTP URL content';
  }
  const open = (text ?? caption ?? '').match(/<(?!\/)[a-z]+[^>]*>/g)?.length ?? 0;
  const closed = (text ?? caption ?? '').match(/<\/[a-z]+>/g)?.length ?? 0;
  if (open !== closed) return "can't parse entities";
  const buttons = reply_markup?.inline_keyboard.flat() ?? [];
  if (buttons.some(({ callback_data: data }) => Buffer.byteLength(data ?? '') > 64))
    return 'BUTTON_DATA_INVALID';
  return undefined;
}

/** What is left for the reader of Telegram's HTML. */
function readable(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function refusal(error_code: number, description: string) {
  return { ok: false, error_code, description };
}
