/** Where the shopper of a conversation sees what is said to them, for the agent who writes. */
import type { Channel, Shows } from './channel.ts';
import type { Chat } from './chats.ts';
import { mostText } from './incoming-activity.ts';

export interface Way {
  /** By its name, such as `telegram`; `directline` is the widget. */
  readonly channel: string;
  /** What is said now goes there; false once the shopper went on elsewhere. */
  readonly isOpen: boolean;
  /** Unix ms from which the platform lets nobody write, but what it allows later, such as a template. */
  readonly freeUntil: number | null;
  readonly shows: Shows;
}

/** The widget keeps everything for when it is looked at. */
export const directLineWay: Way = {
  channel: 'directline',
  isOpen: true,
  freeUntil: null,
  shows: { buttons: 'native', cards: 'native', files: 'native', markdown: true, textLimit: mostText },
};

/** None for a channel that is off. */
export function wayOf(channel: Channel | undefined, { listening, heardAt }: Chat): Way[] {
  if (!channel) return [];
  const { name, shows, windowMs } = channel;
  const freeUntil = windowMs === undefined ? null : heardAt + windowMs;
  return [{ channel: name, isOpen: listening !== 'elsewhere', freeUntil, shows }];
}
