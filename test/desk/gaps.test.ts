/** From what the bot could not answer, or answered badly, to an entry that answers it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskGap, EntryDetail, KnowledgeDraft } from '../../src/desk/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { firstAdmin, invite, type Person } from '../support/desk.ts';
import { postActivity, until } from '../support/direct-line-client.ts';
import { makeSmallShop, type SmallShop } from '../support/small-shop.ts';
import { startTalk } from '../support/talk.ts';

interface GapList {
  readonly gaps: DeskGap[];
  readonly counts: Record<DeskGap['state'], number>;
}

describe('gaps and drafts', () => {
  let shop: SmallShop;
  let app: TestApp;
  let agent: Person;
  let boss: Person;
  beforeAll(async () => {
    shop = await makeSmallShop();
    app = await startTestApp({ SHOPDESK_KNOWLEDGE: shop.folder, DEMO_SHOP: 'off' });
    const admin = await firstAdmin(app);
    agent = await invite(app.base, admin, { name: 'Ann' });
    boss = await invite(app.base, admin, { name: 'Sue', role: 'supervisor' });
  });
  afterAll(async () => {
    await app.stop();
    await shop.remove();
  });

  /** In a new chat each time: whoever is not understood twice is handed to a person. */
  const ask = async (question: string) => (await (await startTalk(app.base))(question)).texts.join();
  const gaps = (query = '') => agent.call<GapList>('GET', `/api/desk/gaps${query}`);

  it('a question nobody answered is drafted, published, done, and new again when it is asked again', async () => {
    const question = 'zither dulcimer harpsichord tuning';
    await ask(question);
    const [gap] = (await gaps('?state=new')).gaps;
    expect(gap).toMatchObject({ question, count: 1, state: 'new', reopened: false });
    const draft = await agent.call<KnowledgeDraft>('POST', `/api/desk/gaps/${gap?.id}/draft`);
    expect(draft).toMatchObject({
      entry: 'zither-dulcimer-harpsichord-tuning',
      isNew: true,
      version: null,
      content: { owner: 'Ann', texts: { en: { question, answer: '' } } },
      problems: [{ reason: expect.stringContaining('no answer') }],
    });
    expect(await gaps('?state=drafted')).toMatchObject({ gaps: [{ id: gap?.id, draft: draft.id }] });
    // Begun twice, it is the same draft.
    expect(await agent.call('POST', `/api/desk/gaps/${gap?.id}/draft`)).toMatchObject({ id: draft.id });

    const path = `/api/desk/knowledge/drafts/${draft.id}`;
    await expect(boss.call('POST', `${path}/publish`, { version: null })).rejects.toMatchObject({
      code: 'knowledge.invalid',
    });
    const text = { question, phrasings: [], counterExamples: [], answer: 'We tune them in May.' };
    await agent.call('PUT', path, { entry: 'tuning', content: { ...draft.content, texts: { en: text } } });
    await expect(agent.call('POST', `${path}/publish`, { version: null })).rejects.toMatchObject({
      status: 403,
    });
    const entry = await boss.call<EntryDetail>('POST', `${path}/publish`, { version: null });
    expect(entry).toMatchObject({ id: 'tuning', owner: 'Ann' });
    expect(await gaps('?state=done')).toMatchObject({
      gaps: [{ id: gap?.id, entry: 'tuning', draft: null }],
    });
    await expect(agent.call('GET', path)).rejects.toMatchObject({ status: 404 });
    await until(async () => ((await ask(question)).includes('in May') ? true : undefined));

    await boss.call('DELETE', `/api/desk/knowledge/entries/tuning?version=${entry.version}`);
    await until(async () => ((await ask(question)).includes('in May') ? undefined : true));
    expect(await gaps('?state=new')).toMatchObject({ gaps: [{ id: gap?.id, reopened: true }] });
    await agent.call('PATCH', `/api/desk/gaps/${gap?.id}`, { state: 'ignored', note: 'not ours' });
    expect(await gaps()).toMatchObject({ counts: { new: 0, ignored: 1 }, gaps: [{ note: 'not ours' }] });
  });

  it('a bad answer of the bot becomes a gap; a good answer of an agent becomes a draft in the shopper’s words', async () => {
    const talk = await startTalk(app.base);
    const { conversationId: chat } = talk.session;
    const bad = await talk('is there a car park for trucks, my mail is jo@example.com');
    const botMessage = bad.activities[0]?.id;
    await agent.call('POST', `/api/desk/chats/${chat}/gap`, { message: botMessage, note: 'trucks!' });
    const reported = (await gaps('?state=new')).gaps.find(({ note }) => note === 'trucks!');
    expect(reported).toMatchObject({ count: 1, nearest: { entry: 'faq:parking' } });
    expect(reported?.question).toContain('car park for trucks');
    expect(reported?.question).not.toContain('example.com');

    await talk('I want to talk to a person');
    await agent.claim(chat);
    await postActivity(app.base, talk.session, { type: 'message', text: 'may I bring my truck?' });
    const { id: message } = await agent.say(chat, 'Trucks park at the north gate.');
    const draft = await agent.call<KnowledgeDraft>('POST', `/api/desk/chats/${chat}/faq-draft`, {
      message,
      question: 'Where do trucks park?',
    });
    expect(draft).toMatchObject({
      entry: 'where-do-trucks-park',
      chat,
      by: 'Ann',
      problems: [],
      content: {
        texts: {
          en: {
            question: 'Where do trucks park?',
            phrasings: ['may I bring my truck?'],
            answer: 'Trucks park at the north gate.',
          },
        },
      },
    });
    const extending = await agent.call<KnowledgeDraft>('POST', `/api/desk/chats/${chat}/faq-draft`, {
      message,
      entry: 'parking',
    });
    expect(extending).toMatchObject({ entry: 'parking', isNew: false });
    expect(extending.content.texts.en?.phrasings).toContain('may I bring my truck?');
    const published = await boss.call<EntryDetail>(
      'POST',
      `/api/desk/knowledge/drafts/${extending.id}/publish`,
      { version: extending.version },
    );
    expect(published.text).toContain('- may I bring my truck?');

    // Only what an agent said becomes a draft, and only what was said in this chat.
    const draftOf = (id: string | undefined, inChat = chat) =>
      agent.call('POST', `/api/desk/chats/${inChat}/faq-draft`, { message: id });
    await expect(draftOf(botMessage)).rejects.toMatchObject({ status: 404, code: 'message.unknown' });
    await expect(draftOf('nothing')).rejects.toMatchObject({ status: 404 });
    await expect(draftOf(message, 'other')).rejects.toMatchObject({ status: 404 });
    await agent.call('DELETE', `/api/desk/knowledge/drafts/${draft.id}`);
    expect(await agent.call('GET', '/api/desk/knowledge/drafts')).toEqual({ drafts: [] });
  });
});
