/** Keeps one conversation from flooding the shop: so many messages in ten seconds. */
import type { Clock } from '../../core/clock.ts';
import { createRateWindow } from '../rate-window.ts';
import { DirectLineError } from './errors.ts';

export interface SendLimit {
  /** @throws DirectLineError 409: real clients show "Send failed · Retry" for it, while 429 loses the message. */
  spend(conversationId: string): void;
  /** Counted on its own; one too many is not worth an error, nor worth showing. */
  allowsTyping(conversationId: string): boolean;
}

export function createSendLimit({ most, clock }: { most: number; clock: Clock }): SendLimit {
  const messages = createRateWindow({ most, windowMs: 10_000, clock });
  const typing = createRateWindow({ most, windowMs: 10_000, clock });
  return {
    spend(conversationId) {
      if (messages.allows(conversationId)) return;
      const advice = 'Too many messages at once. Wait a few seconds and send again.';
      throw new DirectLineError(409, 'TooManyMessages', advice);
    },
    allowsTyping: typing.allows,
  };
}
