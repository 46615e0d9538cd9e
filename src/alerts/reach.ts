/** By which ways a customer may be told something, and why not by the others. */
import { type CustomerProfile, isPersonalised, mayReach, type Purpose } from '../customers/index.ts';
import type { Obstacle, Proposal } from './alert.ts';

/** In the order in which they are tried: where the customer is, then what reaches them soonest. */
export const alertChannels = ['chat', 'push', 'email'] as const;
export type AlertChannel = (typeof alertChannels)[number];

export function isAlertChannel(text: string): text is AlertChannel {
  return alertChannels.some((channel) => channel === text);
}

/** The channels that consent opens. A messaging channel of its own, such as Telegram, counts as chat. */
export function openChannels(person: CustomerProfile, purpose: Purpose): AlertChannel[] {
  const messaging = person.channelUsers.some(
    ({ channel }) => channel !== 'directline' && mayReach(person, purpose, channel.toLowerCase()).allowed,
  );
  return alertChannels.filter(
    (channel) => mayReach(person, purpose, channel).allowed || (channel === 'chat' && messaging),
  );
}

/** Stands in `about` of what is announced to all alike, chosen by nothing they did. */
export const forEverybody = 'everybody';

/** True for what was chosen by what they bought or asked, and is not what they asked to be told. */
export function isChosenForThem({
  wishId,
  purpose,
  about,
}: Pick<Proposal, 'wishId' | 'purpose' | 'about'>): boolean {
  return wishId === undefined && purpose !== 'service' && !about.includes(forEverybody);
}

/**
 * What stands against telling this customer for this purpose.
 * @param personal true when it was chosen by what they bought or asked.
 */
export function consentObstacles(person: CustomerProfile, purpose: Purpose, personal: boolean): Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (personal && !isPersonalised(person)) {
    obstacles.push({
      code: 'no-consent',
      reason: 'no consent to use what they bought or asked (personalisation)',
    });
  }
  if (openChannels(person, purpose).length === 0) {
    const words = alertChannels.map((channel) => {
      const verdict = mayReach(person, purpose, channel);
      return `${channel}: ${verdict.allowed ? 'yes' : verdict.reason}`;
    });
    obstacles.push({
      code: 'no-consent',
      reason: `no consent to ${purpose} on any channel (${words.join(', ')})`,
    });
  }
  return obstacles;
}
