/** Which addresses of a message may become a link or a picture. Everything else stays text. */

const linkProtocols = ['http:', 'https:', 'mailto:', 'tel:'];
/** Inside `<img>` nothing is run, so a drawing (SVG) as data is safe too. */
const dataImage = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i;

/** The address a click may open, made absolute against `base`; undefined when it is not safe. */
export function safeLink(address: unknown, base?: string): string | undefined {
  const url = parse(address, base);
  return url && linkProtocols.includes(url.protocol) ? url.href : undefined;
}

/** The address an `<img>` may load. */
export function safeImage(address: unknown, base?: string): string | undefined {
  if (typeof address === 'string' && dataImage.test(address)) return address;
  const url = parse(address, base);
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined;
}

function parse(address: unknown, base: string | undefined): URL | undefined {
  if (typeof address !== 'string') return undefined;
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}
