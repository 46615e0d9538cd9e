/** The server is killed again and again while platforms call it and it calls them: nothing is lost, and nothing doubled that a platform could keep single. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openDatabase } from '../../src/store/index.ts';
import { until } from '../support/direct-line-client.ts';
import { channelLog, deskNotes } from '../support/platforms/channel-log.ts';
import { environmentOf } from '../support/platforms/index.ts';
import { startLine } from '../support/platforms/line.ts';
import { startWhatsApp } from '../support/platforms/meta.ts';
import { startOwn } from '../support/platforms/own.ts';
import type { Platform } from '../support/platforms/platform.ts';
import { startSlack } from '../support/platforms/slack.ts';
import { startTeams } from '../support/platforms/teams.ts';
import { startTelegram } from '../support/platforms/telegram.ts';
import { seededRandom } from '../support/random.ts';
import { smallServer, startServer } from '../support/server-process.ts';

const rounds = 3;
const perRound = 3;

it(`answers every message of six platforms when it is killed ${rounds} times on the way`, async () => {
  const random = seededRandom(20_261_122);
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-kill-channels-'));
  const teams = await startTeams({ authenticated: false });
  const whatsapp = await startWhatsApp();
  const others = [await startTelegram(), await startSlack(), await startLine(), await startOwn()];
  const platforms: Platform[] = [...others, teams, whatsapp];
  const environment = {
    ...(await smallServer(folder)),
    ...environmentOf(platforms),
  };
  let server = await startServer(environment);
  const { base, port } = server;
  const said = new Map(platforms.map(({ name }) => [name, 0]));
  for (const platform of platforms) platform.api.slowness = () => random() * 40;

  // What Meta has delivered it reports until it is heard.
  let isOver = false;
  whatsapp.onTaken = (key) => {
    const report = () => whatsapp.reports(base, 'delivered', key).catch(() => 0);
    until(async () => isOver || (await report()) === 200 || undefined, 60_000).catch(() => {});
  };

  /** As platforms do: again and again, and out of order, until it is acknowledged. */
  const insist = async (platform: Platform, number: number) => {
    const say = () => platform.says(base, `message ${number}`, { id: String(number) }).catch(() => 0);
    await until(async () => (await say()) === 200 || undefined, 60_000);
    if (random() < 0.3) await say();
    said.set(platform.name, (said.get(platform.name) ?? 0) + 1);
  };

  try {
    for (let round = 0; round < rounds; round++) {
      const talking = platforms.flatMap((platform) =>
        Array.from({ length: perRound }, (_, index) => insist(platform, round * perRound + index + 1)),
      );
      // Into the middle of it: some are taken, some answered, some on their way out.
      await until(() => [...said.values()].some((count) => count > round * perRound) || undefined, 60_000);
      await new Promise<void>((resolve) => setTimeout(resolve, random() * 60));
      await server.kill();
      server = await startServer({ ...environment, PORT: String(port) });
      await Promise.all(talking);
    }
    const database = await openDatabase({ dataFolder: folder, log: silentLog });
    try {
      for (const platform of platforms) {
        const log = await until(async () => {
          const entries = await channelLog(database, platform.name);
          const people = entries.filter(({ sender }) => sender === 'user');
          const answered = new Set(entries.map(({ activity }) => activity.replyToId).filter(Boolean));
          const [row] = await database.read(
            `SELECT 1 AS waits FROM channel_chat c JOIN conversation v ON v.id = c.conversation_id
             WHERE c.channel = $1 AND (v.watermark > c.sent OR c.sending = 1)`,
            [platform.name],
          );
          return people.length === answered.size && !row ? entries : undefined;
        }, 120_000);
        const people = log.filter(({ sender }) => sender === 'user').map(({ activity }) => activity.text);
        expect(new Set(people).size).toBe(people.length);
        expect(people).toHaveLength(rounds * perRound);

        const sent = log.filter(({ sender }) => sender === 'bot').map(({ activity }) => activity.text ?? '');
        const shown = platform.shown.map(({ text }) => text);
        const twice = (await deskNotes(database, platform.name)).length;
        if (platform.name !== 'telegram' && platform !== teams) expect(twice).toBe(0);
        expect(shown.length).toBeGreaterThanOrEqual(sent.length);
        // What it died over more than once is noted once.
        expect(shown.length).toBeLessThanOrEqual(sent.length + twice * rounds);
        // In order: without the doubles that the desk was told of, exactly the log.
        expect(withoutDoubles(shown, sent)).toEqual(sent);
      }
    } finally {
      await database.close();
    }
    isOver = true;
    expect(await server.terminate()).toBe(0);
  } finally {
    isOver = true;
    await server.kill();
    await Promise.all(platforms.map((platform) => platform.close()));
    await rm(folder, { recursive: true, force: true });
  }
}, 240_000);

/** Leaves out of `shown` what repeats the one before where `sent` does not. */
function withoutDoubles(shown: readonly string[], sent: readonly string[]): string[] {
  const kept: string[] = [];
  for (const text of shown) {
    if (text !== sent[kept.length] && text === kept.at(-1)) continue;
    kept.push(text);
  }
  return kept;
}
