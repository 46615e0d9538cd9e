/** One language of an FAQ entry: the question, the list of phrasings, and the answer below it. */
import type { Language } from '../core/language.ts';
import type { FaqText } from './knowledge.ts';
import type { Complaints } from './reading.ts';

export interface Section {
  readonly language: Language;
  readonly question: string;
  /** 1-based line of the heading. */
  readonly line: number;
  /** What follows the heading. */
  readonly lines: string[];
}

/** Reads a section, complaining about every phrasing and answer that cannot serve. */
export function checkSection(section: Section, complaints: Complaints): FaqText {
  const question = onOneLine(section.question);
  const seen = new Map<string, number>();
  const phrasings: string[] = [];
  const counterExamples: string[] = [];
  checkPhrasing(question, section.line, 'question', seen, complaints);

  const answerAt = findAnswer(section, complaints);
  for (const [index, content] of section.lines.slice(0, answerAt).entries()) {
    const item = listItem(content);
    if (item === undefined) continue;
    const line = section.line + 1 + index;
    const counter = counterExample(item);
    const text = onOneLine(counter ?? item);
    checkPhrasing(text, line, counter === undefined ? 'phrasing' : 'counter-example', seen, complaints);
    (counter === undefined ? phrasings : counterExamples).push(text);
  }

  const answer = section.lines.slice(answerAt).join('\n').trim();
  if (answer === '') {
    complaints.add(
      section.line,
      'this question has no answer; write it below the list, beginning with a sentence',
    );
  }
  checkLinks(section, answerAt, complaints);
  return { question, phrasings, counterExamples, answer };
}

/** Where the first line stands that is neither blank nor an item of the list under the question. */
function findAnswer(section: Section, complaints: Complaints): number {
  let afterItem = false;
  for (const [index, content] of section.lines.entries()) {
    if (listItem(content) !== undefined) {
      afterItem = true;
    } else if (content.trim() === '') {
      afterItem = false;
    } else {
      const line = section.line + 1 + index;
      if (/^-[^\s-]/.test(content)) complaints.add(line, 'put a space after "-"');
      else if (afterItem && /^\s/.test(content)) complaints.add(line, 'a phrasing must stay on one line');
      else if (afterItem) complaints.add(line, 'leave an empty line between the list and the answer');
      return index;
    }
  }
  return section.lines.length;
}

/** The text of `- item` or `* item`; undefined for any other line. */
function listItem(line: string): string | undefined {
  const content = line.trim();
  if (content === '-' || content === '*') return '';
  return /^[-*]\s/.test(content) ? content.slice(2) : undefined;
}

function counterExample(item: string): string | undefined {
  return /^\s*(?:not|不是)\s?[:：](.*)$/i.exec(item)?.[1];
}

/** A thematic break or a long rule is no phrasing; letters or digits must be there. */
function checkPhrasing(
  text: string,
  line: number,
  what: string,
  seen: Map<string, number>,
  complaints: Complaints,
): void {
  const key = comparable(text);
  const before = seen.get(key);
  if (key === '') complaints.add(line, `this ${what} has no words`);
  else if (text.length > 300) complaints.add(line, `this ${what} has more than 300 characters`);
  else if (before !== undefined) complaints.add(line, `"${text}" stands already in line ${before}`);
  seen.set(key, before ?? line);
}

/** Two phrasings that differ only in case, width, spaces or punctuation are the same to the matcher. */
export function comparable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** A link in an answer may lead to the web, an e-mail address, a telephone, or a page of the shop (`/…`). */
function checkLinks(section: Section, answerAt: number, complaints: Complaints): void {
  for (const [index, content] of section.lines.entries()) {
    if (index < answerAt) continue;
    for (const [, scheme] of content.matchAll(/\]\(\s?<?([a-z][a-z0-9+.-]{0,30}):/gi)) {
      if (!/^(?:https?|mailto|tel)$/i.test(scheme ?? '')) {
        complaints.add(section.line + 1 + index, `a link cannot begin with "${scheme}:"; use https://`);
      }
    }
  }
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
