/** Twilio's SMS as documented: signed forms, texts of at most 1,600 characters, no buttons at all. */
import { createHmac } from 'node:crypto';
import { caller, flipped, type Platform, type Shown, startFakeApi } from './platform.ts';

const accountSid = `AC${'0123456789abcdef'.repeat(2)}`;
const authToken = 'auth-token-of-the-tests';

export async function startTwilioSms(): Promise<
  Platform & { reports(base: string, fields: Record<string, string>, key: string): Promise<number> }
> {
  const shown: Shown[] = [];
  let count = 0;

  const api = await startFakeApi((request) => {
    const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    if (request.headers.authorization !== basic)
      return { status: 401, json: { code: 20003, message: 'Authenticate' } };
    const form = new URLSearchParams(request.body);
    const text = form.get('Body') ?? '';
    if (text.length > 1_600 || text === '')
      return { status: 400, json: { code: 21617, message: 'The body is too long' } };
    // What stands behind the numbers is what a person can answer with.
    const buttons = Array.from(text.matchAll(/^\d+\. (.*)$/gm), ([, title = '']) => title);
    shown.push({ text, buttons, pictures: [] });
    return { status: 201, json: { sid: `SM${shown.length}`, status: 'queued' } };
  });

  const call = caller('sms');
  const post = (base: string, fields: Record<string, string>, query = '', signal?: AbortSignal) => {
    const form = { AccountSid: accountSid, ...fields };
    const url = `${base}/channels/sms${query}`;
    const sorted = Object.entries(form).sort(([one], [other]) => (one < other ? -1 : 1));
    const mac = createHmac('sha1', authToken)
      .update(url + sorted.flat().join(''))
      .digest('base64');
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': mac };
    return call.post(base, new URLSearchParams(form).toString(), headers, query, signal);
  };

  const says: Platform['says'] = (base, text, { id, chat = '+14155550177', signal } = {}) => {
    const message = { MessageSid: id ?? `SMin${++count}`, From: chat, To: '+16175550142', NumMedia: '0' };
    return post(base, { ...message, Body: text }, '', signal);
  };

  return {
    name: 'sms',
    environment: {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_FROM: '+16175550142',
    },
    shown,
    api,
    get taken() {
      return shown.length;
    },
    says,
    sendsPicture: (base) =>
      post(base, {
        MessageSid: `SMin${++count}`,
        From: '+14155550177',
        To: '+16175550142',
        NumMedia: '1',
        MediaContentType0: 'image/png',
        MediaUrl0: `${api.url}/files/1`,
      }),
    presses(base, title) {
      const offered = shown.findLast(({ buttons }) => buttons.includes(title))?.buttons ?? [];
      return says(base, String(offered.indexOf(title) + 1));
    },
    reports: (base, fields, key) => post(base, fields, `?key=${encodeURIComponent(key)}`),
    redelivers: (base) => call.again(base),
    forges: (base) =>
      call.changed(base, (headers) => ({
        ...headers,
        'x-twilio-signature': flipped(headers['x-twilio-signature'] ?? '', 4),
      })),
    close: () => api.close(),
  };
}
