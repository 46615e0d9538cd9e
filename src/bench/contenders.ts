/** What is compared: each a server in a process of its own, and how one client talks to it. */
import { openDirectLine } from './lines/direct-line.ts';
import { openOfflineDirectLine } from './lines/offline-direct-line.ts';
import { openPosting } from './lines/posting.ts';
import { openSocket } from './lines/socket.ts';
import type { OpenLine } from './load.ts';
import type { ServerKind } from './server-kinds.ts';

export interface Contender {
  readonly name: string;
  readonly kind: ServerKind;
  readonly open: OpenLine;
  readonly onPostgres?: true;
}

/** The cost of the SDK alone, without HTTP, store and understanding: our goals are multiples of it. */
export const bareAdapter = 'bare adapter, ActivityHandler';
export const peer = 'offline-directline, SDK bot';
export const ours = 'Shopdesk on SQLite';

export const contenders: readonly Contender[] = [
  { name: 'raw ws echo', kind: 'ws-echo', open: openSocket },
  { name: 'ws + JSON echo', kind: 'ws-json', open: openSocket },
  { name: bareAdapter, kind: 'bare-adapter', open: openSocket },
  { name: 'bare adapter behind POST', kind: 'bare-adapter-post', open: openPosting },
  { name: 'offline-directline, bot without SDK', kind: 'offline-directline', open: openOfflineDirectLine },
  { name: peer, kind: 'offline-directline-sdk', open: openOfflineDirectLine },
  { name: ours, kind: 'shopdesk', open: openDirectLine },
  { name: 'Shopdesk on PostgreSQL', kind: 'shopdesk', open: openDirectLine, onPostgres: true },
];
