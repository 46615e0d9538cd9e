/** Codes of the desk as words of the agent's language. */
import type { App } from '../model/app.ts';
import type { Texts } from '../texts/texts.ts';

/** `request`, `rule:NAME`, `intent:NAME` … */
export function reasonLabel(reason: string, t: Texts): string {
  const [kind = '', name = ''] = reason.split(':', 2);
  const { reasons } = t;
  switch (kind) {
    case 'request':
    case 'declined':
    case 'angry':
    case 'message':
    case 'agent':
      return reasons[kind];
    case 'rule':
      return reasons.rule(name);
    case 'intent':
      return reasons.intent(name);
    default:
      return reason;
  }
}

/** `local-event` … */
export function alertKindLabel(kind: string, { alertKinds }: Texts): string {
  return labelIn(alertKinds, kind);
}

/** What became of an alert: `sent`, `dropped` … */
export function alertStepLabel(step: string, { alertSteps }: Texts): string {
  return labelIn(alertSteps, step);
}

/** `shipped`, `delivered` … */
export function orderStateLabel(state: string, { orderStates }: Texts): string {
  return labelIn(orderStates, state);
}

/** Where an alert goes: `chat`, `push`, `email` … */
export function alertWayLabel(way: string, { alertWays }: Texts): string {
  return labelIn(alertWays, way);
}

export function moodLabel(mood: string, { moods }: Texts): string {
  return labelIn(moods, mood);
}

export function presenceLabel(presence: 'online' | 'away' | 'offline', t: Texts): string {
  return presence === 'offline' ? t.offlineState : t[presence];
}

export function languageLabel(tag: string, shownIn: string): string {
  try {
    return new Intl.DisplayNames(shownIn, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Somebody of the desk by their id, else the id: it may be a shopper's, or of one who was never here. */
export function colleagueName(id: string, { data }: App): string {
  return data?.agents.find((agent) => agent.id === id)?.name ?? id;
}

/** What the log says happened to a chat: `requeued`, `closed` … with the desk's own words about it. */
export function markLabel(how: string, about: string, t: Texts): string {
  const marks: Readonly<Record<string, string | ((who: string) => string)>> = t.marks;
  const label = marks[how];
  if (typeof label === 'function') return label(about);
  return [label ?? how, about].filter(Boolean).join(' · ');
}

/** The shopper's name, else a guest with a number of their own, so that ten guests can be told apart. */
export function shopperName(
  { id, name }: { readonly id: string; readonly name: string | null },
  t: Texts,
): string {
  if (name) return name;
  let sum = 7;
  for (const sign of id) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 8999;
  return `${t.guest} ${1000 + sum}`;
}

/** A code that a newer server may know stands for itself. */
function labelIn(labels: Readonly<Record<string, string>>, code: string): string {
  return labels[code] ?? code;
}
