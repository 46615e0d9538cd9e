/**
 * 200 agents and 2,000 shoppers who chat, over real sockets: how long a shopper's message takes to the agent's screen,
 * and whether every message arrives once. Agents do what their browser does: a sign of life every 15 s, the
 * board kept in step with what changes, and for the chat on the screen a mark of what was read and help with the answer.
 */

import { type DeskCrowd, gatherCrowd } from './desk-crowd.ts';
import { pause, quantile } from './load.ts';
import { goal } from './table.ts';

export const crowd = { agents: 200, shoppers: 2_000 };
/** Messages of shoppers in a second, all together; agents answer every second one. The first that keeps the goal counts. */
const rates = [200, 150, 100, 50, 25];
const seconds = 15;
const settleMs = 15_000;
const goalMs = 250;

/** @param ports of processes that share one store. */
export async function measureDeskLoad(what: string, ports: readonly number[]): Promise<void> {
  const gathered = await gatherCrowd(ports, crowd);
  try {
    for (const rate of rates) {
      const figures = await talk(gathered, rate);
      const both = figures.lost + figures.doubled;
      process.stdout.write(
        `${what}, ${crowd.agents} agents, ${crowd.shoppers} shoppers, ${rate} messages/s of shoppers and ${rate / 2}/s of agents for ${seconds} s: ` +
          `${figures.sent} sent, ${figures.lost} lost, ${figures.doubled} doubled; agent → shopper p50 ${figures.back.p50.toFixed(1)} ms, p99 ${figures.back.p99.toFixed(1)} ms; ` +
          `boards followed ${figures.followed} times and fetched ${figures.fetched}; shopper → agent p50 ${figures.there.p50.toFixed(1)} ms, ${goal('p99', figures.there.p99, '≤', goalMs)}`,
      );
      if (both > 0) throw new Error('Messages were lost or doubled.');
      if (figures.there.p99 <= goalMs) return;
    }
  } finally {
    gathered.leave();
  }
}

interface Spread {
  readonly p50: number;
  readonly p99: number;
}

async function talk(
  { chats, watchBoards }: DeskCrowd,
  rate: number,
): Promise<{
  sent: number;
  lost: number;
  doubled: number;
  there: Spread;
  back: Spread;
  followed: number;
  fetched: number;
}> {
  const there = new Meter();
  const back = new Meter();
  const name = `${rate}/${Math.round(performance.now())}`;
  const sends: Promise<unknown>[] = [];
  for (const { chat, answers } of chats.map((each, at) => ({ chat: each, answers: at % 2 === 0 }))) {
    chat.agentHears = (text) => {
      if (!there.heard(text) || !answers) return;
      const reply = `re ${text}`;
      back.sent(reply);
      sends.push(chat.reply(reply));
    };
    chat.shopperHears = (text) => back.heard(text);
  }
  const watch = await watchBoards();
  const begun = performance.now();
  let sent = 0;
  while (sent < rate * seconds) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - begun) / 1_000) * rate));
    for (; sent < due; sent++) {
      // Neighbours in time are not neighbours at the desk.
      const chat = chats[(sent * 7) % chats.length];
      if (!chat) continue;
      const text = `message ${name} ${sent}`;
      there.sent(text);
      sends.push(chat.say(text));
    }
    await pause(2);
  }
  const giveUpAt = performance.now() + settleMs;
  while (there.waiting + back.waiting > 0 && performance.now() < giveUpAt) await pause(20);
  await Promise.all(sends);
  watch.stop();
  return {
    sent: there.count + back.count,
    lost: there.waiting + back.waiting,
    doubled: there.doubled + back.doubled,
    there: there.spread(),
    back: back.spread(),
    followed: watch.followed,
    fetched: watch.fetched,
  };
}

/** Follows messages from when they were sent to when they were seen. */
class Meter {
  private readonly sentAt = new Map<string, number>();
  private readonly seen = new Set<string>();
  private readonly latencies: number[] = [];
  count = 0;
  doubled = 0;

  sent(text: string): void {
    this.count++;
    this.sentAt.set(text, performance.now());
  }

  /** True the first time; texts of others are none of ours. */
  heard(text: string): boolean {
    const at = this.sentAt.get(text);
    if (at === undefined) {
      if (this.seen.has(text)) this.doubled++;
      return false;
    }
    this.sentAt.delete(text);
    this.seen.add(text);
    this.latencies.push(performance.now() - at);
    return true;
  }

  get waiting(): number {
    return this.sentAt.size;
  }

  spread(): Spread {
    const sorted = Float64Array.from(this.latencies).sort();
    return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
  }
}
