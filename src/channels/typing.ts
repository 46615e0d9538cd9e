/** Shows on other platforms that somebody of the shop is writing, where the platform can show that. */
import { z } from 'zod';
import type { Feeds } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Channel } from './channel.ts';
import type { Chat, Chats } from './chats.ts';
import { isOutside } from './delivery.ts';
import { createRateWindow } from './rate-window.ts';

export interface TypingParts {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly chats: Pick<Chats, 'ofConversation'>;
  readonly feeds: Pick<Feeds, 'onPass'>;
  readonly clock: Clock;
  readonly log: Log;
}

export type Typing = ReturnType<typeof createTyping>;

/** Platforms show it for five seconds and more, and the desk tells of it every three. */
const windowMs = 4_000;
/** As the desk and outside hubs tell it; what shoppers write is told in the same way. */
const told = z.object({ type: z.literal('typing'), from: z.object({ role: z.literal('agent') }) });

export function createTyping({ channels, chats, feeds, clock, log }: TypingParts) {
  const window = createRateWindow({ most: 1, windowMs, clock });

  /** What fails is of no concern. */
  function show(channel: Channel, { place, address }: Chat): void {
    channel.typing?.({ chat: place, address }).catch((error: unknown) => {
      log.debug({ channel: channel.name, error: messageOf(error) }, 'Typing could not be shown');
    });
  }

  async function showAgent(conversationId: string): Promise<void> {
    for (const chat of await chats.ofConversation(conversationId)) {
      const channel = channels.get(chat.channel);
      const isSeen = channel && chat.listening !== 'elsewhere' && !isOutside(channel, chat, clock.now());
      if (isSeen && window.allows(`${chat.channel} ${chat.chat}`)) show(channel, chat);
    }
  }

  return {
    show,
    /** Returns the function that ends it. */
    start: () =>
      feeds.onPass((conversationId, json) => {
        // Most of what is passed on is something else.
        if (!json.includes('"typing"') || !told.safeParse(JSON.parse(json)).success) return;
        showAgent(conversationId).catch((error: unknown) => {
          log.debug({ conversationId, error: messageOf(error) }, 'Typing could not be shown');
        });
      }),
  };
}
