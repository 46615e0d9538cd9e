/** What the clients ask: plain questions, one with a slip, one that the shop cannot answer. */
export const questions: readonly string[] = [
  'what are your opening hours?',
  'can I send a record back if I have opened it?',
  'how long does delivery take',
  'do you ship to canada',
  'wich cartridge fits my turntable',
  'my parcel has not arrived yet',
  'can I pay with paypal?',
  'is there a student discount',
  'what is the capital of mongolia',
  'how do I clean my records',
];
