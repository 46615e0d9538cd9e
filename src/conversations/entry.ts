/** One numbered line of a conversation's log, and its one serialisation. */
import type { Activity } from '../core/activity.ts';

export type Sender = 'user' | 'bot' | 'agent' | 'system';
/** `all` reaches the shopper; `desk` is for the people behind (notes, handoff marks). */
export type Audience = 'all' | 'desk';

export interface Entry {
  readonly conversationId: string;
  /** 1, 2, 3 … without a gap within the conversation. */
  readonly watermark: number;
  /** Milliseconds UTC; rises within the conversation. */
  readonly at: number;
  readonly id: string;
  readonly type: string;
  readonly sender: Sender;
  readonly audience: Audience;
  /** The activity as JSON without `id` and `timestamp`, made once; see `wireJson`. */
  readonly body: string;
}

/** An entry before it is committed: its number and time are given by the store. */
export interface Draft {
  readonly id: string;
  readonly type: string;
  readonly sender: Sender;
  readonly audience: Audience;
  readonly body: string;
}

/** Makes a draft of an activity. `id` and `timestamp` of the activity itself are left out: the log gives them. */
export function draftOf(
  activity: Activity,
  { id, sender, audience = 'all' }: { id: string; sender: Sender; audience?: Audience },
): Draft {
  const { id: _id, timestamp: _timestamp, ...body } = activity;
  return { id, type: activity.type, sender, audience, body: JSON.stringify(body) };
}

/** The activity as it goes over the wire. The body is spliced, not parsed: this runs once per entry. */
export function wireJson(entry: Entry): string {
  const timestamp = new Date(entry.at).toISOString();
  return `{"id":${JSON.stringify(entry.id)},"timestamp":"${timestamp}",${entry.body.slice(1)}`;
}

/** The activity of an entry, read back. */
export function activityOf(entry: Entry): Activity {
  const body: Activity = JSON.parse(entry.body);
  return { id: entry.id, timestamp: new Date(entry.at).toISOString(), ...body };
}
