/** What an outside agent desk tells us, when it stands in for ours. */
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import { type Desk, hubActivityShape } from '../../desk/index.ts';
import { defineRoute, type Route } from '../api/index.ts';

export function hubRoutes({ desk }: { desk: Pick<Desk, 'hubSays'> }): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/api/hub/activities',
      access: 'hub',
      tag: 'Hub',
      summary: 'An outside agent desk answers the shopper, or says how a handoff goes',
      description:
        'Takes Bot Framework activities of a conversation that was handed over with `handoff.initiate`: messages and typing of its agents, and the event `handoff.status` with the state accepted, failed or completed. After the last two the bot has the conversation again. Answers 409 `hub.conflict` when the hub does not have it. We post `handoff.initiate` (context as value, transcript as attachment), what the shopper writes, and `endOfConversation` when it has ended or somebody of our own has taken it, to HUB_URL with HUB_SECRET as bearer; what is not answered 2xx is sent again, and in the end our own queue takes the conversation.',
      body: hubActivityShape,
      answer: z.object({ id: z.string() }),
      handle: ({ body }) => {
        if (!desk.hubSays) throw new ShopdeskError('hub.unknown', 'No hub is set up here.');
        return desk.hubSays(body);
      },
    }),
  ];
}
