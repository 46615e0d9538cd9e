/** The opening hours while they are being changed: what is settled, what is wanted instead, and who was faster. */
import type { App } from '../model/app.ts';
import type { HoursAnswer } from '../wire/types.ts';

export type Hours = NonNullable<HoursAnswer['hours']>;
export type Windows = Hours['week'][number];
export type SpecialDay = Hours['specialDays'][number];

const workday = { from: '09:00', to: '17:00' };
const minutesOfDay = 24 * 60;

export class HoursDraft {
  settled: HoursAnswer | undefined;
  hours: Hours | undefined;
  isChanged = false;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async fetch(): Promise<void> {
    const settled = await this.#app.api.hours();
    // What somebody is writing stays; saving tells when another was faster.
    if (!this.isChanged) this.#take(settled);
    this.#app.draw();
  }

  changeZone(timeZone: string): void {
    this.#change((hours) => ({ ...hours, timeZone }));
  }

  changeDay(day: number, windows: Windows): void {
    this.#change((hours) => ({
      ...hours,
      week: hours.week.map((each, at) => (at === day ? windows : each)),
    }));
  }

  changeSpecial(at: number, change: Partial<SpecialDay>): void {
    this.#change((hours) => ({
      ...hours,
      specialDays: hours.specialDays.map((day, index) => (index === at ? { ...day, ...change } : day)),
    }));
  }

  addSpecial(date: string): void {
    this.#change((hours) => ({ ...hours, specialDays: [...hours.specialDays, { date, windows: [] }] }));
  }

  removeSpecial(at: number): void {
    this.#change((hours) => ({
      ...hours,
      specialDays: hours.specialDays.filter((_, index) => index !== at),
    }));
  }

  async save(): Promise<void> {
    const { hours, settled } = this;
    if (!hours || !settled) return;
    const specialDays = [...hours.specialDays].sort((one, other) => one.date.localeCompare(other.date));
    await this.#app.attempt(async () => {
      this.#take(await this.#app.api.changeHours(settled.version, { ...hours, specialDays }));
    }, this.#app.t.saved);
    this.#app.draw();
  }

  forget(): void {
    if (this.settled) this.#take(this.settled);
    this.#app.draw();
  }

  /** The merchant's file counts again. */
  async reset(): Promise<void> {
    await this.#app.attempt(async () => this.#take(await this.#app.api.resetHours()), this.#app.t.saved);
    this.#app.draw();
  }

  #take(settled: HoursAnswer): void {
    this.settled = settled;
    this.hours = settled.hours ?? {
      timeZone: settled.opening.timeZone,
      week: Array.from({ length: 7 }, (_, day) => (day < 5 ? [workday] : [])),
      specialDays: [],
    };
    this.isChanged = false;
  }

  #change(change: (hours: Hours) => Hours): void {
    if (!this.hours) return;
    this.hours = change(this.hours);
    this.isChanged = true;
    this.#app.draw();
  }
}

/** One more window, an hour behind the last. */
export function withOneMore(windows: Windows): Windows {
  const last = windows.at(-1);
  if (!last) return [workday];
  const end = minutesOf(last.to);
  const from = Math.min(end + 60, minutesOfDay - 60);
  return [...windows, { from: timeOf(from), to: timeOf(Math.min(from + 3 * 60, minutesOfDay - 1)) }];
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

function timeOf(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
