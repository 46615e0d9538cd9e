/** What cannot be missed: sounds, the tab's title and mark, and the system's own notifications. */
import type { Device } from './device.ts';

/** `waiting`: somebody waits for a person; `message`: a chat of mine has news; `notice`: a colleague or a clock calls. */
export type Ring = 'waiting' | 'message' | 'notice';

/** Notes in Hz, one after the other. */
const tunes: Readonly<Record<Ring, readonly number[]>> = {
  waiting: [659, 880, 659, 880],
  message: [784],
  notice: [523, 659],
};
const noteSeconds = 0.13;

export class Alarm {
  readonly #device: () => Device;
  #audio: AudioContext | undefined;

  constructor(device: () => Device) {
    this.#device = device;
    // Browsers let a page sound only after its person has touched it.
    const wake = () => {
      this.#audio ??= new AudioContext();
      if (this.#audio.state === 'suspended') void this.#audio.resume();
    };
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, wake, { capture: true });
  }

  ring(ring: Ring): void {
    const { volume } = this.#device();
    const audio = this.#audio;
    if (volume === 0 || audio?.state !== 'running') return;
    tunes[ring].forEach((frequency, index) => {
      const start = audio.currentTime + index * noteSeconds;
      const tone = audio.createOscillator();
      const level = audio.createGain();
      tone.type = 'sine';
      tone.frequency.value = frequency;
      level.gain.setValueAtTime(0, start);
      level.gain.linearRampToValueAtTime(volume * 0.4, start + 0.015);
      level.gain.exponentialRampToValueAtTime(0.001, start + noteSeconds * 1.8);
      tone.connect(level).connect(audio.destination);
      tone.start(start);
      tone.stop(start + noteSeconds * 2);
    });
  }

  /** Whether the system may be asked for notifications, was asked, or has refused. */
  get permission(): NotificationPermission | 'none' {
    return 'Notification' in window ? Notification.permission : 'none';
  }

  async askPermission(): Promise<void> {
    if (this.permission === 'default') await Notification.requestPermission();
  }

  /** Only when the person is not looking; a notification of the same `tag` takes the place of the one before. */
  notify(title: string, body: string, tag: string, opened: () => void): void {
    const isLooking = document.visibilityState === 'visible' && document.hasFocus();
    if (isLooking || !this.#device().notifies || this.permission !== 'granted') return;
    const notification = new Notification(title, { body, tag, icon: '/desk/mark.svg' });
    notification.onclick = () => {
      window.focus();
      notification.close();
      opened();
    };
  }

  /** `(3) Shopdesk`, and a red dot on the tab's mark. */
  mark(title: string, count: number): void {
    const wanted = count > 0 ? `(${count}) ${title}` : title;
    if (document.title !== wanted) document.title = wanted;
    const link = document.getElementById('favicon');
    const href = count > 0 ? '/desk/mark-alert.svg' : '/desk/mark.svg';
    if (link?.getAttribute('href') !== href) link?.setAttribute('href', href);
  }
}
