/** The wire type of the conversation: Bot Framework activities, as far as the house uses them. */

export interface Account {
  readonly id: string;
  readonly name?: string | undefined;
  readonly role?: 'user' | 'bot' | 'agent' | undefined;
}

export interface CardAction {
  readonly type: 'imBack' | 'postBack' | 'messageBack' | 'openUrl';
  readonly title: string;
  readonly value: unknown;
}

export interface Attachment {
  readonly contentType: string;
  readonly contentUrl?: string | undefined;
  readonly content?: unknown;
  readonly name?: string | undefined;
  readonly thumbnailUrl?: string | undefined;
}

/**
 * One thing said or done in a conversation (Bot Framework Activity schema 3.x). Fields the house does not
 * name are kept and passed on untouched.
 */
export interface Activity {
  readonly type: string;
  readonly id?: string | undefined;
  /** ISO 8601, UTC, set by the server; rises within a conversation. */
  readonly timestamp?: string | undefined;
  readonly channelId?: string | undefined;
  readonly conversation?: { readonly id: string } | undefined;
  readonly from?: Account | undefined;
  readonly recipient?: Account | undefined;
  readonly replyToId?: string | undefined;
  /** BCP 47. */
  readonly locale?: string | undefined;
  readonly text?: string | undefined;
  readonly textFormat?: 'plain' | 'markdown' | undefined;
  readonly attachmentLayout?: 'list' | 'carousel' | undefined;
  readonly attachments?: readonly Attachment[] | undefined;
  readonly suggestedActions?:
    | { readonly to?: readonly string[]; readonly actions: readonly CardAction[] }
    | undefined;
  readonly entities?: readonly { readonly type: string; readonly [name: string]: unknown }[] | undefined;
  readonly inputHint?: string | undefined;
  /** Of an event activity. */
  readonly name?: string | undefined;
  readonly value?: unknown;
  readonly channelData?: Readonly<Record<string, unknown>> | undefined;
}

/** Type of the entity that says what was masked in a text before it was stored: `{ type, found: ['card'] }`. */
export const redactionEntity = 'shopdesk/redaction';
