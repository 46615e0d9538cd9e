/**
 * Brings what was committed to whoever listens, in order, nothing missing and nothing twice. The truth is the
 * log; a commit in this process, a hint from another one and the sweep only say that there is more to read.
 */
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Database } from '../store/index.ts';
import { type Audience, type Entry, wireJson } from './entry.ts';
import type { ConversationLog } from './log.ts';

export interface Listener {
  /**
   * A new entry as one wire frame: `{"activities":[…],"watermark":"N"}`. Never several in one: Microsoft's client
   * hands the activities of a frame on one by one, and a frame that comes meanwhile would overtake the rest.
   */
  entry(frame: string): void;
  /** Something that is not kept, such as typing: one wire frame without watermark. */
  passing(frame: string): void;
}

/**
 * How far a conversation has come, and by whom: every commit of this process is told, those of others as far as their
 * hints come through.
 */
export type HearCommit = (conversationId: string, watermark: number, by: 'here' | 'elsewhere') => void;

export interface Feeds {
  /** Hears everything after watermark `after` and whatever comes. Returns the function that stops it. */
  subscribe(conversationId: string, after: number, audience: Audience, listener: Listener): () => void;
  /** Hears of commits, whoever listens to the conversation. Returns the function that stops it. */
  onCommit(heard: HearCommit): () => void;
  /** Hears what this process passes on, as activity in JSON. Returns the function that stops it. */
  onPass(heard: (conversationId: string, activityJson: string) => void): () => void;
  /** To be called with each write's entries, right after its commit. */
  committed(entries: readonly Entry[]): void;
  /** Shows an activity (JSON) to all who listen, in every process, without keeping it. */
  pass(conversationId: string, activityJson: string): void;
  /** The same for those alone who listen in this process. */
  passHere(conversationId: string, activityJson: string): void;
  close(): void;
}

interface Subscriber {
  readonly listener: Listener;
  readonly audience: Audience;
  /** Everything up to here was delivered. */
  delivered: number;
  /** Reading the log now; what comes meanwhile is read by it too. */
  catchingUp: boolean;
}

interface Feed {
  readonly subscribers: Set<Subscriber>;
  /** The highest watermark known to exist. */
  head: number;
}

const commitTopic = 'shopdesk_committed';
const passingTopic = 'shopdesk_passing';
const sweepMs = 1_000;
const sweepChunk = 500;
/** An entry may have 256 kB: a page must not hold much memory for one client. */
const pageSize = 100;

export function createFeeds({
  database,
  conversations,
  clock,
  log,
}: {
  database: Pick<Database, 'engine' | 'notify' | 'listen'>;
  conversations: Pick<ConversationLog, 'read' | 'watermarks'>;
  clock: Clock;
  log: Log;
}): Feeds {
  const feeds = new Map<string, Feed>();
  const commitListeners = new Set<HearCommit>();
  const passListeners = new Set<(conversationId: string, activityJson: string) => void>();
  const stopListening = [
    database.listen(commitTopic, heardCommit),
    database.listen(passingTopic, heardPassing),
  ];
  // Only another process can commit what this one does not know of.
  let stopSweep = database.engine === 'postgres' ? clock.after(sweepMs, sweep) : () => {};

  function subscribe(
    conversationId: string,
    after: number,
    audience: Audience,
    listener: Listener,
  ): () => void {
    let feed = feeds.get(conversationId);
    if (!feed) {
      feed = { subscribers: new Set(), head: 0 };
      feeds.set(conversationId, feed);
    }
    const subscriber: Subscriber = { listener, audience, delivered: after, catchingUp: false };
    feed.subscribers.add(subscriber);
    void catchUp(conversationId, feed, subscriber);
    return () => {
      feed.subscribers.delete(subscriber);
      if (feed.subscribers.size === 0 && feeds.get(conversationId) === feed) feeds.delete(conversationId);
    };
  }

  function committed(entries: readonly Entry[]): void {
    const newest = entries.at(-1);
    const oldest = entries[0];
    if (!newest || !oldest) return;
    database.notify(commitTopic, `${newest.conversationId} ${newest.watermark}`);
    for (const heard of commitListeners) heard(newest.conversationId, newest.watermark, 'here');
    const feed = feeds.get(newest.conversationId);
    if (!feed) return;
    feed.head = Math.max(feed.head, newest.watermark);
    const frames = new Map<Audience, readonly string[]>();
    for (const subscriber of feed.subscribers) {
      if (newest.watermark <= subscriber.delivered) continue;
      const next = !subscriber.catchingUp && oldest.watermark === subscriber.delivered + 1;
      if (!next) {
        void catchUp(newest.conversationId, feed, subscriber);
        continue;
      }
      const seen = frames.get(subscriber.audience) ?? framesOf(entries, subscriber.audience);
      frames.set(subscriber.audience, seen);
      subscriber.delivered = newest.watermark;
      for (const frame of seen) subscriber.listener.entry(frame);
    }
  }

  /** Reads the log from where the subscriber stands until nothing newer is known. */
  async function catchUp(conversationId: string, feed: Feed, subscriber: Subscriber): Promise<void> {
    if (subscriber.catchingUp) return;
    subscriber.catchingUp = true;
    let missed = 0;
    try {
      for (;;) {
        const entries = await conversations.read(conversationId, {
          after: subscriber.delivered,
          limit: pageSize,
        });
        if (!feed.subscribers.has(subscriber)) return;
        const newest = entries.at(-1);
        if (newest) {
          subscriber.delivered = newest.watermark;
          feed.head = Math.max(feed.head, newest.watermark);
          for (const frame of framesOf(entries, subscriber.audience)) subscriber.listener.entry(frame);
        }
        if (entries.length < pageSize && subscriber.delivered >= feed.head) return;
        if (newest) continue;
        // The head was announced but is not there: wait a little, then stop believing it.
        if (++missed > 20) feed.head = subscriber.delivered;
        else await new Promise<void>((resolve) => clock.after(5, resolve));
      }
    } catch (error) {
      log.warn({ conversationId, error: messageOf(error) }, 'A conversation could not be read; trying again');
      clock.after(sweepMs, () => {
        if (feed.subscribers.has(subscriber)) void catchUp(conversationId, feed, subscriber);
      });
    } finally {
      subscriber.catchingUp = false;
    }
  }

  function announced(conversationId: string, watermark: number): void {
    const feed = feeds.get(conversationId);
    if (!feed) return;
    feed.head = Math.max(feed.head, watermark);
    for (const subscriber of feed.subscribers) {
      if (subscriber.delivered < feed.head) void catchUp(conversationId, feed, subscriber);
    }
  }

  function heardCommit(payload: string): void {
    const space = payload.lastIndexOf(' ');
    const watermark = Number(payload.slice(space + 1));
    if (space <= 0 || !Number.isSafeInteger(watermark)) return;
    const conversationId = payload.slice(0, space);
    for (const heard of commitListeners) heard(conversationId, watermark, 'elsewhere');
    announced(conversationId, watermark);
  }

  function pass(conversationId: string, activityJson: string): void {
    if (activityJson.length < 4_000) database.notify(passingTopic, `${conversationId} ${activityJson}`);
    passHere(conversationId, activityJson);
    for (const heard of passListeners) heard(conversationId, activityJson);
  }

  function heardPassing(payload: string): void {
    const space = payload.indexOf(' ');
    if (space > 0) passHere(payload.slice(0, space), payload.slice(space + 1));
  }

  function passHere(conversationId: string, activityJson: string): void {
    const frame = `{"activities":[${activityJson}]}`;
    for (const subscriber of feeds.get(conversationId)?.subscribers ?? []) subscriber.listener.passing(frame);
  }

  /** Repairs lost hints: asks the store how far each conversation that is listened to has come. */
  async function sweep(): Promise<void> {
    try {
      const ids = [...feeds.keys()];
      for (let start = 0; start < ids.length; start += sweepChunk) {
        const known = await conversations.watermarks(ids.slice(start, start + sweepChunk));
        for (const [id, watermark] of known) announced(id, watermark);
      }
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'The sweep for lost hints failed; trying again');
    }
    stopSweep = clock.after(sweepMs, sweep);
  }

  function onCommit(heard: HearCommit): () => void {
    commitListeners.add(heard);
    return () => commitListeners.delete(heard);
  }

  function onPass(heard: (conversationId: string, activityJson: string) => void): () => void {
    passListeners.add(heard);
    return () => passListeners.delete(heard);
  }

  return {
    subscribe,
    onCommit,
    onPass,
    committed,
    pass,
    passHere,
    close() {
      stopSweep();
      for (const stop of stopListening) stop();
      feeds.clear();
    },
  };
}

/** The frames that `audience` may see of these entries. */
function framesOf(entries: readonly Entry[], audience: Audience): string[] {
  const seen = audience === 'desk' ? entries : entries.filter((entry) => entry.audience === 'all');
  return seen.map((entry) => `{"activities":[${wireJson(entry)}],"watermark":"${entry.watermark}"}`);
}
