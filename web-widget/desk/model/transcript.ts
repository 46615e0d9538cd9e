/**
 * One conversation as the desk sees it: what shopper, bot and people said, notes, and what happened to it, in the
 * log's order; what is on its way out stays at the end until its echo comes. Pure data, no browser.
 */
import { type Activity, fields, text } from '../../wire/activity.ts';
import type { Delivery, Outgoing } from '../../wire/outbox.ts';

export type Kind = 'shopper' | 'bot' | 'house' | 'agent' | 'note' | 'mark' | 'page';

export interface Line {
  /** Stable for the life of the line, also when its id becomes known. */
  readonly key: string;
  readonly kind: Kind;
  readonly activity: Activity;
  /** Place in the log, Infinity while it is on its way out. */
  readonly watermark: number;
  readonly at: number;
  readonly delivery: Delivery | 'delivered';
  readonly verdict: 'up' | 'down' | undefined;
}

const typingLastsMs = 6_000;

export class DeskTranscript {
  #lines: Line[] = [];
  readonly #verdicts = new Map<string, 'up' | 'down'>();
  #typingUntil = 0;
  #unnamed = 0;

  /** The array and its lines are never changed in place. */
  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Watermark of the newest line the server has. */
  get newest(): number {
    return this.#lines.findLast(({ delivery }) => delivery === 'delivered')?.watermark ?? 0;
  }

  isTyping(now: number): boolean {
    return this.#typingUntil > now;
  }

  /** True when it is something new to read. */
  receive(activity: Activity, watermark: number): boolean {
    if (activity.type === 'typing') {
      if (activity.from.role === 'user') this.#typingUntil = Date.now() + typingLastsMs;
      return false;
    }
    if (activity.name === 'feedback') {
      this.#judge(activity);
      return false;
    }
    const kind = kindOf(activity);
    if (!kind) return false;
    if (kind === 'shopper') this.#typingUntil = 0;
    const clientId = text(activity.channelData.clientActivityID);
    const existing = this.#lines.find(
      (line) =>
        (activity.id !== undefined && line.activity.id === activity.id) ||
        (clientId !== undefined && line.key === clientId),
    );
    // What was changed comes again without its number; what is not here yet comes with the rest of the log.
    const isChange = !Number.isFinite(watermark);
    if (isChange && kind === 'shopper' && !existing) return false;
    this.#put({
      key: existing?.key ?? clientId ?? activity.id ?? `unnamed ${this.#unnamed++}`,
      kind,
      activity,
      watermark: isChange ? (existing?.watermark ?? watermark) : watermark,
      at: activity.at ?? existing?.at ?? Date.now(),
      delivery: 'delivered',
      verdict: this.#verdicts.get(activity.id ?? ''),
    });
    return existing === undefined;
  }

  /** Shows or updates what is on its way out. */
  send({ clientId, delivery, at }: Outgoing, activity: Activity, kind: Kind): void {
    const existing = this.#lines.find(({ key }) => key === clientId);
    if (existing?.delivery === 'delivered') return;
    this.#put({
      key: clientId,
      kind,
      activity,
      watermark: Number.POSITIVE_INFINITY,
      at,
      delivery,
      verdict: undefined,
    });
  }

  #judge(activity: Activity): void {
    const { activityId, verdict } = fields(activity.value);
    if (typeof activityId !== 'string' || (verdict !== 'up' && verdict !== 'down')) return;
    this.#verdicts.set(activityId, verdict);
    const line = this.#lines.find((each) => each.activity.id === activityId);
    if (line) this.#put({ ...line, verdict });
  }

  #put(line: Line): void {
    const rest = this.#lines.filter(({ key }) => key !== line.key);
    let at = rest.length;
    for (let before = rest[at - 1]; before && isAfter(before, line); before = rest[at - 1]) at--;
    this.#lines = [...rest.slice(0, at), line, ...rest.slice(at)];
  }
}

function isAfter(one: Line, other: Line): boolean {
  return one.watermark === other.watermark ? one.at > other.at : one.watermark > other.watermark;
}

/** Undefined for what is not to be seen. */
function kindOf(activity: Activity): Kind | undefined {
  const { type, name, from, channelData } = activity;
  if (type === 'event' && name === 'desk/mark') return from.role === 'user' ? undefined : 'mark';
  if (type === 'event') return name === 'page' ? 'page' : undefined;
  if (type !== 'message') return undefined;
  if (from.role === 'user') return channelData.postBack === true ? undefined : 'shopper';
  switch (channelData.author) {
    case 'note':
      return 'note';
    case 'agent':
      return 'agent';
    case 'system':
      return 'house';
    default:
      return from.role === 'agent' ? 'agent' : 'bot';
  }
}
