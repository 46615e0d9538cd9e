/** The handoff card: what a person must know to go on, read from the log and the bot's traces when it is asked for. */
import { z } from 'zod';
import {
  activityOf,
  type Conversation,
  type ConversationLog,
  type Entry,
} from '../../conversations/index.ts';
import type { Language } from '../../core/language.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import type { Database } from '../../store/index.ts';
import type { Chat } from '../shapes.ts';
import type { Assist } from './assist.ts';
import { callsForPerson, questionAmong } from './question.ts';
import type { Card } from './shapes.ts';

const mostEntries = 400;
const mostAsked = 5;
const mostAskedBefore = 3;
const mostTried = 8;
const mostPages = 12;

const page = z.object({
  url: z.string().max(2_000).optional().catch(undefined),
  title: z.string().max(500).optional().catch(undefined),
  product: z
    .object({ id: z.string().max(200), title: z.string().max(500).optional() })
    .optional()
    .catch(undefined),
  cart: z
    .object({
      total: z.string().max(100).optional(),
      items: z.array(z.string().max(300)).max(50).optional(),
    })
    .optional()
    .catch(undefined),
});
type Page = z.infer<typeof page>;
const joined = z.object({ page });
const trace = z.object({ text: z.string(), zone: z.enum(['answer', 'offer', 'decline']) });
const memory = z.object({ form: z.object({ values: z.record(z.string(), z.string()) }).optional() });

export function createCards({
  database,
  conversations,
  knowledge,
  assist,
}: {
  database: Database;
  conversations: ConversationLog;
  knowledge: () => Knowledge;
  assist: Pick<Assist, 'best'>;
}) {
  async function read(chat: Chat): Promise<Card> {
    const conversation = await conversations.find(chat.id);
    const after = Math.max(0, (conversation?.watermark ?? 0) - mostEntries);
    const [entries, traces] = await Promise.all([
      conversations.read(chat.id, { after, limit: mostEntries }),
      database.read(
        `SELECT at, top_id, confidence, body FROM trace WHERE conversation_id = $1 ORDER BY watermark DESC
         LIMIT ${mostTried}`,
        [chat.id],
      ),
    ]);
    const asked = entries
      .filter(({ sender, type }) => sender === 'user' && type === 'message')
      .flatMap((entry) => {
        const { text } = activityOf(entry);
        return text ? [{ at: entry.at, text }] : [];
      });
    const pages = entries.flatMap(pageOf);
    const calls = await callsForPerson(database, chat.id);
    const last = questionAmong(
      asked.map(({ text }) => text),
      calls,
    );
    return {
      asked: wanted(asked, calls, chat.openedAt),
      tried: traces.reverse().flatMap((row) => {
        const read = trace.safeParse(JSON.parse(String(row.body)));
        if (!read.success) return [];
        const source = row.top_id ? String(row.top_id) : null;
        const { zone, text } = read.data;
        return {
          at: Number(row.at),
          question: text,
          answered: zone === 'decline' || source === null ? null : titlesOf(knowledge(), source),
          source,
          confidence: row.confidence === null || row.confidence === undefined ? null : Number(row.confidence),
          zone,
        };
      }),
      form: formOf(conversation),
      mood: chat.mood,
      page: shownPage(pages.at(-1)),
      path: pages.slice(-mostPages).flatMap((each) => shownPage(each) ?? []),
      cart: cartOf(pages),
      orders: ordersIn(asked.map(({ text }) => text)),
      draft: last ? ((await assist.best(chat, last)) ?? null) : null,
    };
  }

  return { read };
}

/**
 * What the shopper came with, and not that they asked for a person: their last questions before people had the chat,
 * and what they wrote since.
 */
function wanted<Said extends { readonly at: number; readonly text: string }>(
  said: readonly Said[],
  calls: ReadonlySet<string>,
  openedAt: number,
): Said[] {
  const questions = said.filter(({ text }) => !calls.has(text.trim()));
  if (questions.length === 0) return said.slice(-mostAsked);
  const before = questions.filter(({ at }) => at <= openedAt).slice(-mostAskedBefore);
  return [...before, ...questions.filter(({ at }) => at > openedAt).slice(before.length - mostAsked)];
}

interface PageAt extends Page {
  readonly at: number;
}

/** The widget tells where the shopper is when the chat opens, and with each page after. */
function pageOf(entry: Entry): PageAt | [] {
  if (entry.sender !== 'user' || entry.type !== 'event') return [];
  const { name, value } = activityOf(entry);
  const told =
    name === 'page'
      ? page.safeParse(value)
      : name === 'webchat/join'
        ? joined.transform((each) => each.page).safeParse(value)
        : undefined;
  return told?.success ? { ...told.data, at: entry.at } : [];
}

function shownPage(told: PageAt | undefined): Card['page'] {
  if (!told || (!told.url && !told.title && !told.product)) return null;
  return {
    at: told.at,
    url: told.url ?? null,
    title: told.title ?? null,
    product: told.product ? { id: told.product.id, title: told.product.title ?? null } : null,
  };
}

function cartOf(pages: readonly PageAt[]): Card['cart'] {
  const cart = pages.findLast((each) => each.cart !== undefined)?.cart;
  return cart ? { total: cart.total ?? null, items: cart.items ?? [] } : null;
}

function formOf(conversation: Conversation | undefined): Record<string, string> {
  const read = memory.safeParse(JSON.parse(conversation?.state ?? '{}'));
  return read.success ? (read.data.form?.values ?? {}) : {};
}

/** Numbers as shops write them: `#1001`, `NS-20417`. */
function ordersIn(texts: readonly string[]): string[] {
  return [
    ...new Set(texts.flatMap((text) => text.match(/#\d{3,12}\b|\b[A-Z]{1,4}[- ]?\d{4,12}\b/g) ?? [])),
  ].slice(0, 5);
}

/** What a source of an answer is called, in each language of the desk. */
function titlesOf(knowledge: Knowledge, source: string): Record<Language, string> {
  const entry = knowledge.faq.find(({ id }) => `faq:${id}` === source);
  const name = source.replace(/^intent:/, '');
  const title = knowledge.replies.get(`desk.topic.${name}`) ?? knowledge.replies.get(`${name}.title`);
  const other = entry?.texts.en?.question ?? entry?.texts.zh?.question ?? name.replaceAll('-', ' ');
  const inLanguage = (language: Language) =>
    entry?.texts[language]?.question ?? (entry ? undefined : title?.[language][0]) ?? other;
  return { en: inLanguage('en'), zh: inLanguage('zh') };
}
