/** Every route of the desk. */
import type { Route } from '../../api/index.ts';
import { besideRoutes } from './beside.ts';
import { chatActRoutes } from './chat-acts.ts';
import { chatRoutes } from './chats.ts';
import { draftRoutes, gapRoutes } from './gaps.ts';
import { knowledgeRoutes } from './knowledge.ts';
import type { DeskRouteParts } from './parts.ts';
import { sessionRoutes } from './session.ts';
import { settingsRoutes } from './settings.ts';
import { teamRoutes } from './team.ts';
import { transcriptRoutes } from './transcripts.ts';
import { webhookRoutes } from './webhooks.ts';

export { authenticateDesk } from './cookie.ts';
export type { DeskRouteParts } from './parts.ts';

export function deskRoutes(parts: DeskRouteParts): Route[] {
  return [
    ...sessionRoutes(parts),
    ...chatRoutes(parts),
    ...chatActRoutes(parts),
    ...besideRoutes(parts),
    ...teamRoutes(parts),
    ...settingsRoutes(parts),
    ...knowledgeRoutes(parts),
    ...gapRoutes(parts),
    ...draftRoutes(parts),
    ...webhookRoutes(parts),
    ...transcriptRoutes(parts),
  ];
}
