/** What a supervisor sees at a glance, as the API shows it. Times are Unix ms, UTC. */
import { z } from 'zod';
import { agentShape, chatShape } from './shapes.ts';

export const wallShape = z.object({
  now: z.number(),
  waiting: z.object({ count: z.number(), oldest: z.number().nullable(), messages: z.number() }),
  active: z.number(),
  atRisk: z
    .array(chatShape)
    .describe('Open chats whose clock warns or is broken, the worst first, at most 50'),
  flagged: z.array(chatShape),
  agents: z.array(
    agentShape.extend({
      active: z.number(),
      oldestUnanswered: z.number().nullable(),
      closedToday: z.number(),
      score: z.number().nullable().describe('Mean of today’s stars'),
      hard: z.number().describe('Closed today: angry, transferred or long ones, for a fair share'),
    }),
  ),
  today: z.object({
    opened: z.number(),
    closed: z.number(),
    left: z.number().describe('Gave up waiting'),
    waitMs: z.object({ median: z.number().nullable(), p90: z.number().nullable() }),
    firstReplyMs: z.object({ median: z.number().nullable(), p90: z.number().nullable() }),
    handlingMs: z.object({ median: z.number().nullable(), p90: z.number().nullable() }),
    score: z.number().nullable(),
    scores: z.number(),
  }),
  botOnly: z.number().describe('Conversations of the last hour that the bot has alone'),
});
export type Wall = z.infer<typeof wallShape>;
