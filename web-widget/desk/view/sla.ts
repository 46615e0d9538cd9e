/** What a chat's clocks say, in a word and a colour. */

import { line, type VNode, v } from '../dom/node.ts';
import { clockIcon, snoozeIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import type { Chat } from '../wire/types.ts';
import { pill, spoken } from './pieces.ts';
import { durationLabel, momentLabel } from './time.ts';

/** The clock that ends first, else how long the shopper waits. */
export function clockPill(chat: Chat, app: App): VNode | undefined {
  const { t, language, now } = app;
  if (chat.status === 'snoozed' && chat.snoozedUntil !== null) {
    return pill(momentLabel(chat.snoozedUntil, now, language), '', snoozeIcon);
  }
  const { clock } = chat;
  if (clock) {
    const left = clock.dueAt - now;
    const state = left < 0 ? 'broken' : clock.state;
    const tone = state === 'running' ? '' : state;
    const lead = `${t.clocks[clock.kind]}: ${left < 0 ? t.late : t.dueIn}`;
    return timed(lead, `${left < 0 ? '−' : ''}${durationLabel(Math.abs(left), language)}`, tone);
  }
  if (chat.waitingSince === null) return undefined;
  return timed(t.waitingFor, durationLabel(now - chat.waitingSince, language), '');
}

/** `lead` says what the time means: spoken, and shown on hover. */
function timed(lead: string, time: string, tone: string): VNode {
  return v(
    'span',
    { class: `pill ${tone}`, title: `${lead} ${time}` },
    line(clockIcon),
    spoken(`${lead} `),
    time,
  );
}
