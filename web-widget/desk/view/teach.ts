/** What the desk learns from a chat: a good answer becomes a draft of the knowledge, a bad one goes to the gaps. */
import type { Activity } from '../../wire/activity.ts';
import { v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import type { OpenChat } from '../model/open-chat.ts';
import { field, input } from './pieces.ts';

/** Asks for the question, the shopper's own words to begin with, and makes a draft entry of it. */
export function draftFaq(open: OpenChat, answer: Activity, app: App): void {
  const { t } = app;
  const { id: message } = answer;
  if (message === undefined) return;
  let question = askedBefore(open, answer);
  app.show({
    title: t.draftFaq,
    done: t.draftFaq,
    wide: true,
    body: () => [
      field(
        t.wasAsked,
        input(
          question,
          (words) => {
            question = words;
          },
          { required: true, maxlength: 300, 'data-first': true },
        ),
      ),
      v(
        'div',
        { class: 'field' },
        v('span', {}, t.answer),
        v('blockquote', { class: 'answer' }, answer.text),
      ),
    ],
    submit: () => app.attempt(() => app.api.draftFaq(open.id, { message, question }), t.draftFaqDone),
  });
}

/** What was asked before a bad answer of the bot's is now among the gaps. */
export async function toGaps(open: OpenChat, { id }: Activity, app: App): Promise<void> {
  if (id !== undefined) await app.attempt(() => app.api.addGap(open.id, id), app.t.toGapsDone);
}

/** The shopper's words that came last before `answer`. */
function askedBefore(open: OpenChat, answer: Activity): string {
  const { lines } = open.transcript;
  const at = lines.findIndex(({ activity }) => activity === answer);
  return (
    lines.slice(0, at < 0 ? lines.length : at).findLast(({ kind }) => kind === 'shopper')?.activity.text ?? ''
  );
}
