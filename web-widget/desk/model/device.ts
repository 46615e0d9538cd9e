/** What this device remembers of its person's taste. Where storage is refused, the defaults hold. */
import { fields, parseJson, text } from '../../wire/activity.ts';
import { type Language, languageOf } from '../texts/texts.ts';

export interface Device {
  readonly language: Language;
  readonly theme: 'auto' | 'light' | 'dark';
  /** 0 (silent) to 1. */
  readonly volume: number;
  /** A waiting chat rings again until somebody takes it. */
  readonly ringsAgain: boolean;
  readonly notifies: boolean;
  /** Single letters act when no field has the focus. */
  readonly singleKeys: boolean;
  /** The column beside the chat is open. */
  readonly side: boolean;
}

const key = 'shopdesk:desk';

export function readDevice(): Device {
  const kept = fields(parseJson(read()));
  const { theme, volume } = kept;
  return {
    language: languageOf(text(kept.language) ?? navigator.language),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    volume: typeof volume === 'number' ? Math.min(1, Math.max(0, volume)) : 0.6,
    ringsAgain: kept.ringsAgain !== false,
    notifies: kept.notifies !== false,
    singleKeys: kept.singleKeys !== false,
    side: kept.side !== false,
  };
}

const systemLook = matchMedia('(prefers-color-scheme: dark)');

/** The look that holds: the person's choice, else the system's. */
export function lookOf({ theme }: Device): 'light' | 'dark' {
  if (theme !== 'auto') return theme;
  return systemLook.matches ? 'dark' : 'light';
}

export function onSystemLook(changed: () => void): void {
  systemLook.addEventListener('change', changed);
}

export function keepDevice(device: Device): void {
  try {
    localStorage.setItem(key, JSON.stringify(device));
  } catch {
    // Without storage the choice holds until the page is left.
  }
}

function read(): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}
