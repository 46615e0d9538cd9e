/** Who has the chat, as the server tells: the bot, the queue, or a person; and who has read what. Pure data, no browser. */
import { type Activity, fields, text } from '../wire/activity.ts';

export type PeopleState = 'bot' | 'waiting' | 'person' | 'closed';

export interface Place {
  /** 1 is next. */
  readonly position: number;
  /** Minutes, as lately measured; none while there are too few figures. */
  readonly wait: { readonly low: number; readonly high: number } | undefined;
}

export class People {
  #state: PeopleState = 'bot';
  #agent: string | undefined;
  #place: Place | undefined;
  #rated = false;
  #readAt = 0;
  #toldAt = 0;

  get state(): PeopleState {
    return this.#state;
  }

  /** The name of the person who has the chat, or had it last. */
  get agent(): string | undefined {
    return this.#agent;
  }

  get place(): Place | undefined {
    return this.#state === 'waiting' ? this.#place : undefined;
  }

  /** The stars are asked for until they are given or the shopper goes on. */
  get asksForStars(): boolean {
    return this.#state === 'closed' && !this.#rated;
  }

  /** Server time (ms) up to which a person has read what the shopper wrote. */
  get readAt(): number {
    return this.#readAt;
  }

  /** True while a person has the chat or is about to: typing and read marks are of use. */
  get areThere(): boolean {
    return this.#state === 'waiting' || this.#state === 'person';
  }

  rated(): void {
    this.#rated = true;
  }

  clear(): void {
    this.#state = 'bot';
    this.#place = undefined;
    this.#rated = false;
    this.#toldAt = 0;
  }

  /** @returns true when something that is shown has changed. */
  receive(activity: Activity): boolean {
    const value = fields(activity.value);
    if (activity.type !== 'event') return false;
    if (activity.name === 'desk/status') return this.#onStatus(activity, value);
    if (activity.name === 'desk/queue' && typeof value.position === 'number') {
      const { low, high } = value;
      const wait = typeof low === 'number' && typeof high === 'number' ? { low, high } : undefined;
      this.#place = { position: value.position, wait };
      return true;
    }
    if (activity.name === 'desk/marks' && value.by === 'agent' && typeof value.at === 'number') {
      this.#readAt = Math.max(this.#readAt, value.at);
      return true;
    }
    // Given in another tab, or before a reload.
    if (activity.name === 'desk/rating' && (activity.at ?? 0) >= this.#toldAt) this.#rated = true;
    return activity.name === 'desk/rating';
  }

  #onStatus(activity: Activity, value: ReturnType<typeof fields>): boolean {
    const at = activity.at ?? 0;
    if (at < this.#toldAt) return false;
    this.#toldAt = at;
    const states: Readonly<Record<string, PeopleState>> = {
      waiting: 'waiting',
      accepted: 'person',
      closed: 'closed',
    };
    this.#state = states[text(value.state) ?? ''] ?? 'bot';
    this.#agent = text(value.agent) ?? this.#agent;
    this.#place = undefined;
    this.#rated = value.rate !== true;
    return true;
  }
}
