/** The life of webhooks in one process: what sends them, and the admins who hear when one is switched off. */
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { Database } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { createDelivering } from './deliver.ts';
import type { Outbox } from './outbox.ts';
import { createWebhooks } from './webhooks.ts';

export interface KeepWebhooksParts {
  readonly database: Database;
  readonly desk: Pick<Desk, 'agents' | 'talking' | 'audit'>;
  readonly outbox: Outbox;
  /** Names this process. */
  readonly holder: string;
  /** Addresses of the own network may be called. */
  readonly privateNetwork: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export function keepWebhooks(parts: KeepWebhooksParts) {
  const { desk, outbox } = parts;

  async function switchedOff(url: string, problem: string): Promise<void> {
    await outbox.reread();
    await desk.audit.record({ id: null, name: 'shopdesk' }, 'webhook.switched-off', null, undefined, {
      url,
      problem,
    });
    const everybody = await desk.agents.all();
    const admins = everybody.filter(({ role, disabled }) => role === 'admin' && !disabled);
    await desk.talking.notice(
      admins.map(({ id }) => id),
      'webhook',
      null,
      `${url}: ${problem}`,
    );
  }

  const delivering = createDelivering({ ...parts, switchedOff });
  delivering.start();
  return {
    ...createWebhooks({ ...parts, delivering }),
    async close(): Promise<void> {
      outbox.close();
      await delivering.close();
    },
  };
}
