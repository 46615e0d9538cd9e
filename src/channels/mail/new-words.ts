/** What is new in a mail: without what it quotes, without the signature, without the words of the mail program. */

/** Lines from which on everything was written before, by whichever mail program. */
const quoteHeads: readonly RegExp[] = [
  /^\s*-{2,}\s*(original message|forwarded message|原始邮件|原邮件|转发邮件|邮件原件).*$/i,
  /^\s*_{10,}\s*$/,
  /^\s*on .{5,200}\bwrote:\s*$/i,
  /^\s*.{0,100}于.{4,60}写道[：:]\s*$/,
  /^\s*在 ?.{4,120}写道[：:]\s*$/,
  /^\s*(from|发件人)\s*[：:].*$/i,
];
const signatures: readonly RegExp[] = [
  /^-- ?$/,
  /^\s*(sent from my|get outlook for|发自我的|从我的).{0,60}$/i,
];
const mostLines = 5_000;

/** @returns the text itself when nothing else would be left. */
export function newWords(text: string): string {
  const lines = joinedHeads(text.replaceAll('\r\n', '\n')).split('\n').slice(0, mostLines);
  const end = lines.findIndex(
    (line, index) => isQuoteHead(line, lines[index + 1]) || signatures.some((each) => each.test(line)),
  );
  const own = (end < 0 ? lines : lines.slice(0, end)).filter((line) => !line.startsWith('>'));
  const kept = own
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return kept === '' ? text.trim() : kept;
}

/** A line of addresses is a head only when more of them follow. */
function isQuoteHead(line: string, next: string | undefined): boolean {
  if (!quoteHeads.some((head) => head.test(line))) return false;
  const isAddressLine = /^\s*(from|发件人)\s*[：:]/i.test(line);
  return (
    !isAddressLine || /^\s*(sent|to|date|subject|cc|发送时间|收件人|日期|主题)\s*[：:]/i.test(next ?? '')
  );
}

/** Some programs break "On … wrote:" over two lines. */
function joinedHeads(text: string): string {
  return text.replace(/^(On [^\n]{5,150})\n([^\n]{0,100}wrote:)\s*$/gim, '$1 $2');
}
