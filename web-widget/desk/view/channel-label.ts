/** What the desk calls each channel. */
const channels: Readonly<Record<string, string>> = {
  directline: 'Web',
  webchat: 'Web',
  mail: 'E-mail',
  msteams: 'Teams',
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  instagram: 'Instagram',
  sms: 'SMS',
  slack: 'Slack',
  line: 'LINE',
  wechat: 'WeChat',
  discord: 'Discord',
};

/** The channels that a shop may be reached by beside its own site. */
export const knownChannels = Object.keys(channels).filter((name) => channels[name] !== 'Web');

export function channelLabel(channel: string): string {
  return channels[channel] ?? channel;
}
