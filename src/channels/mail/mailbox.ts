/** Fetches what comes into an IMAP mailbox (RFC 9051): at once where the server tells of it, else every minute. */
import { createHash } from 'node:crypto';
import type { ImapFlow } from 'imapflow';
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Database } from '../../store/index.ts';
import { mostMailBytes } from './read-mail.ts';

export interface Mailbox {
  start(): void;
  stop(): Promise<void>;
}

const pollMs = 60_000;
const shortestPauseMs = 1_000;
const longestPauseMs = 300_000;
const connectMs = 15_000;

/**
 * @param take is handed each new mail once it is there, in order; when it rejects the mail is fetched again later.
 * What lay in the mailbox before the first time is left alone.
 */
export function createMailbox({
  url,
  database,
  take,
  clock,
  log,
}: {
  url: string;
  database: Database;
  take: (source: Buffer) => Promise<void>;
  clock: Clock;
  log: Log;
}): Mailbox {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const folder = decodeURIComponent(pathname.slice(1)) || 'INBOX';
  const place = `mailbox ${createHash('sha256').update(`${username}@${hostname}/${folder}`).digest('hex').slice(0, 32)}`;
  let stopped = false;
  let client: ImapFlow | undefined;
  let pauseMs = shortestPauseMs;
  let cancel = () => {};
  let working: Promise<void> = Promise.resolve();

  function connect(): void {
    if (stopped) return;
    working = session()
      .catch((error: unknown) => {
        log.warn({ error: messageOf(error), pauseMs }, 'The mailbox cannot be read; trying again');
      })
      .finally(() => {
        client?.close();
        client = undefined;
        if (stopped) return;
        cancel = clock.after(pauseMs, connect);
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      });
  }

  /** One connection, as long as it lasts. */
  async function session(): Promise<void> {
    const { ImapFlow } = await import('imapflow');
    const imap = new ImapFlow({
      host: hostname,
      port: Number(port) || (protocol === 'imaps:' ? 993 : 143),
      secure: protocol === 'imaps:',
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
      logger: false,
      connectionTimeout: connectMs,
      // Plain IMAP stays plain only on the own machine.
      doSTARTTLS: protocol === 'imap:' && !isOwnMachine(hostname) ? true : undefined,
      maxIdleTime: pollMs,
    });
    client = imap;
    let ended = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    imap.on('error', (error: unknown) => {
      log.debug({ error: messageOf(error) }, 'The connection to the mailbox broke');
      ended();
    });
    imap.on('close', ended);
    await imap.connect();
    await imap.mailboxOpen(folder, { readOnly: true });
    await fetchNew(imap);
    pauseMs = shortestPauseMs;
    let again = Promise.resolve();
    // Any other command ends an IDLE, so it is begun anew after each.
    const idle = () => void imap.idle().catch(ended);
    const look = () => {
      again = again
        .then(() => fetchNew(imap))
        .then(idle)
        .catch((error: unknown) => {
          log.warn({ error: messageOf(error) }, 'Mail could not be fetched');
          imap.close();
        });
    };
    idle();
    imap.on('exists', look);
    const poll = () => {
      look();
      cancel = clock.after(pollMs, poll);
    };
    cancel = clock.after(pollMs, poll);
    await end;
    cancel();
    await again;
  }

  async function fetchNew(imap: ImapFlow): Promise<void> {
    const box = imap.mailbox;
    if (!box || stopped) return;
    const validity = String(box.uidValidity);
    const known = await readPlace();
    // UIDs of another validity say nothing about these (RFC 9051, 2.3.1.1).
    if (!known || known.validity !== validity) {
      await keepPlace(validity, (box.uidNext ?? 1) - 1);
      if (!known) return;
    }
    let last = known?.validity === validity ? known.uid : 0;
    const found = await imap.search({ uid: `${last + 1}:*` }, { uid: true });
    for (const uid of (found || []).filter((each) => each > last).sort((one, other) => one - other)) {
      if (stopped) return;
      const about = await imap.fetchOne(String(uid), { size: true }, { uid: true });
      const size = about ? (about.size ?? 0) : 0;
      if (size > mostMailBytes) log.warn({ uid, size }, 'A mail is too large and is not read');
      else {
        const whole = await imap.fetchOne(String(uid), { source: true }, { uid: true });
        const source = whole ? whole.source : undefined;
        if (source) await take(source);
      }
      last = uid;
      await keepPlace(validity, last);
    }
  }

  async function readPlace(): Promise<{ validity: string; uid: number } | undefined> {
    const [row] = await database.read('SELECT value FROM setting WHERE name = $1', [place]);
    const [validity, uid] = String(row?.value ?? '').split(' ');
    return row && validity !== undefined ? { validity, uid: Number(uid) } : undefined;
  }

  async function keepPlace(validity: string, uid: number): Promise<void> {
    await database.write([
      {
        sql: `INSERT INTO setting (name, value) VALUES ($1, $2)
              ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        params: [place, `${validity} ${uid}`],
      },
    ]);
  }

  return {
    start: connect,
    async stop() {
      stopped = true;
      cancel();
      client?.close();
      await working;
    },
  };
}

function isOwnMachine(host: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(host);
}
