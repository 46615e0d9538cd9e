/** The demo shop's own routes: play one of its invented customers, read its mail. They end with a real shop. */
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import { defineRoute, type Route } from '../api/index.ts';
import { type MailboxMail, mailboxPage } from '../mailbox-page.ts';

export interface DemoParts {
  /** Those that can be played; undefined when the store is not, or no longer, that of the demo. */
  readonly customers: () => Promise<readonly DemoPerson[] | undefined>;
  readonly tokenFor: (user: { id: string; name: string; email: string }) => Promise<{ token: string }>;
  /** The mails that nobody was sent; undefined when mail is delivered. */
  readonly mails: (() => Promise<readonly MailboxMail[]>) | undefined;
}

export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly email: string;
}

const person = z.object({ id: z.string(), name: z.string(), city: z.string() });

export function demoRoutes({ customers, tokenFor, mails }: DemoParts): Route[] {
  const played = async () => {
    const people = await customers();
    if (!people) throw new ShopdeskError('demo.unknown', 'This is not the demo shop.');
    return people;
  };
  return [
    defineRoute({
      method: 'get',
      path: '/demo',
      access: 'anyone',
      tag: 'Demo shop',
      summary: 'Whom a visitor of the demo shop can play',
      answer: z.object({ customers: z.array(person), mailbox: z.boolean() }),
      description: 'Nobody, where the shop is a real one.',
      handle: async () => {
        const people = await customers();
        return { customers: [...(people ?? [])], mailbox: people !== undefined && mails !== undefined };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/demo/sign-in',
      access: 'anyone',
      tag: 'Demo shop',
      summary: 'A chat token of one of the invented customers',
      description:
        'Stands for what the back end of a real shop does once its customer has signed in: it asks for a token with POST /v3/directline/tokens/generate.',
      perMinute: 60,
      body: z.object({ customer: z.string() }),
      answer: z.object({ token: z.string() }),
      handle: async ({ body }) => {
        const found = (await played()).find(({ id }) => id === body.customer);
        if (!found) throw new ShopdeskError('demo.unknown', 'Nobody of that id can be played.');
        return tokenFor({ id: `dl_${found.id}`, name: found.name, email: found.email });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/demo/mailbox',
      access: 'anyone',
      tag: 'Demo shop',
      summary: 'The mails that the demo shop would have sent, as a page',
      handle: async () => {
        await played();
        if (!mails)
          throw new ShopdeskError('demo.unknown', 'Mail is delivered; there is nothing to see here.');
        return mailboxPage(await mails());
      },
    }),
  ];
}
