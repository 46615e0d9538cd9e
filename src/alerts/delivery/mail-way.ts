/** By e-mail, through the mail room: to a confirmed address, with one click to stop it. */
import { hasCode, messageOf } from '../../core/errors.ts';
import type { Mailer } from '../../core/mail.ts';
import { type CustomerProfile, mayReach, type Purpose } from '../../customers/index.ts';
import type { Database } from '../../store/index.ts';
import type { Outcome } from '../outbox/message.ts';
import type { LinkWriter } from '../words/links.ts';
import { mailMessage } from '../words/mail-message.ts';
import { addressesOff } from './channel-off.ts';
import type { FindWay } from './way.ts';

export interface MailWayParts {
  readonly database: Database;
  readonly mailer: Mailer;
  readonly links: LinkWriter;
  /** A link that ends mails of a purpose with one click; undefined where nothing has to be ended. */
  readonly unsubscribe: (person: CustomerProfile, purpose: Purpose) => string | undefined;
  /** Right-hand side of message ids. */
  readonly domain: string;
}

export function mailWay({ database, mailer, links, unsubscribe, domain }: MailWayParts): FindWay {
  return async ({ message, person, alerts, words }) => {
    const verdict = mayReach(person, message.purpose, 'email');
    if (!verdict.allowed || verdict.email === undefined) return undefined;
    const to = verdict.email;
    if ((await addressesOff(database, person.recordIds)).has(`email ${to}`)) return undefined;
    return {
      kind: 'outside',
      channel: 'email',
      address: to,
      async send(): Promise<Outcome> {
        try {
          const mail = mailMessage({
            messageId: message.id,
            to,
            name: person.name,
            alerts,
            words,
            links,
            unsubscribe: unsubscribe(person, message.purpose),
            domain,
          });
          const { messageId } = await mailer.send(mail);
          return { kind: 'sent', as: messageId };
        } catch (error) {
          if (hasCode(error, 'mail.refused')) return { kind: 'never', reason: messageOf(error) };
          if (hasCode(error, 'mail.unavailable')) return { kind: 'later', reason: messageOf(error) };
          return { kind: 'unknown', reason: messageOf(error) };
        }
      },
    };
  };
}
