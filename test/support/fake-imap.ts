/** A small IMAP server (RFC 3501 with IDLE) with one mailbox, for a client that reads. */
import { createServer, type Socket } from 'node:net';

export interface FakeImap {
  readonly port: number;
  /** Puts a mail into the mailbox and tells whoever is idle. */
  deliver(source: string | Buffer): void;
  /** Clients that wait to be told of new mail. */
  readonly waiting: number;
  /** Breaks every connection. */
  drop(): void;
  close(): Promise<void>;
}

export async function startFakeImap(user: string, password: string): Promise<FakeImap> {
  const mails: { uid: number; source: Buffer }[] = [];
  const sockets = new Set<Socket>();
  const idle = new Map<Socket, string>();
  /** How many mails each client knows of. */
  const told = new WeakMap<Socket, number>();
  let nextUid = 1;

  const server = createServer((socket) => {
    sockets.add(socket);
    let buffered = '';
    socket.write('* OK IMAP4rev1 ready\r\n');
    socket.on('data', (chunk) => {
      buffered += chunk.toString('latin1');
      for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        if (line.toUpperCase() === 'DONE') {
          socket.write(`${idle.get(socket)} OK IDLE done\r\n`);
          idle.delete(socket);
        } else answer(socket, line);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      idle.delete(socket);
    });
  });

  /** A client hears of new mail while it is idle, or as soon as it is. */
  function tell(socket: Socket): void {
    if (told.get(socket) === mails.length) return;
    told.set(socket, mails.length);
    socket.write(`* ${mails.length} EXISTS\r\n`);
  }

  function answer(socket: Socket, line: string): unknown {
    const [, tag = '', rest = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    const command = rest.toUpperCase();
    const send = (...lines: string[]): void => void socket.write(`${lines.join('\r\n')}\r\n`);
    if (command.startsWith('CAPABILITY')) return send('* CAPABILITY IMAP4rev1 IDLE', `${tag} OK done`);
    if (command.startsWith('LOGIN')) {
      const isRight = rest.includes(user) && rest.includes(password);
      return send(isRight ? `${tag} OK logged in` : `${tag} NO [AUTHENTICATIONFAILED] wrong`);
    }
    if (command.startsWith('LIST') || command.startsWith('LSUB')) {
      return send('* LIST (\\HasNoChildren) "/" "INBOX"', `${tag} OK done`);
    }
    if (command.startsWith('SELECT') || command.startsWith('EXAMINE')) {
      told.set(socket, mails.length);
      return send(
        '* FLAGS (\\Seen)',
        `* ${mails.length} EXISTS`,
        '* 0 RECENT',
        '* OK [UIDVALIDITY 7] ids',
        `* OK [UIDNEXT ${nextUid}] next`,
        `${tag} OK [READ-ONLY] selected`,
      );
    }
    if (command.startsWith('UID SEARCH')) {
      const from = Number(/UID (\d+):\*/.exec(command)?.[1] ?? 1);
      // As RFC 3501 says, `n:*` means at least the last one.
      const found = mails.filter(({ uid }, index) => uid >= from || index === mails.length - 1);
      return send(`* SEARCH ${found.map(({ uid }) => uid).join(' ')}`, `${tag} OK done`);
    }
    if (command.startsWith('UID FETCH')) {
      const wanted = Number(/UID FETCH (\d+)/.exec(command)?.[1]);
      const index = mails.findIndex(({ uid }) => uid === wanted);
      const mail = mails[index];
      if (mail && /BODY(\.PEEK)?\[\]/.test(command)) {
        socket.write(`* ${index + 1} FETCH (UID ${wanted} BODY[] {${mail.source.length}}\r\n`);
        socket.write(mail.source);
        return send(')', `${tag} OK done`);
      }
      return send(
        `* ${index + 1} FETCH (UID ${wanted} RFC822.SIZE ${mail?.source.length ?? 0})`,
        `${tag} OK done`,
      );
    }
    if (command === 'IDLE') {
      idle.set(socket, tag);
      send('+ idling');
      return tell(socket);
    }
    if (command.startsWith('LOGOUT')) {
      send('* BYE', `${tag} OK done`);
      return socket.end();
    }
    return send(`${tag} OK done`);
  }

  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    deliver(source) {
      mails.push({ uid: nextUid++, source: Buffer.from(source) });
      for (const socket of idle.keys()) tell(socket);
    },
    get waiting() {
      return idle.size;
    },
    drop() {
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
