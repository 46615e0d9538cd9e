/** Talks to the bot as a shopper does, over Direct Line, and reads conversations written down as transcripts. */
import type { Activity } from '../../src/core/activity.ts';
import { ask, history, openChat, postActivity, type TestSession, until } from './direct-line-client.ts';

export interface Reply {
  /** Markdown, one string per message. */
  readonly texts: readonly string[];
  /** Titles of the buttons under the last message. */
  readonly buttons: readonly string[];
  readonly activities: readonly Activity[];
}

export interface Talk {
  /** Says something and waits for the answer. */
  (text: string): Promise<Reply>;
  /** Opens the chat as the widget does and waits for the welcome. */
  join(language: string): Promise<Reply>;
  /** Gives the last answer a thumb; a down is answered, an up is not. */
  thumb(verdict: 'up' | 'down'): Promise<Reply>;
  readonly session: TestSession;
}

/** A new chat with the server at `base`: of a visitor, or the one given. */
export async function startTalk(base: string, chat?: TestSession): Promise<Talk> {
  const session = chat ?? (await openChat(base));
  let lastAnswer: Activity | undefined;

  const keep = (activities: readonly Activity[]): Reply => {
    lastAnswer = activities.findLast(({ channelData }) => channelData?.feedback === 'ask') ?? lastAnswer;
    const messages = activities.filter(({ type }) => type === 'message');
    return {
      texts: messages.map(({ text }) => text ?? ''),
      buttons: messages.at(-1)?.suggestedActions?.actions.map(({ title }) => title) ?? [],
      activities,
    };
  };
  const sendEvent = async (name: string, value: object, answered: boolean): Promise<Reply> => {
    const response = await postActivity(base, session, { type: 'event', name, value });
    const { id }: { id: string } = await response.json();
    if (!answered) return keep([]);
    return until(async () => {
      const { activities } = await history(base, session);
      const replies = activities.filter(({ replyToId }) => replyToId === id);
      return replies.length > 0 ? keep(replies) : undefined;
    });
  };

  const talk = async (text: string) => keep(await ask(base, session, text));
  return Object.assign(talk, {
    session,
    join: (language: string) => sendEvent('webchat/join', { language }, true),
    thumb: (verdict: 'up' | 'down') =>
      sendEvent('feedback', { activityId: lastAnswer?.id, verdict }, verdict === 'down'),
  });
}

/** One line of the shopper's with what the bot must answer to it. */
export interface Exchange {
  /** 1-based line in the file. */
  readonly line: number;
  readonly says: string;
  /** Expected texts, one per message; `…` stands for anything. */
  readonly texts: readonly string[];
  /** Expected buttons; undefined when the transcript does not say. */
  readonly buttons: readonly string[] | undefined;
}

/**
 * Reads a transcript: `shopper: …` begins an exchange, `bot: …` is a message (lines indented by two spaces
 * go on with either), `buttons: [a] [b]` what is offered below, `#` a comment. The shopper may also `/join zh`,
 * `/thumb down`.
 */
export function readTranscript(text: string): Exchange[] {
  const exchanges: { line: number; says: string; texts: string[]; buttons: string[] | undefined }[] = [];
  const goOn = (current: { says: string; texts: string[] }, more: string) => {
    const last = current.texts.pop();
    if (last === undefined) current.says += `\n${more}`;
    else current.texts.push(`${last}\n${more}`);
  };
  text.split(/\r?\n/).forEach((line, index) => {
    const current = exchanges.at(-1);
    const [, kind, rest = ''] = /^(shopper|bot|buttons): ?(.*)$/.exec(line) ?? [];
    if (kind === 'shopper') exchanges.push({ line: index + 1, says: rest, texts: [], buttons: undefined });
    else if (kind === 'bot') current?.texts.push(rest);
    else if (kind === 'buttons' && current)
      current.buttons = Array.from(rest.matchAll(/\[([^\]]*)\]/g), ([, title = '']) => title);
    else if (line.startsWith('  ') && current) goOn(current, line.slice(2));
    else if (line.trim() !== '' && !line.startsWith('#'))
      throw new Error(`line ${index + 1} is not of a transcript: ${line}`);
  });
  return exchanges;
}

/** Says one line of a transcript. */
export function say(talk: Talk, { says }: Exchange): Promise<Reply> {
  const [, command, argument = ''] = /^\/(join|thumb) (\w+)$/.exec(says) ?? [];
  if (command === 'join') return talk.join(argument);
  if (command === 'thumb') return talk.thumb(argument === 'up' ? 'up' : 'down');
  return talk(says);
}

/** True when `actual` is what the transcript expects: white space folded, `…` for anything. */
export function fits(expected: string, actual: string): boolean {
  const fold = (text: string) => text.replace(/\s+/g, ' ').trim();
  const parts = fold(expected).split('…');
  let rest = fold(actual);
  const first = parts.shift() ?? '';
  if (!rest.startsWith(first)) return false;
  rest = rest.slice(first.length);
  const last = parts.pop();
  if (last === undefined) return rest === '';
  for (const part of parts) {
    const at = rest.indexOf(part);
    if (at < 0) return false;
    rest = rest.slice(at + part.length);
  }
  return rest.endsWith(last);
}
