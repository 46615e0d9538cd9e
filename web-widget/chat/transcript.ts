/**
 * What is to be seen in the chat, made from activities in any order: echoes take the place of what was sent, the
 * same id replaces the earlier (an edit), streamed text grows, repeats change nothing. Pure data, no browser.
 */
import { type Activity, fields, isFields, text } from '../wire/activity.ts';
import type { Delivery, Outgoing } from '../wire/outbox.ts';

export type Verdict = 'up' | 'down';

export interface Entry {
  /** Stable for the life of the entry, also when its id becomes known. */
  readonly key: string;
  readonly activity: Activity;
  readonly mine: boolean;
  /** Server time in ms, or the browser's until the server has it. */
  readonly at: number;
  readonly delivery: Delivery | 'delivered';
  readonly problem: Outgoing['problem'];
  /** The text is still being written. */
  readonly live: boolean;
  readonly verdict: Verdict | undefined;
}

export type Received = 'new' | 'changed' | 'nothing';

const typingLastsMs = 6000;

export class Transcript {
  readonly #userId: () => string;
  readonly #now: () => number;
  #entries: Entry[] = [];
  readonly #verdicts = new Map<string, Verdict>();
  #typingUntil = 0;
  #unnamed = 0;

  /** `userId` gives the visitor's id once it is known; `now` the browser's time in ms. */
  constructor(userId: () => string, now: () => number) {
    this.#userId = userId;
    this.#now = now;
  }

  /** In the order they are shown. The array and its entries are never changed in place. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Milliseconds the other side's typing dots are still to be shown; 0 for none. */
  get typingMs(): number {
    return Math.max(0, this.#typingUntil - this.#now());
  }

  /** The buttons offered with the last message, as long as nothing was said since; news in between adds its own. */
  get suggestedActions(): Activity['suggestedActions'] {
    const at = this.#entries.findLastIndex(({ activity }) => activity.channelData.alert === undefined);
    const offering = this.#entries.slice(Math.max(at, 0));
    if (offering.some(({ mine, live }) => mine || live)) return [];
    return offering.flatMap(({ activity }) => activity.suggestedActions);
  }

  /** Shows or updates what is on its way out. */
  send(outgoing: Outgoing, activity: Activity): void {
    const key = outgoing.clientId;
    const existing = this.#entries.find((entry) => entry.key === key);
    if (existing?.delivery === 'delivered' || !isVisible(activity, true)) return;
    const { delivery, problem, at } = outgoing;
    this.#put({ key, activity, mine: true, at, delivery, problem, live: false, verdict: undefined });
  }

  /** The server has it under `id`; its echo may still be under way. */
  taken(clientId: string, id: string): void {
    const entry = this.#entries.find((each) => each.key === clientId);
    if (!entry) return;
    this.#put({ ...entry, activity: { ...entry.activity, id }, delivery: 'delivered', problem: undefined });
  }

  receive(activity: Activity): Received {
    const mine = this.#isMine(activity);
    if (activity.type === 'event') return this.#receiveVerdict(activity);
    if (activity.type === 'typing' && !mine) return this.#receiveTyping(activity);
    if (activity.type !== 'message' || !isVisible(activity, mine)) return 'nothing';
    if (!mine) this.#typingUntil = 0;
    return this.#receiveMessage(activity, mine);
  }

  judge(activityId: string, verdict: Verdict): void {
    this.#verdicts.set(activityId, verdict);
    const entry = this.#entries.find((each) => each.activity.id === activityId);
    if (entry) this.#put({ ...entry, verdict });
  }

  clear(): void {
    this.#entries = [];
    this.#typingUntil = 0;
  }

  #receiveMessage(activity: Activity, mine: boolean): Received {
    const existing = this.#counterpart(activity, mine);
    if (existing && sameContent(existing, activity)) return 'nothing';
    this.#put({
      key: existing?.key ?? activity.id ?? `unnamed ${this.#unnamed++}`,
      activity,
      mine,
      at: activity.at ?? existing?.at ?? this.#now(),
      delivery: 'delivered',
      problem: undefined,
      live: false,
      verdict: this.#verdicts.get(activity.id ?? ''),
    });
    return existing && !existing.live ? 'changed' : 'new';
  }

  /** The entry this activity is the echo, the edit or the end of. */
  #counterpart(activity: Activity, mine: boolean): Entry | undefined {
    const { clientActivityID, streamId } = activity.channelData;
    return this.#entries.find(
      (entry) =>
        (activity.id !== undefined && entry.activity.id === activity.id) ||
        (mine && entry.key === clientActivityID) ||
        (entry.live && entry.key === text(streamId)),
    );
  }

  /** Typing with text is a message being written; without, it is only dots. */
  #receiveTyping(activity: Activity): Received {
    const { streamType, streamSequence } = activity.channelData;
    if (!streamType || !activity.text) {
      this.#typingUntil = this.#now() + typingLastsMs;
      return 'changed';
    }
    const key = text(activity.channelData.streamId) ?? activity.id ?? '';
    const existing = this.#entries.find((entry) => entry.key === key);
    const written = existing?.activity.channelData.streamSequence;
    const isLate =
      typeof written === 'number' && typeof streamSequence === 'number' && streamSequence <= written;
    if (isLate || (existing && !existing.live)) return 'nothing';
    this.#typingUntil = 0;
    this.#put({
      key,
      activity: { ...activity, type: 'message' },
      mine: false,
      at: existing?.at ?? activity.at ?? this.#now(),
      delivery: 'delivered',
      problem: undefined,
      live: true,
      verdict: undefined,
    });
    return 'changed';
  }

  /** What was judged in another tab or before a reload comes back as the echo of the event. */
  #receiveVerdict(activity: Activity): Received {
    const { activityId, verdict } = fields(activity.value);
    if (activity.name !== 'feedback' || typeof activityId !== 'string') return 'nothing';
    if (verdict !== 'up' && verdict !== 'down') return 'nothing';
    this.judge(activityId, verdict);
    return 'changed';
  }

  #isMine({ from }: Activity): boolean {
    return from.role ? from.role === 'user' : from.id !== '' && from.id === this.#userId();
  }

  /** Puts the entry where its time says; what has not reached the server stays at the end. */
  #put(entry: Entry): void {
    const rest = this.#entries.filter((each) => each.key !== entry.key);
    let at = rest.length;
    while (at > 0 && isAfter(rest[at - 1], entry)) at--;
    this.#entries = [...rest.slice(0, at), entry, ...rest.slice(at)];
  }
}

function isAfter(one: Entry | undefined, other: Entry): boolean {
  if (!one) return false;
  const onePending = one.delivery !== 'delivered';
  const otherPending = other.delivery !== 'delivered';
  return onePending === otherPending ? one.at > other.at : onePending;
}

function sameContent(entry: Entry, activity: Activity): boolean {
  return (
    entry.delivery === 'delivered' &&
    entry.activity.id === activity.id &&
    entry.activity.at === activity.at &&
    JSON.stringify(entry.activity) === JSON.stringify(activity)
  );
}

/** A button's hidden value (`postBack`) is not shown, nor is a message without anything to see. */
function isVisible(activity: Activity, mine: boolean): boolean {
  if (mine && activity.channelData.postBack === true) return false;
  return (
    shownText(activity) !== '' || activity.attachments.length > 0 || activity.suggestedActions.length > 0
  );
}

/** What a message says to the eye: a `messageBack` button shows its display text, not its value. */
export function shownText(activity: Activity): string {
  const messageBack = activity.channelData.messageBack;
  return (isFields(messageBack) ? text(messageBack.displayText) : undefined) ?? activity.text;
}
