/** Makes the channels whose settings are there. */
import { createCloudAdapter } from '../bot/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Mailer } from '../core/mail.ts';
import type { Database } from '../store/index.ts';
import type { Channel } from './channel.ts';
import { createDiscord } from './discord/index.ts';
import { createLine } from './line/index.ts';
import { createMailChannel, type MailBounced } from './mail/index.ts';
import { graphRoot } from './meta/graph.ts';
import { createPage } from './meta/page.ts';
import { createWhatsApp } from './meta/whatsapp.ts';
import { createOwnChannel } from './own/index.ts';
import type { ChannelSettings } from './settings.ts';
import { createSlack } from './slack/index.ts';
import { createTeams, type TeamsOptions } from './teams/index.ts';
import { createTelegram } from './telegram/index.ts';
import { createTwilioSms } from './twilio/index.ts';
import { channelsPath } from './webhook.ts';
import { createWeChat } from './wechat/index.ts';

export interface Means {
  readonly settings: ChannelSettings &
    BotSettings & { readonly publicUrl?: string | undefined; readonly mailFrom: string };
  readonly mailer: Mailer;
  readonly threadKey: Uint8Array;
  readonly mailBounced?: MailBounced | undefined;
  readonly database: Database;
  readonly answersTo: TeamsOptions['answersTo'];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Of `/api/messages`, as src/settings.ts declares them. */
export interface BotSettings {
  readonly microsoftAppId?: string | undefined;
  readonly microsoftAppPassword?: string | undefined;
  readonly microsoftAppTenantId?: string | undefined;
  readonly botOpenIdMetadata?: string | undefined;
}

const makers = [
  telegram,
  slack,
  whatsapp,
  messenger,
  instagram,
  sms,
  line,
  wechat,
  discord,
  teams,
  mail,
  own,
];

export function channelsOn(means: Means): Channel[] {
  return makers.flatMap((make) => make(means) ?? []);
}

function telegram(means: Means): Channel | undefined {
  const { telegramBotToken: token, telegramWebhookSecret: secret, telegramBotName: botName } = means.settings;
  const apiRoot = rootOf(means, 'telegram', 'https://api.telegram.org');
  const webhookUrl = webhookUrlOf(means, 'telegram');
  return token && secret
    ? createTelegram({ token, secret, botName, apiRoot, webhookUrl, log: means.log })
    : undefined;
}

function slack(means: Means): Channel | undefined {
  const { slackBotToken: token, slackSigningSecret: signingSecret } = means.settings;
  const apiRoot = rootOf(means, 'slack', 'https://slack.com/api');
  return token && signingSecret ? createSlack({ token, signingSecret, apiRoot }) : undefined;
}

function whatsapp(means: Means): Channel | undefined {
  const { whatsappAccessToken: accessToken, whatsappPhoneNumberId: phoneNumberId } = means.settings;
  const { whatsappNumber: number, whatsappTemplate: template } = means.settings;
  const secrets = metaSecrets(means);
  const apiRoot = rootOf(means, 'whatsapp', graphRoot);
  return secrets && accessToken && phoneNumberId
    ? createWhatsApp({ secrets, accessToken, phoneNumberId, number, template, apiRoot })
    : undefined;
}

function messenger(means: Means): Channel | undefined {
  return page(means, 'messenger', means.settings.messengerPageToken);
}

function instagram(means: Means): Channel | undefined {
  return page(means, 'instagram', means.settings.instagramAccessToken);
}

function page(
  means: Means,
  kind: 'messenger' | 'instagram',
  accessToken: string | undefined,
): Channel | undefined {
  const secrets = metaSecrets(means);
  const apiRoot = rootOf(means, kind, graphRoot);
  return secrets && accessToken ? createPage({ kind, secrets, accessToken, apiRoot }) : undefined;
}

function sms(means: Means): Channel | undefined {
  const { twilioAccountSid: accountSid, twilioAuthToken: authToken, twilioFrom: from } = means.settings;
  const apiRoot = rootOf(means, 'sms', 'https://api.twilio.com');
  const webhookUrl = webhookUrlOf(means, 'sms');
  return accountSid && authToken && from
    ? createTwilioSms({ accountSid, authToken, from, webhookUrl, apiRoot })
    : undefined;
}

function line(means: Means): Channel | undefined {
  const { lineChannelSecret: channelSecret, lineChannelToken: channelToken } = means.settings;
  const apiRoot = rootOf(means, 'line', 'https://api.line.me');
  const dataRoot = rootOf(means, 'line', 'https://api-data.line.me');
  return channelSecret && channelToken
    ? createLine({ channelSecret, channelToken, apiRoot, dataRoot, clock: means.clock })
    : undefined;
}

function wechat(means: Means): Channel | undefined {
  const {
    wechatAppId: appId,
    wechatAppSecret: appSecret,
    wechatToken: token,
    wechatAesKey: aesKey,
  } = means.settings;
  const apiRoot = rootOf(means, 'wechat', 'https://api.weixin.qq.com');
  return appId && appSecret && token && aesKey
    ? createWeChat({ ...means, appId, appSecret, token, aesKey, apiRoot })
    : undefined;
}

function discord(means: Means): Channel | undefined {
  const {
    discordPublicKey: publicKey,
    discordApplicationId: applicationId,
    discordBotToken: botToken,
  } = means.settings;
  const apiRoot = rootOf(means, 'discord', 'https://discord.com/api/v10');
  return publicKey && applicationId && botToken
    ? createDiscord({ ...means, publicKey, applicationId, botToken, apiRoot })
    : undefined;
}

/** Without a mailbox it brings what cannot go out elsewhere any more, and hears nothing. */
function mail(means: Means): Channel | undefined {
  const { mailboxUrl, mailFrom } = means.settings;
  return mailboxUrl || means.mailer.delivers
    ? createMailChannel({ ...means, mailboxUrl, mailFrom })
    : undefined;
}

/** Always there: without an app id it answers the own machine, where the Emulator runs. */
function teams({ settings, answersTo }: Means): Channel {
  const adapter = createCloudAdapter({
    appId: settings.microsoftAppId,
    password: settings.microsoftAppPassword,
    tenantId: settings.microsoftAppTenantId,
    openIdMetadata: settings.botOpenIdMetadata,
  });
  return createTeams({ adapter, authenticated: settings.microsoftAppId !== undefined, answersTo });
}

function own({ settings: { ownChannelSecret: secret, ownChannelUrl: url } }: Means): Channel | undefined {
  return secret && url ? createOwnChannel({ secret, url }) : undefined;
}

function metaSecrets({ settings: { metaAppSecret: appSecret, metaVerifyToken: verifyToken } }: Means) {
  return appSecret && verifyToken ? { appSecret, verifyToken } : undefined;
}

function rootOf({ settings }: Means, channel: string, usual: string): string {
  return settings.channelApiRoots?.get(channel) ?? usual;
}

function webhookUrlOf({ settings: { publicUrl } }: Means, channel: string): string | undefined {
  return publicUrl && `${publicUrl}${channelsPath}/${channel}`;
}
