/** Every setting of the server: declared, documented and validated here, read once from the environment. */
import { z } from 'zod';
import { channelSettings, channelVariables, missingChannelSettings } from './channels/settings.ts';
import { ShopdeskError } from './core/errors.ts';

export type Settings = z.infer<typeof schema>;

/**
 * Reads the settings from `environment` (names in capitals, as in the README's table).
 * @throws ShopdeskError `settings.invalid` that names every bad setting and what it should be.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(names).map(([name, variable]) => [name, environment[variable]?.trim() || undefined]),
  );
  const parsed = schema.safeParse(given);
  const missing = missingChannelSettings(given).map(
    ({ name, wantedBy }) => `  ${variableOf(name)}: is needed with ${wantedBy}`,
  );
  if (parsed.success && missing.length === 0) return parsed.data;
  const bad = parsed.error?.issues.map((issue) => `  ${variableOf(issue.path[0])}: ${issue.message}`) ?? [];
  const lines = [...bad, ...missing];
  throw new ShopdeskError('settings.invalid', `These settings cannot be used:\n${lines.join('\n')}`, {
    remedy: 'Correct or unset them and start again.',
  });
}

/** Every setting as a Markdown table, for the README and the command line. */
export function settingsTable(): string {
  const defaults = new Map<string, unknown>(Object.entries(schema.parse({})));
  const rows = Object.entries(schema.shape).map(([name, type]) => {
    const value = defaults.get(name);
    const shown = Array.isArray(value) ? value.join(',') : String(value ?? '');
    return `| \`${variableOf(name)}\` | ${shown && `\`${shown}\``} | ${type.description ?? ''} |\n`;
  });
  return `| variable | default | meaning |\n|---|---|---|\n${rows.join('')}`;
}

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number({ error: `must be a whole number from ${least} to ${most}` })
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    });

const secret = z.string().min(16, 'must have at least 16 characters, so that it cannot be guessed');

const webAddress = z
  .string()
  .refine((text) => /^https?:\/\/[^/\s]+$/.test(text.replace(/\/$/, '')) && URL.canParse(text), {
    error: 'must be an address such as https://desk.example.com, without a path',
  })
  .transform((text) => text.replace(/\/$/, ''));

const costChoices = 'must be a number from 0.1 to 100';
const encoderChoices = 'must be off, bundled, or an address such as http://localhost:8080/v1';

const encoderAddress = z.string().refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), {
  error: encoderChoices,
});

const origins = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim().replace(/\/$/, '')))
  .refine((list) => list.every((part) => part === '*' || /^https?:\/\/[^/\s]+$/.test(part)), {
    error: 'must be a comma-separated list such as https://shop.example.com,https://www.example.com or *',
  });

const schema = z.object({
  port: wholeNumber(0, 65_535).default(3978).describe('Port of the HTTP server; 0 takes any free one.'),
  host: z.string().optional().describe('Network address to listen on; all of them if unset.'),
  dataFolder: z
    .string()
    .default('.data')
    .describe('Folder for everything the server stores: the SQLite database and uploaded files.'),
  knowledgeFolder: z.string().default('knowledge').describe('Folder with what the shop knows.'),
  demoShop: z
    .enum(['on', 'off'], { error: 'must be on or off' })
    .default('on')
    .describe(
      'Whether a store without any shop gets the demo shop; it ends with the first shop of your own.',
    ),
  databaseUrl: z
    .string()
    .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), {
      error: 'must be an address such as postgres://user:password@host:5432/shopdesk',
    })
    .optional()
    .describe('PostgreSQL to use instead of the embedded SQLite; several processes may share it.'),
  publicUrl: webAddress
    .optional()
    .describe('Address under which shoppers reach the server, when a proxy stands before it.'),
  trustProxy: wholeNumber(0, 10)
    .default(0)
    .describe('How many proxies stand before the server and set X-Forwarded-For.'),
  directLineSecret: secret
    .optional()
    .describe(
      "Secret with which the shop's own back end gets Direct Line tokens. Made and printed once if unset.",
    ),
  allowedOrigins: origins
    .default([])
    .describe('Pages that may embed the widget, comma-separated; * for any. The own address always may.'),
  widgetTokensPerMinute: wholeNumber(1, 1_000_000)
    .default(60)
    .describe('How many anonymous chats one network address may open in a minute.'),
  sendsPerTenSeconds: wholeNumber(1, 1_000_000)
    .default(40)
    .describe('How many messages one conversation may send in ten seconds.'),
  socketsPerConversation: wholeNumber(1, 10_000)
    .default(20)
    .describe('How many sockets a shopper may hold open on one conversation, at one process.'),
  conversationLifeDays: wholeNumber(1, 3_650)
    .default(30)
    .describe('How long after its last message a conversation can be continued.'),
  uploadMaxBytes: wholeNumber(1_024, 100_000_000)
    .default(10_000_000)
    .describe('Largest file a shopper may send, in bytes.'),
  uploadsPerHour: wholeNumber(1, 1_000_000)
    .default(200)
    .describe('How many files may come from one network address in an hour.'),
  retentionConversationsDays: wholeNumber(1, 36_500)
    .default(730)
    .describe('How long a chat is kept after its last message, with its files.'),
  retentionTracesDays: wholeNumber(1, 36_500)
    .default(180)
    .describe('How long it is kept how the bot understood a question.'),
  retentionEventsDays: wholeNumber(1, 36_500)
    .default(400)
    .describe('How long page views, carts and orders that the shop reports as events are kept.'),
  retentionCustomersDays: wholeNumber(1, 36_500)
    .default(1_095)
    .describe('After how long without a visit a customer whom only this server knows is forgotten.'),
  exchangeRates: z
    .string()
    .optional()
    .describe(
      "File or address of the ECB's daily rates, read every six hours; prices in other currencies are shown in the shopper's with the day of the rates.",
    ),
  smtpUrl: z
    .string()
    .refine((text) => /^smtps?:\/\//.test(text) && URL.canParse(text), {
      error: 'must be an address such as smtps://user:password@mail.example.com',
    })
    .optional()
    .describe(
      'Server that takes outgoing e-mail. Without it mails are kept in the data folder, under outbox/.',
    ),
  mailFrom: z
    .string()
    .refine((text) => /^(?:[^<>@\r\n]* <)?[^\s<>@,;"]+@[^\s<>@,;"]+>?$/.test(text), {
      error: 'must be an address such as Northside Sound <desk@northside.example>',
    })
    .default('Shopdesk <shopdesk@localhost>')
    .describe('Address that outgoing e-mail comes from.'),
  wrongAnswerCost: z.coerce
    .number({ error: costChoices })
    .min(0.1, costChoices)
    .max(100, costChoices)
    .default(1.5)
    .describe(
      'How much worse a wrong answer is than a needless handoff, from 0.1 to 100: the higher, the surer the bot must be to answer.',
    ),
  encoder: z
    .union([z.enum(['off', 'bundled']), encoderAddress], { error: encoderChoices })
    .default('off')
    .describe(
      'Sentence vectors for questions that words alone do not settle: off, bundled (its optional packages; English), or the address of an OpenAI-compatible embeddings endpoint.',
    ),
  encoderModel: z.string().optional().describe('Model to ask that endpoint for.'),
  encoderSize: wholeNumber(1, 16_384).optional().describe("Length of that model's vectors."),
  encoderApiKey: z.string().optional().describe('Key to that endpoint, if it wants one.'),
  hubUrl: z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), {
      error: 'must be an address such as https://hub.example.com/handoff',
    })
    .optional()
    .describe('Another agent desk that takes the chats instead of ours; gets Bot Framework handoff events.'),
  hubSecret: secret
    .optional()
    .describe('Bearer that we and that desk send each other; HUB_URL is used only with it.'),
  webhookPrivateNetwork: z
    .enum(['on', 'off'], { error: 'must be on or off' })
    .default('off')
    .describe('Whether webhooks may lead to addresses of the own network.'),
  microsoftAppId: z.string().optional().describe('App id for /api/messages (Teams, Azure Bot Service).'),
  microsoftAppPassword: z.string().optional().describe('Password of that app.'),
  microsoftAppTenantId: z.string().optional().describe('Tenant of a single-tenant app.'),
  botOpenIdMetadata: z
    .string()
    .refine((text) => URL.canParse(text), { error: 'must be a URL' })
    .optional()
    .describe('OpenID document that /api/messages trusts instead of the public Bot Framework one.'),
  adminToken: secret
    .optional()
    .describe('Bearer token for the operator routes under /api/admin; they are closed while it is unset.'),
  ...channelSettings,
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be one of debug, info, warn, error, silent',
    })
    .default('info')
    .describe('Least severe log line to print.'),
});

const names: Readonly<Record<keyof Settings, string>> = {
  port: 'PORT',
  host: 'HOST',
  dataFolder: 'SHOPDESK_DATA',
  knowledgeFolder: 'SHOPDESK_KNOWLEDGE',
  demoShop: 'DEMO_SHOP',
  databaseUrl: 'DATABASE_URL',
  publicUrl: 'PUBLIC_URL',
  trustProxy: 'TRUST_PROXY',
  directLineSecret: 'DIRECT_LINE_SECRET',
  allowedOrigins: 'ALLOWED_ORIGINS',
  widgetTokensPerMinute: 'WIDGET_TOKENS_PER_MINUTE',
  sendsPerTenSeconds: 'SENDS_PER_TEN_SECONDS',
  socketsPerConversation: 'SOCKETS_PER_CONVERSATION',
  conversationLifeDays: 'CONVERSATION_LIFE_DAYS',
  uploadMaxBytes: 'UPLOAD_MAX_BYTES',
  uploadsPerHour: 'UPLOADS_PER_HOUR',
  retentionConversationsDays: 'RETENTION_CONVERSATIONS_DAYS',
  retentionTracesDays: 'RETENTION_TRACES_DAYS',
  retentionEventsDays: 'RETENTION_EVENTS_DAYS',
  retentionCustomersDays: 'RETENTION_CUSTOMERS_DAYS',
  exchangeRates: 'EXCHANGE_RATES',
  smtpUrl: 'SMTP_URL',
  mailFrom: 'MAIL_FROM',
  wrongAnswerCost: 'WRONG_ANSWER_COST',
  encoder: 'ENCODER',
  encoderModel: 'ENCODER_MODEL',
  encoderSize: 'ENCODER_SIZE',
  encoderApiKey: 'ENCODER_API_KEY',
  hubUrl: 'HUB_URL',
  hubSecret: 'HUB_SECRET',
  webhookPrivateNetwork: 'WEBHOOK_PRIVATE_NETWORK',
  microsoftAppId: 'MICROSOFT_APP_ID',
  microsoftAppPassword: 'MICROSOFT_APP_PASSWORD',
  microsoftAppTenantId: 'MICROSOFT_APP_TENANT_ID',
  botOpenIdMetadata: 'BOT_OPENID_METADATA',
  adminToken: 'ADMIN_TOKEN',
  ...channelVariables,
  logLevel: 'LOG_LEVEL',
};

function variableOf(name: PropertyKey | undefined): string {
  return new Map<PropertyKey | undefined, string>(Object.entries(names)).get(name) ?? String(name);
}
