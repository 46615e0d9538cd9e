/** What the house and its people say in a conversation, as entries of the log. */
import { type Audience, type Conversation, type Draft, draftOf } from '../conversations/index.ts';
import type { Activity, Attachment } from '../core/activity.ts';
import type { Ids } from '../core/ids.ts';
import { type Language, languageOfLocale } from '../core/language.ts';
import { type Blanks, type Knowledge, render, renderPlain } from '../knowledge/index.ts';

/** What the shopper's side is told about who has the conversation, as the value of a `desk/status` event. */
export interface Status {
  readonly state: 'waiting' | 'accepted' | 'bot' | 'closed';
  readonly case: string;
  readonly agent?: string | undefined;
  /** The shopper may be asked for one to five stars. */
  readonly rate?: boolean | undefined;
}

export interface Spoken {
  readonly id: string;
  readonly channel: string;
  readonly userId: string;
}

export type Speech = ReturnType<typeof createSpeech>;

export function createSpeech({ knowledge, ids }: { knowledge: () => Knowledge; ids: Ids }) {
  /** The house says the sentence `key` of knowledge/replies. */
  function sentence(
    to: Spoken,
    language: string,
    key: string,
    blanks: Blanks = {},
    buttons: readonly string[] = [],
  ): Draft {
    const spoken = languageOfLocale(language);
    const actions = buttons.map((button) => {
      const title = phrase(spoken, button);
      return { type: 'imBack' as const, title, value: title };
    });
    return houseDraft(to, {
      type: 'message',
      text: render(knowledge().replies, key, spoken, blanks, () => 0),
      textFormat: 'markdown',
      locale: spoken === 'zh' ? 'zh-CN' : 'en-US',
      channelData: { author: 'system' },
      ...(actions.length > 0 && { suggestedActions: { actions } }),
    });
  }

  /** Tells the shopper's client who has the conversation now. */
  function status(to: Spoken, value: Status): Draft {
    return houseDraft(to, { type: 'event', name: 'desk/status', value });
  }

  /** Words for the desk alone about what happened to the chat. */
  function mark(to: Spoken, how: string, text: string): Draft {
    return houseDraft(to, { type: 'event', name: 'desk/mark', text, value: { how, text } }, 'desk');
  }

  function houseDraft(to: Spoken, activity: Activity, audience: Audience = 'all'): Draft {
    const name = renderPlain(knowledge().replies, 'shop.name', 'en', {}, () => 0);
    return draftOf(
      { ...activity, ...addressed(to), from: { id: 'shopdesk', name, role: 'bot' } },
      { id: ids.next(), sender: 'system', audience },
    );
  }

  /** A person says something, to the shopper or to the desk alone. */
  function fromAgent(
    to: Spoken,
    agent: { id: string; name: string },
    said: {
      readonly text: string;
      readonly attachments?: readonly Attachment[] | undefined;
      readonly channelData?: Readonly<Record<string, unknown>> | undefined;
      readonly audience?: Audience;
      readonly locale?: string | undefined;
    },
  ): Draft {
    return draftOf(
      {
        type: 'message',
        ...addressed(to),
        from: { id: `agent:${agent.id}`, name: agent.name, role: 'agent' },
        text: said.text,
        textFormat: 'markdown',
        ...(said.locale && { locale: said.locale }),
        ...(said.attachments && said.attachments.length > 0 && { attachments: said.attachments }),
        channelData: { author: said.audience === 'desk' ? 'note' : 'agent', ...said.channelData },
      },
      { id: ids.next(), sender: 'agent', audience: said.audience ?? 'all' },
    );
  }

  function phrase(language: Language, key: string, blanks: Blanks = {}): string {
    return renderPlain(knowledge().replies, key, language, blanks, () => 0);
  }

  return { sentence, status, mark, fromAgent, phrase };
}

const addressed = ({ id, channel, userId }: Spoken | Conversation) => ({
  channelId: channel,
  conversation: { id },
  recipient: { id: userId },
});
