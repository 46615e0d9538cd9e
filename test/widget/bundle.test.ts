/** What the browser is given: small, whole, and nothing a strict content policy would refuse. */
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleWidget, type StaticFile } from '../../src/http/static-files.ts';

let files: ReadonlyMap<string, StaticFile>;

beforeAll(async () => {
  ({ files } = await bundleWidget());
});

function compressedBytes(path: string): number {
  return files.get(path)?.gzip?.length ?? Number.POSITIVE_INFINITY;
}

describe('the bundle', () => {
  it('keeps the loader within 3 kB and the widget within 25 kB, compressed', () => {
    expect(compressedBytes('/widget.js')).toBeLessThanOrEqual(3_000);
    expect(compressedBytes('/widget-app.js')).toBeLessThanOrEqual(25_000);
  });

  it('keeps the desk within 120 kB, compressed, all of it', () => {
    expect(compressedBytes('/desk/desk.js') + compressedBytes('/desk/desk.css')).toBeLessThanOrEqual(120_000);
  });

  it('serves the page, its pictures and its script with their types', () => {
    expect(files.get('/')?.contentType).toBe('text/html; charset=utf-8');
    expect(files.get('/widget.js')?.contentType).toBe('text/javascript; charset=utf-8');
    expect(files.get('/storefront/storefront.css')?.contentType).toBe('text/css; charset=utf-8');
    expect(files.get('/storefront/images/receiver.svg')?.contentType).toBe('image/svg+xml; charset=utf-8');
    expect([...files.keys()].filter((path) => path.endsWith('.ts'))).toEqual([]);
  });

  it('gives a file the same validator as long as its content is the same', async () => {
    const again = await bundleWidget();
    for (const [path, { etag }] of files) expect(again.files.get(path)?.etag).toBe(etag);
    expect(new Set([...files.values()].map(({ etag }) => etag)).size).toBe(files.size);
  });

  it.each(['/widget.js', '/widget-app.js', '/storefront/storefront.js', '/desk/desk.js'])(
    '%s makes no code and parses no markup',
    (path) => {
      const source = files.get(path)?.body.toString('utf8') ?? 'eval(';
      expect(source).not.toMatch(
        /\beval\(|new Function|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/,
      );
    },
  );

  it.each([
    ['/', '/widget.js'],
    ['/desk', '/desk/desk.js'],
  ])('the page %s has neither inline scripts nor styles nor anything from elsewhere', (path, script) => {
    const page = files.get(path)?.body.toString('utf8') ?? '';
    expect(page).toContain(`<script src="${script}"`);
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle=|<style|\son[a-z]+=|https?:\/\//);
  });
});
