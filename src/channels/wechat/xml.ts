/** The flat XML that WeChat speaks: one level of fields below the root. */
import { SaxesParser } from 'saxes';
import { Refused } from '../channel.ts';

const mostDepth = 8;
const mostFields = 100;

/** The fields of the first level by name; deeper ones are passed over. @throws Refused 400 */
export function readXml(xml: string): ReadonlyMap<string, string> {
  // Entities are how small XML becomes large; WeChat has no use for a document type.
  if (xml.includes('<!DOCTYPE')) throw new Refused(400, 'A document type is not taken.');
  const fields = new Map<string, string>();
  const path: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    path.push(name);
    if (path.length > mostDepth) throw new Refused(400, 'The XML is nested too deep.');
    text = '';
  });
  parser.on('text', (more) => {
    text += more;
  });
  parser.on('cdata', (more) => {
    text += more;
  });
  parser.on('closetag', ({ name }) => {
    if (path.length === 2 && fields.size < mostFields) fields.set(name, text.trim());
    path.pop();
  });
  parser.on('error', (error) => {
    throw new Refused(400, `The XML is malformed: ${error.message}`);
  });
  parser.write(xml).close();
  return fields;
}

/** `<xml>` with these fields; texts as CDATA, numbers as they are. */
export function writeXml(fields: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(fields).map(([name, value]) =>
    typeof value === 'number'
      ? `<${name}>${value}</${name}>`
      : `<${name}><![CDATA[${value.replaceAll(']]>', ']] >')}]]></${name}>`,
  );
  return `<xml>${lines.join('')}</xml>`;
}
