/** Who gets into the desk, and how nobody else does. */
import { TOTP, URI } from 'otpauth';
import { expect, it } from 'vitest';
import { ShopdeskError } from '../../src/core/errors.ts';
import { randomIds } from '../../src/core/ids.ts';
import { addAdmin } from '../../src/desk/index.ts';
import { handClock } from '../support/clock.ts';
import { eachDatabase } from '../support/databases.ts';
import { openDesk } from '../support/desk-rooms.ts';

const device = { name: 'test', address: '::1' };

eachDatabase((_engine, open) => {
  it('lets an admin of the command line in by a link, once, and then by password and code', async () => {
    const clock = handClock();
    const database = await open();
    const rooms = await openDesk(database, clock);
    const { signIn, sessions } = rooms.desk;
    const link =
      (await addAdmin({ database, clock, ids: randomIds }, 'Ada@example.com', 'Ada')).split('=')[1] ?? '';
    const first = { email: 'x@example.com', name: 'X', role: 'admin' } as const;
    const who = await sessions.read(await signIn.withLink(link, first, device));
    expect(who).toMatchObject({ name: 'Ada', role: 'admin' });
    await expect(signIn.withLink(link, first, device)).rejects.toMatchObject({ code: 'desk.refused' });

    const id = who?.agentId ?? '';
    await signIn.setPassword(id, who?.sessionId, 'a good long password', undefined);
    const enter = (password: string, code?: string) =>
      signIn.withPassword({ email: 'ada@EXAMPLE.com', password, code }, device);
    expect(await sessions.read(await enter('a good long password'))).toBeTruthy();
    const password = 'a good long password';
    // Whoever finds the screen unlocked does not know the password.
    await expect(signIn.beginSecondFactor(id, 'ada', {})).rejects.toMatchObject({ code: 'desk.refused' });
    const { secret, uri } = await signIn.beginSecondFactor(id, 'ada', { password });
    expect(URI.parse(uri)).toMatchObject({ issuer: 'Shopdesk', label: 'ada', secret: { base32: secret } });
    const codeNow = () => new TOTP({ secret }).generate({ timestamp: clock.now() });
    await signIn.confirmSecondFactor(id, codeNow());
    await expect(enter('a good long password')).rejects.toMatchObject({ code: 'desk.second-factor' });
    // A code counts once: the one that confirmed it is used up.
    await expect(enter('a good long password', codeNow())).rejects.toMatchObject({ code: 'desk.refused' });
    clock.move(60_000);
    const token = await enter('a good long password', codeNow());

    const drop = (proof: { password?: string; code?: string }) => signIn.dropSecondFactor(id, proof);
    await expect(drop({ password })).rejects.toMatchObject({ code: 'desk.second-factor' });
    await expect(drop({ password, code: codeNow() })).rejects.toMatchObject({ code: 'desk.refused' });
    clock.move(60_000);
    await expect(drop({ password: 'wrong', code: codeNow() })).rejects.toMatchObject({
      code: 'desk.refused',
    });
    await expect(signIn.beginSecondFactor(id, 'ada', { password })).rejects.toMatchObject({
      code: 'desk.second-factor',
    });
    await drop({ password, code: codeNow() });
    expect(await sessions.read(await enter(password))).toBeTruthy();

    await sessions.end(id, { except: undefined });
    expect(await sessions.read(token)).toBeUndefined();
    await rooms.close();
  });

  it('counts guesses that come all at once as it counts them one after another', async () => {
    const clock = handClock();
    const rooms = await openDesk(await open(), clock);
    const { signIn, agents } = rooms.desk;
    const bob = await agents.add({ email: 'bob@example.com', name: 'Bob', role: 'agent' });
    await signIn.keepPassword(bob.id, 'a good long password');
    const enter = (password: string) =>
      signIn.withPassword({ email: 'bob@example.com', password }, device).then(
        () => 'in',
        (error: unknown) => (error instanceof ShopdeskError ? error.code : error),
      );
    const answers = await Promise.all(Array.from({ length: 12 }, (_, guess) => enter(`wrong ${guess}`)));
    expect(answers.filter((code) => code === 'desk.refused')).toHaveLength(5);
    expect(answers.filter((code) => code === 'desk.locked')).toHaveLength(7);
    expect(await enter('a good long password')).toBe('desk.locked');
    clock.move(61_000);
    expect(await enter('a good long password')).toBe('in');
    await rooms.close();
  });

  it('locks an account on guessing, for longer each time, whatever the password then is', async () => {
    const clock = handClock();
    const rooms = await openDesk(await open(), clock);
    const { signIn, agents } = rooms.desk;
    const ann = await agents.add({ email: 'ann@example.com', name: 'Ann', role: 'agent' });
    await signIn.keepPassword(ann.id, 'a good long password');
    const enter = (password: string) => signIn.withPassword({ email: 'ann@example.com', password }, device);
    for (let guess = 0; guess < 5; guess++) {
      await expect(enter('wrong')).rejects.toMatchObject({ code: 'desk.refused' });
    }
    await expect(enter('a good long password')).rejects.toMatchObject({ code: 'desk.locked' });
    clock.move(61_000);
    await expect(enter('wrong')).rejects.toMatchObject({ code: 'desk.refused' });
    clock.move(61_000);
    await expect(enter('a good long password')).rejects.toMatchObject({ code: 'desk.locked' });
    clock.move(61_000);
    expect(await enter('a good long password')).toBeTruthy();
    await expect(
      signIn.withPassword({ email: 'nobody@example.com', password: 'x' }, device),
    ).rejects.toMatchObject({ code: 'desk.refused' });
    await rooms.close();
  });
});
