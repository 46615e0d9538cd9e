/** What may or may not have arrived stays as it is until a person settles it. */
import { expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { toldShop } from './support/told-shop.ts';

eachDatabase((_engine, open) => {
  it('is sent again, or taken to have arrived, by hand alone, and its life says by whom', async () => {
    const database = await open();
    const shop = await toldShop(database, '2026-11-23T17:00:00Z', { answerOf: () => 'Yes, we do.' });
    const { alerts, mails } = shop;
    for (const name of ['ada', 'bo']) {
      await shop.customer(name);
      await shop.wish({ customerId: name, kind: 'answer', subject: 'Do you ship to Mars?', terms: {} });
      shop.loseNextMail();
      await shop.lookAt(shop.now() + 3_600_000);
    }
    await shop.lookAt('2026-11-25T17:00:00Z');
    expect(mails).toHaveLength(0);

    const [first, second] = await alerts.unsettled();
    expect([first, second]).toEqual([
      expect.objectContaining({
        customerName: 'ada',
        channel: 'email',
        reason: 'email: the connection ended',
      }),
      expect.objectContaining({ customerName: 'bo' }),
    ]);
    shop.goTo(shop.now() + 1_000);
    await alerts.settle(first?.id ?? '', 'again', 'Olive');
    await alerts.settle(second?.id ?? '', 'sent', 'Olive');
    // Whoever comes second is told so, and nothing is sent twice.
    await expect(alerts.settle(first?.id ?? '', 'again', 'Otto')).rejects.toMatchObject({
      code: 'alerts.conflict',
    });
    shop.goTo(shop.now() + 1_000);
    await alerts.deliver();
    await alerts.deliver();
    expect(mails.map(({ to }) => to)).toEqual(['ada@example.com']);
    expect(await alerts.unsettled()).toEqual([]);
    const stepsOf = async (name: string) =>
      (await alerts.livesOf(name)).flatMap(({ steps }) =>
        steps.map(({ step, reason }) => `${step}: ${reason}`),
      );
    expect((await stepsOf('ada')).slice(-4)).toEqual([
      'unknown: email: the connection ended',
      'retried: Olive says it did not arrive: it is sent again',
      'sending: by email',
      'sent: by email',
    ]);
    expect((await stepsOf('bo')).at(-1)).toBe('sent: Olive says it arrived');
  });
});
