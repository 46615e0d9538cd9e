/** The settings of the channels: each is off until all that it needs is there. */
import { z } from 'zod';

const secret = z.string().min(8, 'must have at least 8 characters');
const text = z.string().max(500, 'must have at most 500 characters');
const digits = z.string().regex(/^\d{3,30}$/, 'must be the number that the platform shows');
const mailbox = z
  .string()
  .refine((value) => /^imaps?:\/\//.test(value) && URL.canParse(value) && new URL(value).username !== '', {
    error: 'must be an address such as imaps://user:password@mail.example.com',
  });

const roots = z
  .string()
  .transform(
    (list) =>
      new Map(
        list.split(',').map((each): [string, string] => {
          const at = each.indexOf('=');
          return [
            each.slice(0, at).trim(),
            each
              .slice(at + 1)
              .trim()
              .replace(/\/$/, ''),
          ];
        }),
      ),
  )
  .refine(
    (found) =>
      [...found].every(([name, url]) => name !== '' && /^https?:\/\//.test(url) && URL.canParse(url)),
    {
      error: 'must be a list such as telegram=https://telegram.example.com,slack=https://slack.example.com',
    },
  );

/** As in src/settings.ts: one line each. */
export const channelSettings = {
  telegramBotToken: z
    .string()
    .regex(/^\d+:[\w-]{30,}$/, 'must be the token that BotFather gave, such as 123456:ABC-…')
    .optional()
    .describe('Token of the Telegram bot.'),
  telegramWebhookSecret: z
    .string()
    .regex(/^[\w-]{16,256}$/, 'must have 16 to 256 letters, digits, _ or -')
    .optional()
    .describe('Secret of your own making that Telegram sends along with each call.'),
  telegramBotName: z
    .string()
    .regex(/^\w{5,32}$/, 'must be the name without @')
    .optional()
    .describe('Name of the bot without @, for links that lead a shopper there.'),
  slackBotToken: z
    .string()
    .regex(/^xoxb-/, 'must begin with xoxb-')
    .optional()
    .describe('Bot token of the Slack app.'),
  slackSigningSecret: secret.optional().describe('Signing secret of the Slack app.'),
  metaAppSecret: secret.optional().describe('App secret of the Meta app (WhatsApp, Messenger, Instagram).'),
  metaVerifyToken: secret
    .optional()
    .describe('Verify token of your own making that Meta shows when the webhook is set.'),
  whatsappAccessToken: secret.optional().describe('Access token for the WhatsApp Cloud API.'),
  whatsappPhoneNumberId: digits.optional().describe("Id (not the number) of the shop's WhatsApp number."),
  whatsappNumber: digits
    .optional()
    .describe("The shop's WhatsApp number in digits, country first, for links that lead a shopper there."),
  whatsappTemplate: z
    .string()
    .regex(/^[a-z0-9_]+$/, 'must be the name of an approved template')
    .optional()
    .describe('Template with one variable in its body, used after the 24 hours in which answers are free.'),
  messengerPageToken: secret.optional().describe('Page access token for Messenger.'),
  instagramAccessToken: secret.optional().describe('Access token for Instagram messages.'),
  twilioAccountSid: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, 'must be AC and 32 hexadecimal digits')
    .optional()
    .describe('Account SID at Twilio, for SMS.'),
  twilioAuthToken: secret.optional().describe('Auth token at Twilio.'),
  twilioFrom: z
    .string()
    .regex(
      /^(\+\d{5,15}|MG[0-9a-f]{32})$/i,
      'must be a number such as +16175550142, or the SID of a messaging service',
    )
    .optional()
    .describe('Number, or messaging service, that SMS are sent from.'),
  lineChannelSecret: secret.optional().describe('Channel secret at LINE.'),
  lineChannelToken: secret.optional().describe('Channel access token at LINE.'),
  wechatAppId: text.optional().describe('AppID of the WeChat Official Account.'),
  wechatAppSecret: secret.optional().describe('AppSecret of that account.'),
  wechatToken: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/, 'must have 3 to 32 letters and digits')
    .optional()
    .describe('Token of your own making that proves calls of WeChat.'),
  wechatAesKey: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/, 'must have 43 letters and digits')
    .optional()
    .describe('EncodingAESKey of that account.'),
  discordPublicKey: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
    .optional()
    .describe('Public key of the Discord application.'),
  discordApplicationId: digits.optional().describe('Id of that application.'),
  discordBotToken: secret.optional().describe('Token of its bot.'),
  mailboxUrl: mailbox
    .optional()
    .describe(
      'IMAP mailbox that shoppers write to, answered from SMTP_URL and MAIL_FROM; imaps://user:password@host, with a folder other than INBOX as the path.',
    ),
  mailAnswerConfidence: z.coerce
    .number({ error: 'must be a number from 0 to 1' })
    .min(0, 'must be a number from 0 to 1')
    .max(1, 'must be a number from 0 to 1')
    .default(0.8)
    .describe(
      'How sure the bot must be to answer an e-mail by itself; what is less sure goes to the desk with a draft.',
    ),
  ownChannelSecret: z
    .string()
    .min(16, 'must have at least 16 characters, so that it cannot be guessed')
    .optional()
    .describe('Secret shared with a messenger of your own.'),
  ownChannelUrl: z
    .string()
    .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), { error: 'must be a URL' })
    .optional()
    .describe('Address of that messenger that takes what the shop says.'),
  channelApiRoots: roots
    .optional()
    .describe('Other addresses of the platforms, such as a Telegram server of your own: telegram=https://…'),
};

/** Their variables in the environment. */
export const channelVariables = {
  telegramBotToken: 'TELEGRAM_BOT_TOKEN',
  telegramWebhookSecret: 'TELEGRAM_WEBHOOK_SECRET',
  telegramBotName: 'TELEGRAM_BOT_NAME',
  slackBotToken: 'SLACK_BOT_TOKEN',
  slackSigningSecret: 'SLACK_SIGNING_SECRET',
  metaAppSecret: 'META_APP_SECRET',
  metaVerifyToken: 'META_VERIFY_TOKEN',
  whatsappAccessToken: 'WHATSAPP_ACCESS_TOKEN',
  whatsappPhoneNumberId: 'WHATSAPP_PHONE_NUMBER_ID',
  whatsappNumber: 'WHATSAPP_NUMBER',
  whatsappTemplate: 'WHATSAPP_TEMPLATE',
  messengerPageToken: 'MESSENGER_PAGE_TOKEN',
  instagramAccessToken: 'INSTAGRAM_ACCESS_TOKEN',
  twilioAccountSid: 'TWILIO_ACCOUNT_SID',
  twilioAuthToken: 'TWILIO_AUTH_TOKEN',
  twilioFrom: 'TWILIO_FROM',
  lineChannelSecret: 'LINE_CHANNEL_SECRET',
  lineChannelToken: 'LINE_CHANNEL_TOKEN',
  wechatAppId: 'WECHAT_APP_ID',
  wechatAppSecret: 'WECHAT_APP_SECRET',
  wechatToken: 'WECHAT_TOKEN',
  wechatAesKey: 'WECHAT_AES_KEY',
  discordPublicKey: 'DISCORD_PUBLIC_KEY',
  discordApplicationId: 'DISCORD_APPLICATION_ID',
  discordBotToken: 'DISCORD_BOT_TOKEN',
  mailboxUrl: 'MAILBOX_URL',
  mailAnswerConfidence: 'MAIL_ANSWER_CONFIDENCE',
  ownChannelSecret: 'OWN_CHANNEL_SECRET',
  ownChannelUrl: 'OWN_CHANNEL_URL',
  channelApiRoots: 'CHANNEL_API_ROOTS',
} satisfies Record<keyof typeof channelSettings, string>;

const object = z.object(channelSettings);

export type ChannelSettings = z.infer<typeof object>;

type Name = keyof ChannelSettings;

/** What belongs together: the channel is on with all of it, off with none of it, and anything between is a mistake. */
const together: readonly (readonly Name[])[] = [
  ['telegramBotToken', 'telegramWebhookSecret'],
  ['slackBotToken', 'slackSigningSecret'],
  ['metaAppSecret', 'metaVerifyToken'],
  ['whatsappAccessToken', 'whatsappPhoneNumberId'],
  ['twilioAccountSid', 'twilioAuthToken', 'twilioFrom'],
  ['lineChannelSecret', 'lineChannelToken'],
  ['wechatAppId', 'wechatAppSecret', 'wechatToken', 'wechatAesKey'],
  ['ownChannelSecret', 'ownChannelUrl'],
  ['discordPublicKey', 'discordApplicationId', 'discordBotToken'],
];

/** What is of no use without something else. */
const needs: readonly (readonly [Name, Name])[] = [
  ['whatsappAccessToken', 'metaAppSecret'],
  ['messengerPageToken', 'metaAppSecret'],
  ['instagramAccessToken', 'metaAppSecret'],
  ['telegramBotName', 'telegramBotToken'],
  ['whatsappTemplate', 'whatsappAccessToken'],
  ['whatsappNumber', 'whatsappAccessToken'],
];

/** Settings that are missing while others ask for them, each with the variable that does. */
export function missingChannelSettings(
  given: Readonly<Partial<Record<Name, unknown>>>,
): { name: Name; wantedBy: string }[] {
  const missing = (name: Name) => given[name] === undefined;
  const ofGroups = together.flatMap((group) => {
    const present = group.find((name) => !missing(name));
    return present
      ? group.filter(missing).map((name) => ({ name, wantedBy: channelVariables[present] }))
      : [];
  });
  const ofNeeds = needs.flatMap(([name, wanted]) =>
    !missing(name) && missing(wanted) ? [{ name: wanted, wantedBy: channelVariables[name] }] : [],
  );
  return [...ofGroups, ...ofNeeds];
}
