/** Suggested replies above the composer: how sure, from where, and one key to send. */
import { closeIcon } from '../../view/icons.ts';
import { renderMarkdown } from '../../view/markdown-view.ts';
import { line, type VNode, v } from '../dom/node.ts';
import { boxIcon, sparkIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import type { OpenChat } from '../model/open-chat.ts';
import type { Suggestion } from '../wire/types.ts';
import { putIntoReply } from './composer.ts';
import { button, keyHint, tool } from './pieces.ts';

const mostShown = 3;
/** Percent. */
export const sureFrom = 70;
/** Percent. Below it, nothing on the screen invites to send it unread. */
const invitingFrom = 50;

export function assistView(open: OpenChat, app: App): VNode | undefined {
  const { t } = app;
  const shown = open.suggestions.slice(0, mostShown);
  if (shown.length + open.actions.length === 0) return undefined;
  return v(
    'section',
    { key: 'assist', class: 'assist', 'aria-label': t.assist },
    v(
      'ol',
      {},
      shown.map((suggestion, at) => suggestionView(suggestion, at, open, app)),
    ),
    open.actions.length > 0 &&
      v(
        'ul',
        { class: 'next-acts' },
        open.actions.slice(0, mostShown).map((action) =>
          v(
            'li',
            {},
            v(
              'button',
              {
                type: 'button',
                class: 'next-act',
                title: action.reason,
                onclick: () => putIntoReply(action.text, open, app),
              },
              line(action.kind === 'product' ? boxIcon : sparkIcon),
              v('span', { class: 'strong one-line' }, action.title),
              v('span', { class: 'soft small one-line' }, action.reason),
            ),
          ),
        ),
      ),
  );
}

/** The best one with its words, the others by their title: the conversation needs the room. */
function suggestionView(suggestion: Suggestion, at: number, open: OpenChat, app: App): VNode {
  const { t } = app;
  const { id, title, text, confidence, why } = suggestion;
  const percent = Math.round(confidence * 100);
  const words = plainWords(text);
  return v(
    'li',
    { key: id, class: at === 0 ? 'suggestion best' : 'suggestion', title: at === 0 ? undefined : words },
    v(
      'div',
      { class: 'row' },
      line(sparkIcon),
      v('span', { class: 'strong one-line' }, title),
      v('span', { class: `pill ${percent >= sureFrom ? 'good' : ''}`, title: why }, t.sure(percent)),
      v(
        'span',
        { class: 'row push suggestion-acts' },
        keyHint(`Alt+${at + 1}`),
        button(t.sendIt, () => sendSuggestion(at, open, app), {
          class: at === 0 && percent >= invitingFrom ? 'small primary' : 'small',
          'aria-label': `${t.sendIt}: ${title}`,
        }),
        button(t.editIt, () => edit(suggestion, open, app), {
          class: 'small',
          'aria-label': `${t.editIt}: ${title}`,
        }),
        tool(t.refuseIt, closeIcon, () => open.decide(suggestion, false), {
          'aria-label': `${t.refuseIt}: ${title}`,
        }),
      ),
    ),
    at === 0 && v('p', { class: 'suggestion-text soft' }, words),
  );
}

/** Markdown without its marks, for a glance. */
export function plainWords(markdown: string): string {
  return (renderMarkdown(markdown).textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** Sends the suggestion as it is. */
export function sendSuggestion(at: number, open: OpenChat, app: App): void {
  const suggestion = open.suggestions[at];
  if (!suggestion || !open.isMine) return;
  open.decide(suggestion, true);
  // What was written to find it is not said as well.
  if (open.suggestedFor) open.write({ text: '' });
  open.say(suggestion.text);
  app.draw();
}

function edit(suggestion: Suggestion, open: OpenChat, app: App): void {
  open.decide(suggestion, true);
  putIntoReply(suggestion.text, open, app);
}
