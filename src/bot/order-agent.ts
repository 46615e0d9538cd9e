/** The orders of whoever writes, as a turn reaches them: their own at once, any other after proof by e-mail. */
import {
  answerOrderChallenge,
  type BoughtLine,
  boughtLines,
  type ChallengeAnswer,
  type ChallengeKeeper,
  findOrder,
  mayCancel,
  mayReturn,
  type Order,
  ordersOfCustomer,
  type PolicyAnswer,
  provedOrder,
  startOrderChallenge,
} from '../commerce/index.ts';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Mailer } from '../core/mail.ts';
import type { CustomerProfile } from '../customers/index.ts';
import type { OrderRules } from '../knowledge/index.ts';

export type { BoughtLine, Order, PolicyAnswer };

export interface OrderAgent {
  /** True when it is proved who writes, so that their orders can be told without a code. */
  readonly knowsOwner: boolean;
  /** Their latest orders, newest first; empty unless `knowsOwner`. */
  own(): Promise<readonly Order[]>;
  /** What they kept of all that they ever ordered, newest first; empty unless `knowsOwner`. */
  bought(): Promise<readonly BoughtLine[]>;
  /** The order of this number if it is theirs. */
  ownNumbered(number: string): Promise<Order | undefined>;
  /**
   * Sends a code to the e-mail address of the order with this number, if there is one: nothing tells. `write` makes the
   * mail.
   */
  sendCode(
    number: string,
    write: (facts: { code: string; number: string }) => { subject: string; text: string },
  ): Promise<{ kind: 'sent'; challenge: string } | { kind: 'limited'; minutes: number }>;
  /** Takes one of the three tries. */
  tryCode(challenge: string, code: string): Promise<ChallengeAnswer>;
  /** The order that was proved with this challenge within the last half hour. */
  proved(challenge: string): Promise<Order | undefined>;
  mayCancel(order: Order): PolicyAnswer;
  mayReturn(order: Order): PolicyAnswer;
}

export interface OrderAgents {
  agentFor(userId: string, customer: CustomerProfile | undefined): OrderAgent;
}

export interface OrderAgentParts extends ChallengeKeeper {
  readonly mailer: Mailer;
  readonly log: Log;
  /** The shop's word on returns; the usual 30 days where it has none. */
  readonly rules: () => OrderRules | undefined;
}

const mostOrders = 10;
const minuteMs = 60_000;

export function createOrderAgents(parts: OrderAgentParts): OrderAgents {
  const { database, clock, mailer, log, rules } = parts;

  /** Not waited for: how long a mail takes would tell whether there is such an order. */
  function sendLater(to: string, mail: { subject: string; text: string }): void {
    mailer.send({ to, ...mail }).catch((error: unknown) => {
      log.error({ error: messageOf(error) }, 'A code for an order could not be sent');
    });
  }

  return {
    agentFor(userId, customer) {
      const ids = customer?.shopCustomerIds ?? [];
      const addresses = (customer?.emails ?? []).flatMap(({ address, proved }) => (proved ? [address] : []));
      // Asked for to recognise the question and again to answer it: an agent serves one turn.
      let bought: Promise<readonly BoughtLine[]> | undefined;
      return {
        knowsOwner: ids.length > 0 || addresses.length > 0,
        async own() {
          const found = await Promise.all([
            ...ids.map((id) => ordersOfCustomer(database, { id }, mostOrders)),
            ...addresses.map((email) => ordersOfCustomer(database, { email }, mostOrders)),
          ]);
          const byKey = new Map(found.flat().map((order) => [`${order.shop}:${order.id}`, order]));
          return [...byKey.values()].sort((a, b) => b.placedAt - a.placedAt).slice(0, mostOrders);
        },
        bought() {
          bought ??= boughtLines(database, { ids, emails: addresses });
          return bought;
        },
        async ownNumbered(number) {
          const order = await findOrder(database, number);
          const isTheirs =
            (order?.customer !== undefined && ids.includes(order.customer)) ||
            (order?.email !== undefined && addresses.includes(order.email));
          return isTheirs ? order : undefined;
        },
        async sendCode(number, write) {
          const started = await startOrderChallenge(parts, { userId, number });
          if (started.kind === 'limited') {
            const minutes = Math.max(1, Math.ceil((started.retryAt - clock.now()) / minuteMs));
            return { kind: 'limited', minutes };
          }
          const { id, mail } = started;
          if (mail) sendLater(mail.to, write({ code: mail.code, number: mail.orderNumber }));
          return { kind: 'sent', challenge: id };
        },
        tryCode: (challenge, code) => answerOrderChallenge(parts, { id: challenge, userId, code }),
        proved: (challenge) => provedOrder(parts, { id: challenge, userId }),
        mayCancel,
        mayReturn: (order) => mayReturn(order, clock.now(), rules()),
      };
    },
  };
}
