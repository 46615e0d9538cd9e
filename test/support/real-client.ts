/** Microsoft's own Direct Line client, unmodified, under Node: what it sends, sees and goes through. */
import {
  type Activity,
  ConnectionStatus,
  DirectLine,
  type DirectLineOptions,
} from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import xhr2 from 'xhr2';
import { post, until } from './direct-line-client.ts';

Object.assign(globalThis, { XMLHttpRequest: xhr2.XMLHttpRequest, WebSocket });

/** Activities as the client hands them on, with the fields that tests look at. */
export type Seen = Activity & { replyToId?: string; text?: string };

export interface RealClient {
  readonly line: DirectLine;
  /** Every activity that the client handed on, in that order. */
  readonly seen: Seen[];
  /** Every connection status it went through. */
  readonly statuses: ConnectionStatus[];
  /** Sends an activity; resolves to what the client reports as its id (`retry` is its word for a lost one). */
  send(activity: object): Promise<string>;
  /** Sends a text with a client id, as Web Chat does. */
  say(text: string, clientActivityID?: string): Promise<string>;
  /** Waits until what was seen satisfies `look`. */
  sees<T>(look: (seen: readonly Seen[]) => T | undefined | false, ms?: number): Promise<T>;
  online(): Promise<void>;
  end(): void;
}

const clients = new Set<RealClient>();

/** Connects to the server at `base`, as an anonymous visitor unless a token or secret is given. */
export async function connectRealClient(base: string, options: DirectLineOptions = {}): Promise<RealClient> {
  const given = options.token ?? options.secret;
  const line = new DirectLine({
    domain: `${base}/v3/directline`,
    // The client waits 3 to 15 s before it reconnects, as chance has it: here always the shortest.
    random: () => 0,
    ...(!given && { token: await visitorToken(base) }),
    ...options,
  });
  const seen: Seen[] = [];
  const statuses: ConnectionStatus[] = [];
  line.connectionStatus$.subscribe((status) => statuses.push(status));
  // An ended client reports an error here, by design.
  line.activity$.subscribe(
    (activity) => seen.push(activity),
    () => {},
  );
  const client: RealClient = {
    line,
    seen,
    statuses,
    send: (activity) =>
      new Promise((resolve, reject) => {
        const complete: Activity = { type: 'message', from: { id: 'whoever' }, ...activity };
        line.postActivity(complete).subscribe(resolve, reject);
      }),
    say: (text, clientActivityID) =>
      client.send({ text, ...(clientActivityID && { channelData: { clientActivityID } }) }),
    sees: (look, ms) => until(() => look(seen) || undefined, ms),
    online: () =>
      until(() => line.connectionStatus$.getValue() === ConnectionStatus.Online || undefined).then(() => {}),
    end() {
      clients.delete(client);
      line.end();
    },
  };
  clients.add(client);
  return client;
}

/** Ends every client that is still there; call it in `afterAll`. */
export function endRealClients(): void {
  for (const client of clients) client.end();
}

export async function visitorToken(base: string): Promise<string> {
  const { token }: { token: string } = await (await post(`${base}/widget/token`, {})).json();
  return token;
}
