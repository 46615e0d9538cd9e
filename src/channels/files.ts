/**
 * Files that people send: a message is stored, and its platform told so, before its files are fetched, since some
 * platforms wait for three seconds only. Until then the log names the address where each will be.
 */
import type { Feeds } from '../conversations/index.ts';
import type { Activity, Attachment } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import { hasCode, messageOf, ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Database, Row, Statement } from '../store/index.ts';
import { type Channel, type IncomingFile, type Message, SendFailure } from './channel.ts';
import type { AttachmentStore } from './direct-line/attachment-store.ts';
import { pauseAfter } from './retry.ts';
import { changeStored, messageKey } from './stored-messages.ts';

export interface FilesParts {
  readonly database: Database;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly attachments: AttachmentStore;
  /** The address under which an attachment is read. */
  readonly addressOf: (attachmentId: string) => string;
  /** What is shown of a file that could not be had. */
  readonly reasonOf: (why: string) => string;
  readonly feeds: Pick<Feeds, 'pass'>;
  /** Names this process. */
  readonly holder: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** What a message with files is stored with. */
export interface Prepared {
  readonly attachments: readonly Attachment[];
  readonly also: readonly Statement[];
}

export type Files = ReturnType<typeof createFiles>;

const leaseMs = 90_000;
const sweepMs = 5_000;
const mostAtOnce = 4;
const mostAttempts = 7;

export function createFiles(parts: FilesParts) {
  const { database, channels, attachments, clock, log } = parts;
  const busy = new Set<Promise<void>>();
  /** What the store must still take before it may be closed. */
  const keeping = new Set<Promise<void>>();
  let stopped = false;
  let stopSweep = () => {};

  async function prepare(channel: Channel, conversationId: string, message: Message): Promise<Prepared> {
    const prepared = await Promise.all(
      (message.files ?? []).map((file) => prepareOne(channel, conversationId, message.id, file)),
    );
    return {
      attachments: prepared.map(({ attachment }) => attachment),
      also: prepared.flatMap(({ also }) => also),
    };
  }

  async function prepareOne(
    channel: Channel,
    conversationId: string,
    messageId: string,
    { name, contentType = 'application/octet-stream', place }: IncomingFile,
  ): Promise<{ attachment: Attachment; also: Statement[] }> {
    if (typeof place !== 'string') {
      const attachment = await keep(conversationId, name, place).catch((error: unknown) =>
        missing(name, error),
      );
      return { attachment, also: [] };
    }
    const id = parts.ids.next();
    const now = clock.now();
    const also = {
      sql: `INSERT INTO channel_file (id, conversation_id, message, channel, name, place, at, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
      params: [id, conversationId, messageKey(messageId), channel.name, name, place, now],
    };
    return { attachment: shown(id, name, contentType), also: [also] };
  }

  async function keep(
    conversationId: string,
    name: string,
    content: Uint8Array,
    as?: { readonly id: string; readonly before: readonly Statement[] },
  ): Promise<Attachment> {
    const stored = await attachments.store(conversationId, { name, content: Buffer.from(content) }, as);
    return shown(stored.id, stored.name, stored.contentType);
  }

  function shown(id: string, name: string, contentType: string): Attachment {
    const contentUrl = parts.addressOf(id);
    const thumbnailUrl = contentType.startsWith('image/') ? contentUrl : undefined;
    return { contentType, contentUrl, ...(thumbnailUrl && { thumbnailUrl }), name };
  }

  /** What cannot be had, or is of a kind that is not taken, is shown by its name and the reason. */
  function missing(name: string, error: unknown): Attachment {
    return { contentType: 'text/plain', name, content: parts.reasonOf(messageOf(error)) };
  }

  /** Fetches what is due, a few at once. */
  async function fetchDue(): Promise<void> {
    try {
      for (let free = mostAtOnce - busy.size; free > 0 && !stopped; free--) {
        const row = await claim();
        if (!row) return;
        const done = fetchOne(row)
          .catch((error: unknown) => {
            log.warn(
              { error: messageOf(error) },
              'A file is left; it is taken up again when its lease is over',
            );
          })
          .finally(() => {
            busy.delete(done);
            if (!stopped) void fetchDue();
          });
        busy.add(done);
      }
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'Files of messages could not be looked up; trying again');
    }
  }

  async function claim(): Promise<Row | undefined> {
    const now = clock.now();
    const [due] = await database.read(
      'SELECT id FROM channel_file WHERE due_at <= $1 ORDER BY due_at LIMIT 1',
      [now],
    );
    if (!due) return undefined;
    const [rows = []] = await database.write([
      {
        sql: `UPDATE channel_file SET holder = $2, due_at = $3, attempts = attempts + 1
              WHERE id = $1 AND due_at <= $4 RETURNING *`,
        params: [String(due.id), parts.holder, now + leaseMs, now],
      },
    ]);
    return rows[0] ?? claim();
  }

  async function fetchOne(row: Row): Promise<void> {
    const [id, name, conversationId] = [String(row.id), String(row.name), String(row.conversation_id)];
    const done: Statement = {
      sql: 'DELETE FROM channel_file WHERE id = $1 AND holder = $2',
      params: [id, parts.holder],
      expect: 'one',
    };
    try {
      const channel = channels.get(String(row.channel));
      if (!channel?.fetchFile) throw new SendFailure('never', 'The channel is off.');
      const content = await channel.fetchFile(String(row.place), attachments.limits.maxBytes);
      if (stopped) return;
      await finish(async () => {
        const kept = await keep(conversationId, name, content, { id, before: [done] });
        await replace(row, kept);
      });
    } catch (error) {
      if (stopped) return;
      // Taken back meanwhile, or another process has it now.
      if (hasCode(error, 'store.conflict')) return;
      if (error instanceof ShopdeskError && error.code.startsWith('store.')) throw error;
      const attempts = Number(row.attempts);
      if (isPassing(error) && attempts < mostAttempts) return pause(id, pauseAfter(attempts));
      log.debug({ channel: row.channel, error: messageOf(error) }, 'A file could not be had');
      await finish(async () => {
        await replace(row, missing(name, error));
        await database.write([{ sql: done.sql, params: done.params }]);
      });
    }
  }

  async function finish(work: () => Promise<void>): Promise<void> {
    const done = work().finally(() => keeping.delete(done));
    keeping.add(done);
    await done;
  }

  async function pause(id: string, pauseMs: number): Promise<void> {
    await database.write([
      {
        sql: 'UPDATE channel_file SET holder = NULL, due_at = $3 WHERE id = $1 AND holder = $2',
        params: [id, parts.holder, clock.now() + pauseMs],
      },
    ]);
    clock.after(pauseMs, () => {
      if (!stopped) void fetchDue();
    });
  }

  /** The message says what the file truly is, or why it is not there; whoever looks at it sees that at once. */
  async function replace({ id, conversation_id, message }: Row, attachment: Attachment): Promise<void> {
    const here = parts.addressOf(String(id));
    const change = (activity: Activity): Activity => ({
      ...activity,
      ...(activity.attachments && {
        attachments: activity.attachments.map((each) => (each.contentUrl === here ? attachment : each)),
      }),
    });
    await changeStored({ database, feeds: parts.feeds }, String(conversation_id), String(message), change);
  }

  async function sweep(): Promise<void> {
    await fetchDue();
    if (!stopped) stopSweep = clock.after(sweepMs, sweep);
  }

  return {
    prepare,
    /** To be called once messages are committed. */
    soon: () => void fetchDue(),
    /** @param alone when no other process uses the store: what is leased is of a former life. */
    async start(alone: boolean): Promise<void> {
      if (alone)
        await database.write([{ sql: 'UPDATE channel_file SET due_at = 1 WHERE holder IS NOT NULL' }]);
      void sweep();
    },
    /** Nobody waits for a platform that is slow: what is on its way is fetched after the next start. */
    async stop(): Promise<void> {
      stopped = true;
      stopSweep();
      await Promise.allSettled(keeping);
    },
  };
}

/** Trouble of the line or of the platform passes; what it refuses, or we do, stays as it is. */
function isPassing(error: unknown): boolean {
  if (error instanceof SendFailure) return error.kind !== 'never';
  return hasCode(error, 'channel.file-later') || (error instanceof Error && isOfTheLine(error));
}

/** As `fetch` fails: a TypeError with its cause, or the end of its patience. */
function isOfTheLine({ name }: Error): boolean {
  return name === 'TypeError' || name === 'TimeoutError' || name === 'AbortError';
}
