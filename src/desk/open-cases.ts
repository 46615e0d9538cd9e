/** All that is open at the desk, of each as little as watching its clock needs: there may be thousands. */
import type { Clock } from '../core/clock.ts';
import { createSlices } from '../core/slices.ts';
import type { OpeningHours } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';
import { optionalNumber, optionalText } from './cases.ts';
import type { DeskSettings } from './settings.ts';
import type { SlaClock } from './shapes.ts';
import { slaClock } from './sla.ts';

export interface OpenCase {
  readonly chat: string;
  readonly caseId: string;
  readonly status: string;
  readonly agentId: string | null;
  readonly flagged: boolean;
  readonly waitingSince: number | null;
  readonly priority: number;
  /** Of which the people have been told, as `kind:state`. */
  readonly warned: string | null;
  readonly clock: SlaClock | null;
}

export type ReadOpenCases = () => Promise<OpenCase[]>;

export function createOpenCases({
  database,
  settings,
  hours,
  clock,
}: {
  database: Database;
  settings: () => DeskSettings;
  hours: () => OpeningHours | undefined;
  clock: Clock;
}): ReadOpenCases {
  return async function readOpenCases() {
    const rows = await database.read(
      `SELECT conversation_id, id, kind, status, agent_id, flagged_at, priority, warned, opened_at, first_reply_at,
         waiting_since, due_at FROM desk_case WHERE closed_at IS NULL ORDER BY opened_at DESC`,
    );
    const { sla } = settings();
    const [now, calendar] = [clock.now(), hours()];
    const open: OpenCase[] = [];
    const slices = createSlices();
    for (const row of rows) {
      if (slices.isOver()) await slices.pause();
      const waitingSince = optionalNumber(row.waiting_since);
      const kind = row.kind === 'message' ? 'message' : 'chat';
      const timed = {
        kind,
        openedAt: Number(row.opened_at),
        firstReplyAt: optionalNumber(row.first_reply_at),
        waitingSince,
        closedAt: null,
        dueAt: optionalNumber(row.due_at),
      } as const;
      open.push({
        chat: String(row.conversation_id),
        caseId: String(row.id),
        status: String(row.status),
        agentId: optionalText(row.agent_id),
        flagged: row.flagged_at !== null,
        waitingSince,
        priority: Number(row.priority),
        warned: optionalText(row.warned),
        clock: slaClock(timed, sla, calendar, now),
      });
    }
    return open;
  };
}
