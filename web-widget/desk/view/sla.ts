/** What a chat's clocks say, in a word and a colour. */

import { line, type VNode, v } from '../dom/node.ts';
import { clockIcon, snoozeIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import type { Chat } from '../wire/types.ts';
import { pill, spoken } from './pieces.ts';
import { durationLabel, momentLabel } from './time.ts';

/** How long the shopper waits; the clock instead, once it warns, and for messages, which have days. */
export function waitPill(chat: Chat, app: App): VNode | undefined {
  const { t, language, now } = app;
  const { clock, waitingSince, status, kind } = chat;
  const warns = clock !== null && (clock.state !== 'running' || clock.dueAt <= now);
  if (status === 'snoozed' || kind === 'message' || warns || waitingSince === null) {
    return clockPill(chat, app);
  }
  return timed(t.waitingFor, durationLabel(now - waitingSince, language), '');
}

/** The clock that ends first, else how long the shopper waits; `named` says which clock it is. */
export function clockPill(chat: Chat, app: App, named = false): VNode | undefined {
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
    const time = `${left < 0 ? '−' : ''}${durationLabel(Math.abs(left), language)}`;
    return timed(lead, time, tone, named ? t.clocks[clock.kind] : '');
  }
  if (chat.waitingSince === null) return undefined;
  return timed(t.waitingFor, durationLabel(now - chat.waitingSince, language), '');
}

/** `lead` says what the time means: spoken, and shown on hover. */
function timed(lead: string, time: string, tone: string, name = ''): VNode {
  return v(
    'span',
    { class: `pill ${tone}`, title: `${lead} ${time}` },
    line(clockIcon),
    name ? v('span', { class: 'clock-name', 'aria-hidden': 'true' }, name) : false,
    spoken(`${lead} `),
    time,
  );
}
