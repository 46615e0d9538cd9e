/** Forms: an intent that needs facts asks for them one by one, and survives being interrupted. */
import type { LoadedIntent } from './intents.ts';
import type { Turn } from './turn.ts';

/** One fact that an intent needs. */
export interface Slot {
  readonly name: string;
  /** The message that begins the form may hold the value: "register me, ada@example.com". */
  readonly inFirst?: boolean;
  /** Key of the question in `knowledge/replies`. */
  readonly ask: string;
  /** Whether it is needed, by what is known by now; always when left out. */
  when?(turn: Turn, values: Readonly<Record<string, string>>): boolean;
  /** The value in what the shopper wrote, or the key of the sentence that says what is wrong with it. */
  read(text: string): SlotReading;
}

export type SlotReading = { readonly value: string } | { readonly problem: string };

/** What the bot remembers of a form that is being filled. */
export interface FormMemory {
  readonly intent: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Begins an intent's form, or runs the intent at once when it asks for nothing. */
export async function begin(turn: Turn, intent: LoadedIntent): Promise<void> {
  const values: Record<string, string> = { ...intent.prefill?.(turn) };
  for (const slot of intent.slots ?? []) {
    const reading = slot.inFirst ? slot.read(turn.text) : undefined;
    if (reading && 'value' in reading) values[slot.name] = reading.value;
  }
  await goOn(turn, intent, values);
}

/**
 * Takes the shopper's words as the value that was asked for; false when they are none, and then nothing is said.
 */
export async function fill(turn: Turn, intent: LoadedIntent, form: FormMemory): Promise<boolean> {
  const slot = nextSlot(turn, intent, form.values);
  const reading = slot?.read(turn.text);
  if (!slot || !reading || !('value' in reading)) return false;
  await goOn(turn, intent, { ...form.values, [slot.name]: reading.value });
  return true;
}

/** Says what is wrong with the shopper's words as a value, and asks again. */
export function explain(turn: Turn, intent: LoadedIntent, form: FormMemory): void {
  const reading = nextSlot(turn, intent, form.values)?.read(turn.text);
  if (reading && 'problem' in reading) turn.say(reading.problem, {}, { buttons: [cancelButton(turn)] });
  turn.memory.form = form;
}

/** After an interruption: asks once more for what is missing. */
export function askAgain(turn: Turn, intent: LoadedIntent, form: FormMemory): void {
  const slot = nextSlot(turn, intent, form.values);
  if (!slot) return;
  turn.memory.form = form;
  turn.say(slot.ask, {}, { buttons: [cancelButton(turn)] });
}

async function goOn(
  turn: Turn,
  intent: LoadedIntent,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const slot = nextSlot(turn, intent, values);
  if (slot) {
    turn.memory.form = { intent: intent.name, values };
    turn.say(slot.ask, {}, { buttons: [cancelButton(turn)] });
    return;
  }
  delete turn.memory.form;
  turn.slots = values;
  await turn.settle();
  await intent.run(turn);
}

function nextSlot(
  turn: Turn,
  { slots = [] }: LoadedIntent,
  values: Readonly<Record<string, string>>,
): Slot | undefined {
  return slots.find((slot) => values[slot.name] === undefined && (slot.when?.(turn, values) ?? true));
}

function cancelButton(turn: Turn) {
  return { title: turn.phrase('form.cancel') };
}
