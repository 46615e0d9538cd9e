/** HTML of a stranger's mail, made safe to look at: known elements, no attributes but links, nothing fetched. */
import { load } from 'cheerio';

const kept = new Set(
  'a abbr b blockquote br code dd div dl dt em h1 h2 h3 h4 h5 h6 hr i li ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u ul'.split(
    ' ',
  ),
);
/** Gone with everything in them; of any other unknown element the words stay. */
const gone =
  'script, style, head, title, iframe, object, embed, form, input, button, select, textarea, svg, math, link, meta, base, noscript, template, audio, video, img';
const mostCharacters = 500_000;

export function safeHtml(html: string): string {
  const $ = load(html.slice(0, mostCharacters), null, false);
  $(gone).remove();
  $('*').each((_index, element) => {
    if (element.type !== 'tag') return;
    const node = $(element);
    const link = element.tagName === 'a' ? (node.attr('href') ?? '') : '';
    for (const name of Object.keys(element.attribs)) node.removeAttr(name);
    if (/^(https?:|mailto:|tel:)/i.test(link))
      node.attr('href', link).attr('rel', 'noopener noreferrer nofollow').attr('target', '_blank');
    if (!kept.has(element.tagName)) node.replaceWith(node.contents());
  });
  $.root()
    .contents()
    .each((_index, node) => {
      if (node.type === 'comment' || node.type === 'directive') $(node).remove();
    });
  return $.html();
}
