/** Reads a yes or a no, as a button's title or as people say it in either language. */
import { usualForm } from '../core/as-asked.ts';

const fillers = 'oh|well|hm+|ok|okay|actually|so|then|wait|um+|uh+';
const yeses =
  'y|yes+|yep|ye|yea|yeah|yup|sure|ok|okay|of course|please do|please|go ahead|go for it|do (?:it|that)|i do|agreed|confirm(?:ed)?|correct|absolutely|definitely';
const nos =
  "n|no|nope|nah|not now|(?:don't|dont|do not)(?: \\p{L}+)?(?: (?:it|that|this|them))?|better not|rather not|i'd rather not|never ?mind|forget (?:it|that)|no need";
const afterYes = 'please|pls|then|now';
const afterNo =
  'thanks?|thank you|thx|please|pls|then|now|yet|sorry|(?:keep|leave) it|(?:i )?changed my mind';

const yesWords = new RegExp(
  `^(?:(?:${fillers})[ ,.!]+)*(?:${yeses})(?:[ ,.!]+(?:${yeses}|${afterYes}))*$`,
  'iu',
);
const noWords = new RegExp(`^(?:(?:${fillers})[ ,.!]+)*(?:${nos})(?:[ ,.!]+(?:${nos}|${afterNo}))*$`, 'iu');
/** With a few words of what shall be done: "yes cancel it", "yes thanks". */
const yesAndMore = /^(?:yes+|yep|yeah|yup)[ ,.!]+[a-z']+(?: [a-z']+){0,3}$/iu;
/** It goes on otherwise than as a yes. */
const otherwise =
  /\b(?:but|and|also|not|no|don't|dont|wait|only|if|or|instead|rather|other|another|what|how|when|where|which|why|who|can|could|is|are|does|i|you)\b/iu;

// No word of these is another with a third behind it, so that no text can be read in many ways.
const yesHan =
  /^(?:是|对|好|可以|行|确定|确认|同意|嗯|要|需要|没问题|当然)(?:是|对|好|可以|行|确定|确认|同意|嗯|要|需要|没问题|当然|请|的|吧|啊|了|[，,。！ ])*$/u;
/** With a few words of what shall be done: 是的，取消吧. */
const yesAndMoreHan =
  /^(?:是的?|对的?|好的?|可以|嗯+)[，,。！ ]+(?:(?!算了)[^不别但吗呢么什怎哪先等？?]){1,8}$/u;
const noHan =
  /^(?:(?:不|不是|不要|不用|不行|不可以|不同意|不必|别|算了|先|暂时|还是|否|了|吧|谢谢)[，,。！ ]*)+$/u;
const refuses = /[不别否]|算了/u;

/** Longer than any yes or no. */
const longest = 60;

/** Undefined for anything that is neither. */
export function yesOrNo(
  text: string,
  titles: { readonly yes: string; readonly no: string },
): 'yes' | 'no' | undefined {
  const said = usualForm(text).replace(/[.!,。，~\s]+$/u, '');
  const is = (title: string) => {
    const whole = title.replace(/[.!。！]+$/u, '').toLowerCase();
    // "Keep it" is said for "No, keep it"; "thanks" for "No, thanks" may mean anything.
    const [, rest = ''] = /^[^,，]+[,，]\s*(.*)$/u.exec(whole) ?? [];
    return (
      said.toLowerCase() === whole || (!/^(?:thank|please|谢谢|$)/u.test(rest) && said.toLowerCase() === rest)
    );
  };
  if (is(titles.yes)) return 'yes';
  if (is(titles.no)) return 'no';
  if (said.length > longest) return undefined;
  if (noWords.test(said) || (refuses.test(said) && noHan.test(said))) return 'no';
  const isYes =
    yesWords.test(said) ||
    (yesAndMore.test(said) && !otherwise.test(said)) ||
    yesHan.test(said) ||
    yesAndMoreHan.test(said);
  return isYes ? 'yes' : undefined;
}
