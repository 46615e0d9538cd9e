/** Text as a QR code to be scanned: drawn as one path, which the strictest content policy allows. */
import { encode } from 'uqr';

const svgNamespace = 'http://www.w3.org/2000/svg';
/** Readers want so many modules of white around it (ISO/IEC 18004, 9.1). */
const quietModules = 4;

/** An element that shows the code and is named `label` to who cannot see it. */
export function qrCode(text: string, label: string): HTMLElement {
  const { path, size } = qrPath(text);
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  const drawn = document.createElementNS(svgNamespace, 'path');
  drawn.setAttribute('d', path);
  svg.append(drawn);
  const shown = document.createElement('div');
  shown.className = 'qr-code';
  shown.setAttribute('role', 'img');
  shown.setAttribute('aria-label', label);
  shown.append(svg);
  return shown;
}

/** The dark modules, one unit each, as an SVG path in a square of `size` units. */
export function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: quietModules });
  const rows = data.map((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')).join(''));
  return { path: rows.join(''), size };
}
