/** Reads a yes or a no, as a button's title or as people say it in either language. */

const yesWords =
  /^(?:y|yes|yep|yeah|yup|sure|ok|okay|of course|please do|yes please|go ahead|do it|i do|agreed|confirm(?:ed)?|是|是的|对|好|好的|好啊|可以|行|行的|确定|确认|同意|嗯|嗯嗯|要|需要)$/iu;
const noWords =
  /^(?:n|no|nope|nah|no thanks|no thank you|not now|don't|do not|better not|rather not|never mind|不|不是|不要|不用|不用了|不行|不可以|不同意|算了|先不用|暂时不用|否)$/iu;

/** Undefined for anything that is neither. */
export function yesOrNo(
  text: string,
  titles: { readonly yes: string; readonly no: string },
): 'yes' | 'no' | undefined {
  const said = text
    .trim()
    .replace(/[.!,。！，~～\s]+$/u, '')
    .replace(/’/g, "'");
  const is = (title: string) => {
    const whole = title.replace(/[.!。！]+$/u, '').toLowerCase();
    // "Keep it" is said for "No, keep it"; "thanks" for "No, thanks" may mean anything.
    const [, rest = ''] = /^[^,，]+[,，]\s*(.*)$/u.exec(whole) ?? [];
    return (
      said.toLowerCase() === whole || (!/^(?:thank|please|谢谢|$)/u.test(rest) && said.toLowerCase() === rest)
    );
  };
  if (is(titles.yes) || yesWords.test(said)) return 'yes';
  return is(titles.no) || noWords.test(said) ? 'no' : undefined;
}
