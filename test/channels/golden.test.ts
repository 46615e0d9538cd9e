/** How each kind of reply looks on each channel, down to the call: one file a channel and kind, to be read and reviewed. */
import { describe, expect, it } from 'vitest';
import type { Channel, Part } from '../../src/channels/channel.ts';
import { renderDiscord } from '../../src/channels/discord/render.ts';
import { renderLine } from '../../src/channels/line/render.ts';
import { renderMail } from '../../src/channels/mail/render.ts';
import { renderPage } from '../../src/channels/meta/page-render.ts';
import { renderTemplate, renderWhatsApp } from '../../src/channels/meta/whatsapp-render.ts';
import { createOwnChannel } from '../../src/channels/own/index.ts';
import type { Phrase } from '../../src/channels/phrases.ts';
import { type Reply, replyOf } from '../../src/channels/reply.ts';
import { renderSlack } from '../../src/channels/slack/render.ts';
import { renderTeams } from '../../src/channels/teams/render.ts';
import { renderTelegram } from '../../src/channels/telegram/render.ts';
import { createTwilioSms } from '../../src/channels/twilio/index.ts';
import { renderWeChat } from '../../src/channels/wechat/render.ts';
import { draftOf } from '../../src/conversations/index.ts';
import type { Activity, Attachment } from '../../src/core/activity.ts';

const sms = createTwilioSms({
  accountSid: 'AC0',
  authToken: 'token',
  from: '+16175550142',
  webhookUrl: undefined,
  apiRoot: 'https://api.twilio.com',
});

const channels: Readonly<Record<string, Channel['render']>> = {
  telegram: renderTelegram,
  slack: renderSlack,
  whatsapp: renderWhatsApp,
  'whatsapp-template': (reply) => renderTemplate('we_have_news', reply),
  messenger: (reply, phrase) => renderPage('messenger', [reply], phrase),
  instagram: (reply, phrase) => renderPage('instagram', [reply], phrase),
  msteams: renderTeams,
  sms: sms.render,
  line: (reply, phrase) => renderLine([reply], phrase),
  wechat: (reply) => renderWeChat([reply]),
  discord: renderDiscord,
  mail: (reply, phrase) => renderMail([reply], phrase),
  own: createOwnChannel({ secret: 'secret', url: 'https://own.example' }).render,
};

/** Where several replies to one message are shown together. */
const joined: Readonly<Record<string, Channel['renderTurn']>> = {
  messenger: (replies, phrase) => renderPage('messenger', replies, phrase),
  instagram: (replies, phrase) => renderPage('instagram', replies, phrase),
  sms: sms.renderTurn,
  line: renderLine,
  wechat: renderWeChat,
  mail: renderMail,
};

const button = (title: string) => ({ type: 'imBack' as const, title, value: title });
const link = (title: string, url: string) => ({ type: 'openUrl' as const, title, value: url });

const card = (title: string, price: string, image?: string): Attachment => ({
  contentType: 'application/vnd.microsoft.card.hero',
  content: {
    title,
    subtitle: price,
    text: 'Lowest of **3** shops.\n\n- Elsewhere $429.00',
    ...(image && { images: [{ url: image }] }),
    buttons: [link('See it', 'https://shop.example/p?a=1&b=2'), button('Not for me')],
  },
});

/** As the shop's own cards are. */
const offer = (title: string, price: string): Attachment => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      { type: 'Image', url: 'https://shop.example/p.jpg', altText: title },
      { type: 'TextBlock', text: 'Just released.', color: 'Good', weight: 'Bolder', size: 'Small' },
      { type: 'TextBlock', text: title, weight: 'Bolder', wrap: true },
      {
        type: 'ColumnSet',
        columns: [
          { type: 'Column', items: [{ type: 'TextBlock', text: price, size: 'Large' }] },
          { type: 'Column', items: [{ type: 'Image', url: 'data:image/svg+xml,x', altText: '90 days' }] },
        ],
      },
      { type: 'TextBlock', text: 'with shipping · before sales tax', isSubtle: true },
      { type: 'TextBlock', text: '✓ It holds **100** discs instead of 5.' },
    ],
    actions: [
      { type: 'Action.OpenUrl', title: 'See the offer', url: 'https://shop.example/p?a=1&b=2' },
      { type: 'Action.Submit', title: 'Not for me', data: `Not for me: ${title}` },
    ],
  },
});

const cell = (text: string) => ({ type: 'TableCell', items: [{ type: 'TextBlock', text }] });

const kinds: Readonly<Record<string, Partial<Activity>>> = {
  text: {
    text: 'Yes, to **every** province of *Canada*: see [the rates](https://shop.example/rates?a=1&b=2).\n\n1. Choose\n2. Pay `now`\n   - or later\n\n> Said & done <b>5 * 3 _ 2</b>\n\n~~Old~~',
  },
  'text-plain': { text: 'Dear *Ada* <ada@example.com>,\nyour order_no_1 is `here`.', textFormat: 'plain' },
  'text-zh': { text: '可以，**各省**都送，运费见[这里](https://shop.example/rates)。', locale: 'zh-CN' },
  'buttons-few': { text: 'Which colour?', suggestedActions: { actions: [button('Red'), button('Black')] } },
  'buttons-many': {
    text: 'Which of these?',
    suggestedActions: {
      actions: Array.from({ length: 12 }, (_, index) =>
        button(`Choice ${index + 1} with a title of some length`),
      ),
    },
  },
  'buttons-alone': { suggestedActions: { actions: [button('Go on')] } },
  links: { text: 'Read more:', suggestedActions: { actions: [link('Rates', 'https://shop.example/rates')] } },
  cards: {
    text: 'I compared 3 offers:',
    attachments: [
      card('Denon DRA-800H', '$399.00 at Northside', 'https://img.example/denon.jpg'),
      card('Yamaha R-N803', '$449.00 at Hi-Fi Hut'),
    ],
    suggestedActions: { actions: [button('Compare them')] },
  },
  offers: {
    text: 'I compared 20 offers:',
    attachments: [
      offer('Orrin C100 100-Disc CD Changer', '**$279.00**'),
      offer('Halden CD-5', '**$319.00**'),
    ],
  },
  table: {
    text: 'Side by side:',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          body: [
            {
              type: 'Table',
              rows: [
                { type: 'TableRow', cells: [cell('Shop'), cell('Total'), cell('库存')] },
                { type: 'TableRow', cells: [cell('Northside'), cell('$399.00'), cell('有货')] },
                { type: 'TableRow', cells: [cell('Hi-Fi Hut'), cell('$429.00'), cell('3 days')] },
              ],
            },
          ],
        },
      },
    ],
  },
  files: {
    text: 'Here is the manual.',
    attachments: [
      { contentType: 'application/pdf', contentUrl: 'https://files.example/manual.pdf', name: 'manual.pdf' },
      { contentType: 'image/png', contentUrl: '/v3/directline/attachments/abc', name: 'photo.png' },
    ],
  },
  long: {
    text: Array.from(
      { length: 120 },
      (_, index) => `Sentence ${index + 1} of a long answer says one thing.`,
    ).join(' '),
  },
  'long-zh': { text: '这是一个很长的回答里的一句话。'.repeat(120), locale: 'zh-CN' },
};

const phrases: Readonly<Record<string, string>> = {
  'channel.numbers': 'Answer with a number:',
  'channel.choose': 'Please choose:',
  'channel.list': 'Choose',
};
const phrase: Phrase = (key) => phrases[key] ?? key;

function reply(fields: Partial<Activity>): Reply {
  const activity: Activity = { type: 'message', textFormat: 'markdown', locale: 'en-US', ...fields };
  const entry = {
    ...draftOf(activity, { id: 'id', sender: 'bot' }),
    conversationId: 'c',
    watermark: 12,
    at: 0,
  };
  return replyOf(entry, (url) => (url.startsWith('/') ? `https://desk.example${url}` : url));
}

describe.each(Object.entries(channels))('%s', (name, render) => {
  it.each(Object.entries(kinds))('shows %s', async (kind, fields) => {
    const shown = JSON.stringify(render(reply(fields), phrase), null, 2);
    await expect(`${shown}\n`).toMatchFileSnapshot(`golden/${name}/${kind}.json`);
  });

  it('shows all that answers one message', async () => {
    const all = [kinds['buttons-few'] ?? {}, kinds.cards ?? {}].map(reply);
    const parts = joined[name]?.(all, phrase) ?? all.flatMap((each) => render(each, phrase));
    const shown = JSON.stringify(parts, null, 2);
    await expect(`${shown}\n`).toMatchFileSnapshot(`golden/${name}/turn.json`);
  });

  it('leaves no word out of a long text, and cuts it between sentences', () => {
    if (name === 'whatsapp-template') return;
    const words = textsIn(render(reply(kinds.long ?? {}), phrase)).join(' ');
    for (let index = 1; index <= 120; index++)
      expect(words).toContain(`Sentence ${index} of a long answer says one thing.`);
    const chinese = textsIn(render(reply(kinds['long-zh'] ?? {}), phrase)).join('');
    expect(chinese.match(/这是一个很长的回答里的一句话。/g)?.length).toBe(120);
  });
});

it('writes an SMS in the letters that cost least, where its language has no others', () => {
  const bodies = (kind: string) =>
    sms.render(reply(kinds[kind] ?? {}), phrase).map(({ body }) => String(body.Body));
  for (const kind of ['text', 'buttons-many', 'cards', 'offers', 'files', 'long'])
    for (const body of bodies(kind)) expect(body).toMatch(/^[ -~\n]+$/);
  expect(bodies('table').join()).toContain('• Northside');
});

/** The texts of the parts themselves, none twice. */
function textsIn(parts: readonly Part[]): string[] {
  return parts.flatMap(({ body }) => {
    const { text, content, Body, message, messages, blocks } = body;
    return [blocks, message, messages, content, Body, text]
      .flatMap(stringsIn)
      .filter((each, index, all) => all.indexOf(each) === index);
  });
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 60 ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
