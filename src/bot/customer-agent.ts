/** What a turn may do for whoever is writing: everything of the customers' room, bound to this conversation's user. */
import type { Conversation } from '../conversations/index.ts';
import type { Language } from '../core/language.ts';
import type { Mailer } from '../core/mail.ts';
import {
  addInterests,
  answerEmailProof,
  awaitsCode,
  type ChannelUser,
  type ConsentChange,
  type CustomerFacts,
  type CustomerKeeper,
  type CustomerProfile,
  consentStatements,
  customerOfEmail,
  customerOfPerson,
  customerOfUser,
  type EmailProofAnswer,
  ensureRecord,
  type InterestSign,
  type Privacy,
  type Purpose,
  reachChannelOf,
  registerAddress,
  signLink,
  startEmailProof,
  updateFacts,
} from '../customers/index.ts';
import type { Statement } from '../store/index.ts';

export { interestKey } from '../customers/index.ts';

/** The words of a mail around its code and link, in the shopper's language. */
export type ComposeMail = (parts: { readonly code: string; readonly link: string }) => {
  readonly subject: string;
  readonly text: string;
};

export interface CustomerAgent {
  /** The channel by which consent for this conversation goes: `chat`, `telegram` … */
  readonly channel: string;
  /**
   * Registers with an address that is yet to be confirmed, and writes to it. Rejects with `mail.*` when it cannot.
   * @returns `limited` after too many mails.
   */
  register(email: string, compose: ComposeMail): Promise<'sent' | 'limited'>;
  /** Sends a code that proves the address. Nothing tells whether anybody is known by it. */
  prove(email: string, compose: ComposeMail): Promise<'sent' | 'limited'>;
  /** True while a code waits to be typed. */
  awaitsCode(): Promise<boolean>;
  answerCode(code: string): Promise<EmailProofAnswer>;
  /** Who writes now, read anew: what a code or a consent of this turn changed is in it. */
  reload(): Promise<CustomerProfile | undefined>;
  /** Records what was agreed to or withdrawn in this conversation, at once. A visitor gets a record by that. */
  consent(changes: readonly Omit<ConsentChange, 'givenIn'>[]): Promise<void>;
  /** Withdraws every consent to be told something on these channels, or on all of them. */
  stop(
    channels: readonly string[] | 'all',
    words: Pick<ConsentChange, 'wording' | 'language'>,
  ): Promise<void>;
  /** Withdraws the consent to mails of whoever the address is proved to belong to; says nothing of whether there is one. */
  stopAddress(email: string, words: Pick<ConsentChange, 'wording' | 'language'>): Promise<void>;
  /** What their question tells of what they like; kept with the answer. */
  learn(signs: readonly InterestSign[]): Promise<readonly Statement[]>;
  /** Keeps what the customer says of themselves. */
  tell(facts: CustomerFacts): Promise<void>;
  /** How many rows are kept of them, by table. */
  counts(): Promise<ReadonlyMap<string, number>>;
  /** A link that gives everything that is kept of them as one file, for half an hour. */
  exportLink(language: Language): string;
  /** Erases them from every table and file, now. */
  forget(): Promise<void>;
}

export interface CustomerAgents {
  /** Who writes in this conversation, as far as it is proved or they said so here. */
  customerOf(conversation: Conversation): Promise<CustomerProfile | undefined>;
  /** @param writtenOn the channel they write on now, where that is not the one the conversation began on. */
  agentFor(
    conversation: Conversation,
    customer: CustomerProfile | undefined,
    writtenOn?: string,
  ): CustomerAgent;
}

export interface CustomerAgentParts {
  readonly keeper: CustomerKeeper;
  readonly privacy: Privacy;
  readonly mailer: Mailer;
  /** Address under which shoppers reach the server, such as `https://desk.example.com`. */
  readonly address: () => string;
}

const exportLifeMs = 30 * 60_000;
const linkLifeMs = 7 * 86_400_000;
/** Consents by which something is sent unasked; personalisation sends nothing. */
const sending: readonly Purpose[] = ['service', 'marketing'];

export function createCustomerAgents(parts: CustomerAgentParts): CustomerAgents {
  const { keeper } = parts;
  return {
    customerOf: ({ channel, userId, personId }) =>
      personId === undefined
        ? customerOfUser(keeper, { channel, userId })
        : customerOfPerson(keeper, personId),
    agentFor: ({ id, channel, userId }, customer, writtenOn = channel) =>
      createCustomerAgent(parts, { channel, userId }, `conversation:${id}`, customer, writtenOn),
  };
}

function createCustomerAgent(
  { keeper, privacy, mailer, address }: CustomerAgentParts,
  user: ChannelUser,
  givenIn: string,
  customer: CustomerProfile | undefined,
  writtenOn: string,
): CustomerAgent {
  /** Their record; a visitor's is made now. */
  const record = async () =>
    customer?.id ??
    ensureRecord(keeper, { kind: 'channel', value: `${user.channel}:${user.userId}` }, 'signed');
  const channel = reachChannelOf(user.channel);

  async function mailProof(email: string, customerId: string | undefined, compose: ComposeMail) {
    const started = await startEmailProof(keeper, { user, email, customerId });
    if (started.kind === 'limited') return 'limited';
    const token = signLink(keeper, 'confirm', [started.id], linkLifeMs);
    const link = `${address()}/api/customers/confirm/${token}`;
    await mailer.send({ to: email, ...compose({ code: started.code, link }) });
    return 'sent';
  }

  return {
    channel,
    async register(email, compose) {
      const recordId = await record();
      await registerAddress(keeper, recordId, email);
      return mailProof(email, recordId, compose);
    },
    prove: (email, compose) => mailProof(email, undefined, compose),
    awaitsCode: () => awaitsCode(keeper, user),
    answerCode: (code) => answerEmailProof(keeper, user, code),
    reload: () => customerOfUser(keeper, user),
    async consent(changes) {
      const given = changes.map((change) => ({ ...change, givenIn }));
      await keeper.database.write(consentStatements(keeper, await record(), given));
    },
    async stop(channels, words) {
      const known = customer?.consents.map((consent) => consent.channel) ?? [];
      const here = [channel, reachChannelOf(writtenOn)];
      const all = new Set([...here, 'chat', 'email', 'push', ...known]);
      all.delete('all');
      // Who went on elsewhere and writes "stop" there means the conversation as well as that place.
      const named = channels === 'all' || !channels.includes(channel) ? channels : [...channels, ...here];
      const stopped = named === 'all' ? all : new Set(named);
      const changes = [...stopped].flatMap((each) =>
        sending.map((purpose) => ({ purpose, channel: each, granted: false, givenIn, ...words })),
      );
      await keeper.database.write(consentStatements(keeper, await record(), changes));
    },
    async stopAddress(email, words) {
      const owner = await customerOfEmail(keeper, email.toLowerCase());
      if (!owner) return;
      const changes = sending.map((purpose) => ({
        purpose,
        channel: 'email',
        granted: false,
        givenIn,
        ...words,
      }));
      await keeper.database.write(consentStatements(keeper, owner.id, changes));
    },
    learn: async (signs) =>
      customer && signs.length > 0 ? addInterests(keeper, 'question', new Map([[customer.id, signs]])) : [],
    async tell(facts) {
      await keeper.database.write(updateFacts(await record(), facts));
    },
    counts: () => privacy.countsOf({ customer, user }),
    exportLink(language) {
      const token = signLink(keeper, 'export', [user.channel, user.userId, language], exportLifeMs);
      return `${address()}/api/my-data/${token}`;
    },
    forget: () => privacy.forget({ customer, user }),
  };
}
