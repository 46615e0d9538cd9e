/** Every platform, for tests that play the same thing on each. */

import { startDiscord } from './discord.ts';
import { startLine } from './line.ts';
import { startMail } from './mail.ts';
import { startInstagram, startMessenger, startWhatsApp } from './meta.ts';
import { startOwn } from './own.ts';
import type { Platform } from './platform.ts';
import { startSlack } from './slack.ts';
import { startTeams } from './teams.ts';
import { startTelegram } from './telegram.ts';
import { startTwilioSms } from './twilio.ts';
import { startWeChat } from './wechat.ts';

export const platformStarts: Readonly<Record<string, () => Promise<Platform>>> = {
  telegram: startTelegram,
  slack: startSlack,
  whatsapp: startWhatsApp,
  messenger: startMessenger,
  instagram: startInstagram,
  sms: startTwilioSms,
  line: startLine,
  wechat: startWeChat,
  discord: startDiscord,
  msteams: startTeams,
  mail: startMail,
  own: startOwn,
};

/** Starts them all. */
export function startPlatforms(): Promise<Platform[]> {
  return Promise.all(Object.values(platformStarts).map((start) => start()));
}

/** Settings that turn all of them on. */
export function environmentOf(platforms: readonly Platform[]): Record<string, string> {
  return {
    ...Object.assign({}, ...platforms.map(({ environment }) => environment)),
    CHANNEL_API_ROOTS: platforms.map(({ name, api }) => `${name}=${api.url}`).join(','),
  };
}
