/** Dialects that several platforms share; what each does otherwise is said where it is used. */
import { escapeUTF8 } from 'entities';
import type { Dialect } from './write.ts';

/** HTML with the elements that are known there. */
export function html({ strong, emphasis }: { strong: 'b' | 'strong'; emphasis: 'i' | 'em' }): Dialect {
  return {
    escape: escapeUTF8,
    strong: (inside) => `<${strong}>${inside}</${strong}>`,
    emphasis: (inside) => `<${emphasis}>${inside}</${emphasis}>`,
    strike: (inside) => `<s>${inside}</s>`,
    code: (text) => `<code>${escapeUTF8(text)}</code>`,
    link: (inside, url) => `<a href="${escapeUTF8(url)}">${inside || escapeUTF8(url)}</a>`,
    quote: (inside) => `<blockquote>${inside}</blockquote>`,
    codeBlock: (text) => `<pre>${escapeUTF8(text)}</pre>`,
    bullet: '•',
    monospace: true,
  };
}

/** Markdown (CommonMark, with struck words), but for what has to be escaped and how links are kept whole. */
export const markdown: Omit<Dialect, 'escape' | 'link'> = {
  strong: (inside) => `**${inside}**`,
  emphasis: (inside) => `*${inside}*`,
  strike: (inside) => `~~${inside}~~`,
  code: (text) => `\`${text.replaceAll('`', "'")}\``,
  quote: (inside) => inside.replace(/^/gm, '> '),
  codeBlock: (text) => `\`\`\`\n${text.replaceAll('```', "'''")}\n\`\`\``,
  bullet: '-',
  monospace: true,
};
