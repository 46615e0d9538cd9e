/**
 * Writes a logged conversation down as a transcript that the tests replay: one command turns a bad chat into a
 * test. Lines are `shopper: …`, `bot: …`, `buttons: [a] [b]`; what goes on below is indented by two spaces.
 */
import type { Activity } from '../core/activity.ts';
import { activityOf, type Entry } from './entry.ts';

/** @param entries of one conversation, in order; what is not for the shopper is left out. */
export function writeTranscript(entries: readonly Entry[]): string {
  // What people of the shop said cannot be replayed: nobody is at the desk of a test.
  const activities = entries
    .filter(({ audience, sender }) => audience === 'all' && (sender === 'user' || sender === 'bot'))
    .map(activityOf);
  return activities
    .flatMap(linesOf)
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(activity: Activity): string[] {
  const fromBot = activity.from?.role === 'bot';
  if (activity.type === 'event') return eventLines(activity);
  if (activity.type !== 'message') return [];
  const buttons = activity.suggestedActions?.actions.map(({ title }) => `[${title}]`) ?? [];
  return [
    `${fromBot ? 'bot' : 'shopper'}: ${indented(activity.text ?? '')}`,
    ...(buttons.length > 0 ? [`buttons: ${buttons.join(' ')}`] : []),
  ];
}

/** The events that a transcript can say: the chat was opened, a thumb was given. */
function eventLines({ name, value }: Activity): string[] {
  const fields: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null ? { ...value } : {};
  if (name === 'webchat/join') return [`shopper: /join ${fields.language === 'zh' ? 'zh' : 'en'}`];
  if (name === 'feedback') return [`shopper: /thumb ${fields.verdict === 'up' ? 'up' : 'down'}`];
  return [];
}

function indented(text: string): string {
  return text.replace(/\r?\n/g, '\n  ');
}
