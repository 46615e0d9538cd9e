/** What a customer may say about themselves and their data, said in the chat. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listKeptMails } from '../../src/mail/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { customerToken, openCustomerChat, openSignedChat } from '../support/customer-chat.ts';
import { until } from '../support/direct-line-client.ts';
import { startTalk, type Talk } from '../support/talk.ts';

const adminToken = 'an-operator-of-the-test-suite';

describe('in the chat', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ ADMIN_TOKEN: adminToken });
    await app.warm();
  }, 60_000);
  afterAll(() => app.stop());

  const asCustomer = async (id: string) => startTalk(app.base, await openCustomerChat(app.base, id));
  const newCustomer = async (id: string, name: string) =>
    startTalk(app.base, await openSignedChat(app.base, await customerToken(id, { name })));
  const said = async (talk: Talk, text: string) => (await talk(text)).texts.join('\n');
  const admin = async (path: string) => {
    const response = await fetch(`${app.base}${path}`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    return response.json();
  };
  const consentsOf = async (shopId: string) => {
    const { customers } = await admin(`/api/customers?shopId=${shopId}`);
    return customers[0]?.consents.filter(({ granted }: { granted: boolean }) => granted) ?? [];
  };
  async function mailTo(address: string, count = 1): Promise<string> {
    const mails = await until(async () => {
      const kept = (await listKeptMails(app.dataFolder)).filter(({ to }) => to.includes(address));
      return kept.length >= count ? kept : undefined;
    });
    return mails[0]?.text ?? '';
  }

  describe('a customer we know', () => {
    it('is greeted by name, in either language', async () => {
      const talk = await asCustomer('c-1001');
      expect((await talk.join('en')).texts[0]).toContain('Hello Walter Finch!');
      expect(await said(talk, 'hello')).toContain('Walter Finch');
      expect(await said(talk, '你好')).toContain('Walter Finch');
    });

    it('sees what we know, and gets all of it as a file', async () => {
      const talk = await asCustomer('c-1001');
      const text = await said(talk, 'what do you know about me?');
      expect(text).toContain('Name: Walter Finch');
      expect(text).toContain('E-mail: walter.finch@example.com');
      expect(text).toMatch(/Place: Boston, MA, US/);
      expect(text).toMatch(/Orders: \d\d/);
      expect(text).toContain('suggestions that use what you bought');
      const [, link = ''] = /\((http[^)\s]+)\)/.exec(text) ?? [];
      // A preview of the link, such as messengers make, is a page and uses nothing up.
      const preview = await fetch(link);
      expect([preview.status, await preview.text()]).toEqual([
        200,
        expect.stringContaining('<form method="post">'),
      ]);
      const [file, again] = await Promise.all([
        fetch(link, { method: 'POST' }),
        fetch(link, { method: 'POST' }),
      ]).then((both) => both.sort((one, other) => one.status - other.status));
      expect(again?.status).toBe(410);
      expect((await fetch(link)).status).toBe(410);
      if (!file) throw new Error('There is no file.');
      expect(file.headers.get('content-disposition')).toContain('my-data.json');
      expect(file.headers.get('cache-control')).toBe('no-store');
      const data: { tables: { table: string; rows: Record<string, unknown>[] }[] } = await file.json();
      const rows = (table: string) => data.tables.find((each) => each.table === table)?.rows ?? [];
      expect(rows('shop_order').length).toBeGreaterThan(10);
      expect(rows('order_line').length).toBeGreaterThan(rows('shop_order').length);
      expect(rows('shop_order').every(({ customer_id }) => customer_id === 'c-1001')).toBe(true);
      expect(JSON.stringify(rows('activity'))).toContain('what do you know about me?');
      expect(JSON.stringify(data)).not.toMatch(/c-1002|marguerite|code_hash|turn_holder/i);
    });

    it('gets a file that no changed link opens', async () => {
      const talk = await asCustomer('c-1001');
      const [, link = ''] = /\((http[^)\s]+)\)/.exec(await said(talk, '你们知道我哪些信息？')) ?? [];
      const [body = '', signature = ''] = link.slice(link.lastIndexOf('/') + 1).split('.');
      const changed = JSON.parse(Buffer.from(body, 'hex').toString());
      const other = Buffer.from(JSON.stringify([changed[0], 'directline', 'dl_c-1003'])).toString('hex');
      for (const token of [
        `${other}.${signature}`,
        `${body}.x`,
        body,
        'x',
        '%00',
        `${body}.${signature}.x`,
      ]) {
        const { status } = await fetch(`${app.base}/api/my-data/${token}`, { method: 'POST' });
        expect([400, 410], token).toContain(status);
      }
      const unsubscribe = await fetch(`${app.base}/api/unsubscribe/${body}.${signature}`, { method: 'POST' });
      expect(unsubscribe.status).toBe(410);
    });

    it('says what was agreed to, and ends messages on this channel with one word', async () => {
      const talk = await asCustomer('c-1004');
      expect(await said(talk, 'what do I consent to?')).toContain('offers and events by this chat');
      const stopped = await talk('stop');
      expect(stopped.texts[0]).toContain('nothing more is sent to you unasked by this chat');
      expect(stopped.buttons).toEqual(['Stop everywhere']);
      const left = await consentsOf('c-1004');
      expect(left.filter(({ channel }: { channel: string }) => channel === 'chat')).toEqual([]);
      expect(left).toContainEqual(expect.objectContaining({ purpose: 'service', channel: 'email' }));
      expect(await said(talk, 'Stop everywhere')).toContain('e-mail');
      expect((await consentsOf('c-1004')).map(({ purpose }: { purpose: string }) => purpose)).toEqual([
        'personalisation',
      ]);
      expect(await said(talk, '不要用我的购买记录')).toContain('不再使用');
      expect(await consentsOf('c-1004')).toEqual([]);
    });

    it.each(['unsubscribe', 'STOP!', 'please stop messaging me', '退订', '别再给我发消息了', 'no more ads'])(
      'is understood by "%s"',
      async (words) => {
        const id = `c-stop-${words.length}`;
        const talk = await newCustomer(id, 'Stella');
        await talk('you may send me offers');
        await talk('yes');
        expect((await consentsOf(id)).length).toBeGreaterThan(0);
        const answer = await said(talk, words);
        expect(answer).toMatch(/Done: nothing more|不会再通过/);
        const left = await consentsOf(id);
        expect(left.some((consent: { channel: string }) => consent.channel === 'chat')).toBe(false);
      },
    );

    it('agrees to what was asked, with the words kept as proof', async () => {
      const talk = await newCustomer('c-agree', 'Ada');
      const asked = await talk('tell me about concerts and offers');
      expect(asked.texts[0]).toContain('May I tell you about concerts');
      expect(asked.buttons).toEqual(['Yes, you may', 'No, I would rather not']);
      expect(await said(talk, 'Yes, you may')).toContain('I have noted it');
      expect(await consentsOf('c-agree')).toContainEqual(
        expect.objectContaining({ purpose: 'marketing', channel: 'chat' }),
      );
      const { customers } = await admin('/api/customers?shopId=c-agree');
      const { consents } = await admin(`/api/customers/${customers[0].id}/history`);
      expect(consents[0]).toMatchObject({ language: 'en', givenIn: expect.stringMatching(/^conversation:/) });
      expect(consents[0].wording).toMatch(/^May I tell you about concerts.*– Yes, you may$/);
      // A no is a no, and a question left behind is not answered by a later yes.
      await talk('you may use my purchases');
      expect(await said(talk, '不用了')).toContain('好的，不会的');
      await talk('you may use my purchases');
      await talk('what are your opening hours?');
      await talk('yes');
      expect(await consentsOf('c-agree')).not.toContainEqual(
        expect.objectContaining({ purpose: 'personalisation' }),
      );
    });

    it('is learned from by questions, not by complaints, and not where the browser says no', async () => {
      const session = await openCustomerChat(app.base, 'c-1009');
      const talk = await startTalk(app.base, session);
      await talk('you may use my purchases');
      await talk('yes');
      const interests = async () => {
        const { customers } = await admin('/api/customers?shopId=c-1009');
        const found: { name: string; because: string[] }[] = customers[0].interests;
        return found.flatMap(({ because }) => because);
      };
      await talk('which Halden receivers do you have?');
      expect(await interests()).toContain('which Halden receivers do you have?');
      await talk('my Verrano amplifier is broken');
      const privately = { type: 'message', text: 'which Castell decks do you have?' };
      await fetch(`${app.base}/v3/directline/conversations/${session.conversationId}/activities`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${session.token}`,
          'sec-gpc': '1',
        },
        body: JSON.stringify(privately),
      });
      // Turns of one conversation run one after the other.
      await talk('thanks');
      expect((await interests()).join(' ')).not.toMatch(/Verrano|Castell/);
    });

    it('tells where they live', async () => {
      const talk = await newCustomer('c-place', 'Ada');
      expect(await said(talk, 'I live in Austin, TX')).toContain('Austin, TX, US (America/Chicago)');
      expect(await said(talk, '我住在芝加哥')).toContain('Chicago');
      const { customers } = await admin('/api/customers?shopId=c-place');
      expect(customers[0]).toMatchObject({
        place: { city: 'Chicago', from: 'chosen' },
        timeZone: 'America/Chicago',
      });
    });

    it('changes their mind about being forgotten', async () => {
      const talk = await asCustomer('c-1005');
      const asked = await talk('forget me');
      expect(asked.buttons).toEqual(['Yes, erase everything', 'No, keep it']);
      expect(await said(talk, 'no')).toContain('nothing was erased');
      expect(await said(talk, 'what do you know about me')).toContain('June Hale');
    });
  });

  describe('a visitor', () => {
    it('is told that we know next to nothing', async () => {
      const talk = await startTalk(app.base);
      expect(await said(talk, 'what do you know about me?')).toMatch(
        /do not know who you are.*random number/,
      );
      expect(await said(talk, 'stop')).toContain('not agreed to any messages');
    });

    it('registers with an address and nothing else, is mailed, and is known by the name they gave', async () => {
      const talk = await startTalk(app.base);
      const asked = await talk('sign me up');
      expect(asked.texts).toEqual(['Which e-mail address may we write to?']);
      const sent = await said(talk, 'Grace@Example.org');
      expect(sent).toContain('I have sent a mail to grace@example.org');
      expect(sent).toContain('my name is');
      const mail = await mailTo('grace@example.org');
      const [link = ''] = /http\S+/.exec(mail) ?? [];
      // A scanner of the mail program opens the link: that confirms nothing.
      const page = await fetch(link);
      expect(await page.text()).toContain('<form method="post">');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await said(talk, 'what do you know about me')).toContain('grace@example.org (not confirmed)');
      const confirmed = await fetch(link, { method: 'POST' });
      expect(await confirmed.text()).toContain('grace@example.org');
      expect(await said(talk, 'my name is Grace')).toContain('Grace');
      expect(await said(talk, 'hello')).toContain('Grace');
      const known = await said(talk, 'what do you know about me');
      expect(known).toContain('E-mail: grace@example.org');
      expect(known).not.toContain('not confirmed');
    });

    it('registers in one sentence, in Chinese', async () => {
      const talk = await startTalk(app.base);
      expect(await said(talk, '帮我注册，邮箱是 mei@example.org')).toContain(
        '已向 mei@example.org 发了一封邮件',
      );
      const mail = await mailTo('mei@example.org');
      expect(mail).toContain('欢迎来到');
      const page = await fetch(/http\S+/.exec(mail)?.[0] ?? '');
      expect(await page.text()).toContain('这是您的邮箱吗？');
      expect(await said(talk, '我叫小梅')).toContain('小梅');
    });

    it('need not say their name twice', async () => {
      const talk = await startTalk(app.base);
      await talk('call me Zora');
      expect(await said(talk, 'register me, zora@example.org')).toContain('Thank you, Zora!');
    });

    it('cannot put a line break into an address', async () => {
      const talk = await startTalk(app.base);
      await talk('register');
      const answer = await said(talk, 'eve@example.org\r\nBcc: all@example.org');
      const names = await readdir(join(app.dataFolder, 'outbox'));
      const mails = await Promise.all(
        names.map((name) => readFile(join(app.dataFolder, 'outbox', name), 'utf8')),
      );
      expect(mails.join('\n')).not.toMatch(/^bcc\b|all@example/im);
      expect(answer).toMatch(/sent a mail to eve@example.org|does not look like/);
    });

    it('becomes the customer they are by a code, and by nothing else', async () => {
      const talk = await startTalk(app.base);
      expect(await said(talk, 'show who I am')).toContain('Which e-mail address');
      expect(await said(talk, 'nora.pennick@example.com')).toContain('six digits');
      const [code = ''] = /\b\d{6}\b/.exec(await mailTo('nora.pennick@example.com')) ?? [];
      const wrong = code === '000000' ? '000001' : '000000';
      expect(await said(talk, wrong)).toContain('Tries left: 3');
      expect(await said(talk, 'what do you know about me')).not.toContain('Nora');
      await talk('here is my code');
      expect(await said(talk, `it is ${code}`)).toContain('Thank you, Nora Pennick');
      expect(await said(talk, 'what do you know about me')).toMatch(/Name: Nora Pennick[\s\S]*Orders: \d/);
    });

    it('does not become a customer by confirming an address that somebody typed', async () => {
      const eve = await startTalk(app.base);
      await eve('register');
      await eve('elias.larkham@example.com');
      const [link = ''] = /http\S+/.exec(await mailTo('elias.larkham@example.com')) ?? [];
      // Elias confirms what he takes for his own registration.
      expect((await fetch(link, { method: 'POST' })).status).toBe(200);
      const known = await said(eve, 'what do you know about me');
      expect(known).toContain('Orders: 0');
      expect(known).not.toContain('Elias');
    });

    it('cannot have a mailbox flooded', async () => {
      const talk = await startTalk(app.base);
      const answers: string[] = [];
      for (let i = 0; i < 4; i++) {
        await talk('show who I am');
        answers.push(await said(talk, 'percy.harrow@example.com'));
        await talk('cancel');
      }
      expect(answers[2]).toContain('six digits');
      expect(answers[3]).toContain('several mails');
    });
  });
});
