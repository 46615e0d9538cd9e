/** The people behind the bot, as a turn reaches them in one conversation. */
import type { Conversation } from '../conversations/index.ts';
import type { Language } from '../core/language.ts';
import type { DeskDoor, HandOver, Outlook } from '../desk/index.ts';

export interface PeopleAgent {
  /** Who is there, and what to say about it. */
  outlook(language: Language, wanted: Pick<HandOver, 'skills' | 'priority'>): Promise<Outlook>;
  /** The rows of a chat that waits for a person; kept only with the bot's answer. */
  open(
    facts: HandOver & { language: Language; text: string; mood?: string | undefined },
  ): ReturnType<DeskDoor['open']>;
  /** The rows of a message that is answered later. */
  leave(left: { email: string; text: string; language: Language }): ReturnType<DeskDoor['leaveMessage']>;
  /** The rows with which other systems are told of a request. */
  requested(request: Parameters<DeskDoor['requested']>[1]): ReturnType<DeskDoor['requested']>;
  /** Mails this conversation as it stands. */
  mailTranscript(email: string, language: Language): Promise<'sent' | 'limited'>;
  /** Keeps one to five stars for the last chat with people. @returns nothing to keep when there was none. */
  rate: DeskDoor['rate'];
}

export function peopleFor(door: DeskDoor, conversation: Conversation): PeopleAgent {
  return {
    outlook: (language, wanted) => door.outlook(conversation, language, wanted),
    open: (facts) => door.open(conversation, facts),
    leave: (left) => door.leaveMessage(conversation, left),
    requested: (request) => door.requested(conversation.id, request),
    mailTranscript: (email, language) => door.mailTranscript(conversation.id, email, language),
    rate: door.rate,
  };
}
