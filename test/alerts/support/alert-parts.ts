/** What `createAlerts` needs besides a store, a clock and a mailer, for a shop without a chat. */
import type { AlertsParts } from '../../../src/alerts/alerts.ts';
import { randomIds } from '../../../src/core/ids.ts';
import { silentLog } from '../../../src/core/log.ts';

export const withoutChat = {
  conversations: { append: () => Promise.reject(new Error('there is no chat')) },
  feeds: { committed() {} },
  knowledgeFolder: 'knowledge',
  conversationLifeMs: 86_400_000,
  contact: 'shop@example.com',
  address: () => 'https://desk.example.com',
  unsubscribe: ({ id }) => `https://desk.example.com/api/unsubscribe/${id}`,
  key: Buffer.alloc(32, 7),
  botId: 'shopdesk',
  ids: randomIds,
  log: silentLog,
} as const satisfies Partial<AlertsParts>;
