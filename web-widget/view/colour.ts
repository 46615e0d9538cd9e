/**
 * One accent colour of the merchant, any colour, made into what the widget needs with enough contrast (WCAG 2.2 AA,
 * 4.5 : 1) on light and on dark ground.
 */

export interface Accent {
  /** Ground of buttons and of the shopper's own words. */
  readonly fill: string;
  /** Words on `fill`. */
  readonly onFill: string;
  /** Words and outlines in the accent on the widget's own ground. */
  readonly ink: string;
}

/** Black or white, whichever words on `colour` can be read in; white when it is no colour. */
export function wordsOn(colour: string): string {
  const rgb = parseHex(colour);
  return rgb && luminance(rgb) > lightestUnderWhite ? '#000000' : '#ffffff';
}

/** True for `#rrggbb`, which may go into a style sheet as they are. */
export function isColour(colour: string | undefined): colour is string {
  return colour !== undefined && parseHex(colour) !== undefined;
}

type Rgb = readonly [number, number, number];

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
/** The most demanding grounds that words stand on (see panel.css). */
const lightGround: Rgb = [238, 240, 239];
const darkGround: Rgb = [43, 47, 46];
const enough = 4.5;
const visible = 2.2;
/** The luminance at which white words still have that contrast. */
const lightestUnderWhite = 1.05 / enough - 0.05;

/** `colour` is `#rrggbb`; undefined for anything else. */
export function accentFrom(colour: string, dark: boolean): Accent | undefined {
  const rgb = parseHex(colour);
  if (!rgb) return undefined;
  const ground = dark ? darkGround : lightGround;
  // On dark ground a dark accent would drown.
  const fill = dark ? readable(rgb, ground, white, visible) : rgb;
  const ink = readable(rgb, ground, dark ? white : black, enough);
  return { fill: hex(fill), onFill: wordsOn(hex(fill)), ink: hex(ink) };
}

/** The colour nearest to `rgb` on its way to `end` (black or white) that has the wanted contrast on `ground`. */
function readable(rgb: Rgb, ground: Rgb, end: Rgb, wanted: number): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    // Brighter before paler: mixing with white alone would turn every colour grey.
    const moved =
      end === white ? mix(brighter(rgb, 1 + 2 * share), white, share * share) : mix(rgb, end, share);
    if (contrast(moved, ground) >= wanted) return moved;
  }
  return end;
}

function brighter([red, green, blue]: Rgb, times: number): Rgb {
  const part = (value: number) => Math.min(255, Math.round(value * times));
  return [part(red), part(green), part(blue)];
}

function parseHex(colour: string): Rgb | undefined {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return undefined;
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function hex(rgb: Rgb): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2) => Math.round(one[at] + (other[at] - one[at]) * share);
  return [part(0), part(1), part(2)];
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** WCAG 2.2 relative luminance. */
function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
