/** Whatever the bot, an agent or a shopper writes, and whatever a card carries, becomes no script and no unsafe link. */
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canRunBrowser, closeBrowser, openPage } from '../support/browser.ts';
import { type DirectLineStub, startDirectLineStub } from '../support/direct-line-stub.ts';
import { expectMessages, openChat, write } from './chat-page.ts';

const attacks = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '<svg onload="window.hacked = 1">',
  '[click](javascript:window.hacked=1)',
  '![x](javascript:window.hacked=1)',
  '[a](data:text/html,<script>1</script>)',
  '<a href="javascript:window.hacked=1">x</a>',
  '**<b onclick=window.hacked=1>x</b>**',
  '`</code><script>window.hacked=1</script>`',
];
const wildText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.constantFrom(...attacks, '**', '`', '[x](', ')', '\n', '- ', 'https://a.example/'), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
);
const wildAddress = fc.oneof(
  fc.constantFrom(
    'javascript:window.hacked=1',
    ' javascript:1',
    'java\nscript:1',
    'vbscript:1',
    'data:text/html,<script>1</script>',
    'data:image/svg+xml,<svg onload="window.hacked=1"/>',
    'blob:x',
    'file:///etc/passwd',
    'https://a.example/',
  ),
  wildText,
);
const wildAction = fc.record({
  type: fc.constantFrom('openUrl', 'imBack', 'signin', 'x', 'Action.OpenUrl', 'Action.Submit'),
  title: wildText,
  value: wildAddress,
  url: wildAddress,
});
const wildElement = fc.record({
  type: fc.constantFrom('TextBlock', 'Image', 'FactSet', 'x'),
  text: wildText,
  url: wildAddress,
  size: wildText,
  color: wildText,
});
const wildCard = fc.record({
  title: wildText,
  subtitle: wildText,
  text: wildText,
  images: fc.array(fc.record({ url: wildAddress, alt: wildText }), { maxLength: 2 }),
  buttons: fc.array(wildAction, { maxLength: 3 }),
  tap: wildAction,
  body: fc.array(wildElement, { maxLength: 4 }),
  actions: fc.array(wildAction, { maxLength: 2 }),
});
const cardTypes = ['hero', 'thumbnail', 'adaptive', 'audio'].map(
  (kind) => `application/vnd.microsoft.card.${kind}`,
);
const wildAttachment = fc.record({
  contentType: fc.constantFrom(...cardTypes, 'image/png', 'image/svg+xml', 'text/html', 'application/pdf'),
  contentUrl: wildAddress,
  name: wildText,
  content: wildCard,
});
const wildActivity = fc.record({
  type: fc.constant('message'),
  text: wildText,
  textFormat: fc.constantFrom('markdown', 'plain', 'xml', undefined),
  attachments: fc.array(wildAttachment, { maxLength: 3 }),
  attachmentLayout: fc.constantFrom('carousel', 'list'),
  from: fc.record({ id: wildText, name: wildText, role: fc.constantFrom('bot', 'user') }),
});

/** Renders each activity and gives what must not be there; runs inside the page. */
const probe = `
  import { renderMessage } from './view/message.ts';
  import { readActivity } from './wire/activity.ts';
  import { texts } from './texts.ts';
  const nothing = () => undefined;
  const view = { texts: texts.en, language: 'en', server: 'https://desk.example', act: nothing, submit: nothing, judge: nothing, retry: nothing };
  const place = { first: true, last: true, newestMine: true };
  const allowed = new Set('A ARTICLE BR BUTTON CODE DD DIV DL DT EM H2 IMG LI OL P PATH PRE SPAN STRONG SVG TABLE TD TH TR UL'.split(' '));
  window.findUnsafe = (inputs) => inputs.flatMap((input) => {
    const activity = readActivity(input);
    const mine = activity.from.role === 'user';
    const entry = { key: 'k', activity, mine, at: 0, delivery: 'delivered', live: false };
    const box = document.createElement('div');
    box.append(renderMessage(entry, place, view));
    document.body.append(box);
    const bad = [...box.querySelectorAll('*')].flatMap((element) => {
      const found = [];
      if (!allowed.has(element.tagName.toUpperCase())) found.push('element ' + element.tagName);
      for (const { name, value } of element.attributes) {
        if (/^on|^style$|^srcdoc$/i.test(name)) found.push('attribute ' + name);
        if (name === 'href' && !/^(https?|mailto|tel):/.test(value)) found.push('href ' + value);
        if (name === 'src' && !/^(https?:|data:image\\/)/.test(value)) found.push('src ' + value);
        if (name === 'target' && !element.rel.includes('noopener')) found.push('no rel');
      }
      return found;
    });
    box.remove();
    return bad;
  });
`;

describe.runIf(await canRunBrowser())('what is written', () => {
  let stub: DirectLineStub;

  beforeAll(async () => {
    stub = await startDirectLineStub();
  });
  afterAll(async () => {
    await closeBrowser();
    await stub.close();
  });

  it('never becomes an element, attribute or address that could run or lure', async () => {
    const { outputFiles } = await build({
      stdin: { contents: probe, resolveDir: 'web-widget', loader: 'ts' },
      bundle: true,
      write: false,
      format: 'iife',
    });
    const page = await openPage('about:blank');
    await page.evaluate(outputFiles[0]?.text ?? '');
    const samples = fc.sample(wildActivity, { numRuns: 3000, seed: 7 });
    for (let at = 0; at < samples.length; at += 500) {
      const unsafe: unknown = await page.evaluate(
        `findUnsafe(${JSON.stringify(samples.slice(at, at + 500))})`,
      );
      expect(unsafe).toEqual([]);
    }
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    await page.context().close();
  });

  it('is shown by the widget as the characters it is made of', async () => {
    stub.bot = ({ type, text }) =>
      type === 'message' ? [{ type: 'message', text, textFormat: 'plain' }] : [];
    const page = await openPage(stub.url);
    await openChat(page);
    const shown: string[] = [];
    for (const attack of attacks) {
      await write(page, attack);
      shown.push(`> ${attack}`, attack);
      await expectMessages(page, shown);
    }
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    await page.context().close();
  });
});
