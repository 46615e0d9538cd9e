/** The browser's files, bundled and compressed once at start, so that each request is only a look-up. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin, transform } from 'esbuild';

export interface StaticFile {
  readonly body: Buffer;
  readonly contentType: string;
  /** Strong validator, quoted, as it goes into the header. */
  readonly etag: string;
  /** The same, compressed; only where that saves something. */
  readonly gzip?: Buffer;
}

export interface WidgetBundle {
  /** By URL path: `/widget.js`, `/widget-app.js`, `/`, `/storefront/…`, `/desk`, `/desk/…`. */
  readonly files: ReadonlyMap<string, StaticFile>;
}

const webWidget = fileURLToPath(new URL('../../web-widget', import.meta.url));
const storefront = join(webWidget, 'storefront');

const target = ['chrome111', 'safari16.4', 'firefox114'];

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/**
 * Bundles and minifies the widget and reads the demo shop's page. Takes about 100 ms. Throws esbuild's own error,
 * which names file and line, when a source does not compile.
 */
export async function bundleWidget(): Promise<WidgetBundle> {
  const [loader, app, worker, store, desk, deskPulse, deskStyle, pages] = await Promise.all([
    bundle('loader.ts'),
    bundle('widget.ts'),
    bundle('service-worker.ts'),
    bundle('storefront/storefront.ts'),
    bundle('desk/desk.ts'),
    bundle('desk/pulse.ts'),
    bundleStyle('desk/style/desk.css'),
    readPages(),
  ]);
  const files = new Map<string, StaticFile>([
    ['/widget.js', staticFile(loader, '.js')],
    ['/widget-app.js', staticFile(app, '.js')],
    // At the top, so that it may look after every page of the shop.
    ['/shopdesk-service-worker.js', staticFile(worker, '.js')],
    ['/storefront/storefront.js', staticFile(store, '.js')],
    ['/desk/desk.js', staticFile(desk, '.js')],
    ['/desk/pulse.js', staticFile(deskPulse, '.js')],
    ['/desk/desk.css', staticFile(deskStyle, '.css')],
  ]);
  for (const [path, body] of pages) files.set(path, staticFile(body, extname(path) || '.html'));
  return { files };
}

async function bundle(entry: string): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [join(webWidget, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target,
    charset: 'utf8',
    legalComments: 'none',
    plugins: [minifiedStyles],
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}

/** One sheet out of those that it imports. */
async function bundleStyle(entry: string): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [join(webWidget, entry)],
    bundle: true,
    minify: true,
    write: false,
    target,
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}

/** `import css from './x.css'` gives the minified style sheet as text. */
const minifiedStyles: Plugin = {
  name: 'minified-styles',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

/** The demo shop, whose `index.html` is `/` and everything else lies under `/storefront/`; and the desk's page. */
async function readPages(): Promise<[string, Buffer][]> {
  const entries = await readdir(storefront, { recursive: true, withFileTypes: true });
  const shop = entries
    .filter((entry) => entry.isFile() && extname(entry.name) in contentTypes)
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, name: relative(storefront, file).split(sep).join('/') }))
    .map(({ file, name }) => ({ file, path: name === 'index.html' ? '/' : `/storefront/${name}` }));
  const desk = [
    { file: join(webWidget, 'desk', 'index.html'), path: '/desk' },
    ...['mark.svg', 'mark-alert.svg'].map((name) => ({
      file: join(webWidget, 'desk', name),
      path: `/desk/${name}`,
    })),
  ];
  return Promise.all(
    [...shop, ...desk].map(async ({ file, path }): Promise<[string, Buffer]> => [path, await readFile(file)]),
  );
}

function staticFile(body: Buffer, extension: string): StaticFile {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  const file = {
    body,
    contentType: contentTypes[extension] ?? 'application/octet-stream',
    etag: `"${hash}"`,
  };
  const gzip = gzipSync(body, { level: 9 });
  return gzip.length < body.length * 0.9 ? { ...file, gzip } : file;
}
