/** What the operator may look into. */
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import { defineRoute, type Route } from '../api/index.ts';

export interface OperatorParts {
  /** The log of a conversation with the traces of the bot's answers; undefined when there is none. */
  readonly inspect: (conversationId: string) => Promise<object | undefined>;
}

export function operatorRoutes({ inspect }: OperatorParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/admin/conversations/{id}',
      access: 'admin',
      tag: 'Operator',
      summary: 'A conversation’s log, and why the bot said what it said',
      params: z.object({ id: z.string() }),
      answer: z.looseObject({}),
      handle: async ({ params }) => {
        const found = await inspect(params.id);
        if (!found) throw new ShopdeskError('conversation.unknown', 'There is no such conversation.');
        return { ...found };
      },
    }),
  ];
}
