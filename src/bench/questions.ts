/** What the clients ask: plain questions in ever new words, some with a slip, some that the shop cannot answer. */

const openings = [
  '',
  'hi, ',
  'hello there, ',
  'quick question: ',
  'sorry, ',
  'good morning, ',
  'one more thing, ',
  'hey, ',
  'my brother asks ',
  'please tell me, ',
  'before I order, ',
];

const names = ['Ana', 'Ben', 'Chris', 'Dora', 'Eli', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jun', 'Kim', 'Leo', 'Mia'];

const questions = [
  'what are your opening hours',
  'can I send a record back if I have opened it',
  'how long does delivery take',
  'do you ship to canada',
  'which cartridge fits my turntable',
  'my parcel has not arrived yet',
  'can I pay with paypal',
  'is there a student discount',
  'what is the capital of mongolia',
  'how do I clean my records',
  'do you buy used records',
  'can I collect my order at the store',
  'how long is the warranty on speakers',
  'I want to talk to a person',
  'can I change the address of my order',
  'do you have gift cards',
  'when is the box set back in stock',
];

const endings = [
  '',
  '?',
  ' please',
  ' if I may ask?',
  ', thanks',
  ' this week?',
  ' and how?',
  '!',
  ' again',
  ' these days?',
];

/** The text of the n-th message: some 24,000 different ones. */
export function questionAt(n: number): string {
  const opening = openings[n % openings.length] ?? '';
  const question = questions[Math.floor(n / endings.length) % questions.length] ?? '';
  const ending = endings[n % endings.length] ?? '';
  const name = names[n % names.length] ?? '';
  const asked = n % 5 === 0 ? withSlip(question, n) : question;
  return `${opening}${name} here, ${asked}${ending}`;
}

/** Two letters change places, elsewhere from message to message. */
function withSlip(text: string, n: number): string {
  const at = 1 + (n % (text.length - 2));
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}
