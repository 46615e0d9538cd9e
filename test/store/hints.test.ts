import pg from 'pg';
import { expect, test } from 'vitest';
import type { Database } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';

/** Collects what is heard; `until` sends `payload` again and again until it is: a hint may be lost, a connection takes time. */
function ear(database: Database, topic: string) {
  const heard: string[] = [];
  const stop = database.listen(topic, (payload) => heard.push(payload));
  const until = (from: Database, payload: string) =>
    expect
      .poll(
        () => {
          from.notify(topic, payload);
          return heard;
        },
        { timeout: 20_000 },
      )
      .toContain(payload);
  return { heard, stop, until };
}

eachDatabase((_engine, open) => {
  test('a hint that is too long or has no topic is refused', async () => {
    const database = await open({ migrated: false });
    database.notify('topic', 'x'.repeat(7000));
    expect(() => database.notify('topic', 'x'.repeat(7001))).toThrow('7,000 bytes');
    expect(() => database.notify('topic', '货'.repeat(2334))).toThrow('7,000 bytes');
    expect(() => database.notify('', 'x')).toThrow('topic');
    expect(() => database.listen('t'.repeat(64), () => {})).toThrow('topic');
  });

  test('a process never hears its own hints', async () => {
    const database = await open({ migrated: false });
    const other = await open({ migrated: false });
    const own = ear(database, 'news');
    const others = ear(other, 'news');
    database.notify('news', 'mine');
    if (database.engine === 'postgres') await others.until(database, 'mine');
    await database.close();
    expect(own.heard).toEqual([]);
  });
});

eachDatabase(
  (_engine, open, address) => {
    test('another process hears the topics it listens to, until it stops', async () => {
      const sender = await open({ migrated: false });
      const receiver = await open({ migrated: false });
      const news = ear(receiver, 'news');
      const late = ear(receiver, 'Other "topic" 主题');
      const longest = '货'.repeat(2333);
      await news.until(sender, longest);
      await late.until(sender, '{"id":"a b"}');
      expect(new Set(late.heard)).toEqual(new Set(['{"id":"a b"}']));
      news.stop();
      const count = news.heard.length;
      sender.notify('news', 'unheard');
      await late.until(sender, 'after');
      expect(news.heard).toHaveLength(count);
    });

    test('the same hint of one moment travels once, different ones all travel', async () => {
      const sender = await open({ migrated: false });
      const receiver = await open({ migrated: false });
      const { heard, until } = ear(receiver, 'news');
      await until(sender, 'connected');
      for (let i = 0; i < 1200; i++) sender.notify('news', `n${i % 600}`);
      await until(sender, 'end');
      const numbered = heard.filter((payload) => payload.startsWith('n'));
      expect(numbered).toEqual(Array.from({ length: 600 }, (_, i) => `n${i}`));
    });

    test('listening goes on after the connection was lost, sending too', async () => {
      const sender = await open({ migrated: false });
      const receiver = await open({ migrated: false });
      const { until } = ear(receiver, 'news');
      await until(sender, 'before');
      const observer = new pg.Client(await address());
      await observer.connect();
      await observer.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      await observer.end();
      await until(sender, 'after');
    });

    test('a listener that throws does not silence the others', async () => {
      const sender = await open({ migrated: false });
      const receiver = await open({ migrated: false });
      receiver.listen('news', () => {
        throw new Error('a bug in a listener');
      });
      await ear(receiver, 'news').until(sender, 'hello');
    });

    test('closing sends the hints that wait', async () => {
      const sender = await open({ migrated: false });
      const receiver = await open({ migrated: false });
      const { heard, until } = ear(receiver, 'news');
      await until(sender, 'connected');
      sender.notify('news', 'goodbye');
      await sender.close();
      await expect.poll(() => heard, { timeout: 20_000 }).toContain('goodbye');
    });
  },
  ['postgres'],
);
