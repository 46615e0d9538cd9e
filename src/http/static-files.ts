/** The browser's files, bundled and compressed once at start, so that each request is only a look-up. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { gzipSync } from 'node:zlib';
import { built, cannotBeWritten, root } from '../core/built-files.mjs';

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

const webWidget = join(root, 'web-widget');
const storefront = join(webWidget, 'storefront');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/**
 * Bundles and minifies the widget and reads the demo shop's page, or takes what was made of the same sources before.
 * Throws esbuild's own error, which names file and line, when a source does not compile.
 */
export async function bundleWidget(): Promise<WidgetBundle> {
  try {
    const folder = await built('web', ['web-widget'], async (unfinished) => {
      await writeFile(join(unfinished, keptName), serialize(await makeFiles()));
    });
    const files: ReadonlyMap<string, StaticFile> = deserialize(await readFile(join(folder, keptName)));
    return { files };
  } catch (error) {
    if (!cannotBeWritten(error)) throw error;
    return { files: await makeFiles() };
  }
}

const keptName = 'files.v8';

async function makeFiles(): Promise<Map<string, StaticFile>> {
  const { bundleScripts } = await import('./bundle-scripts.ts');
  const [scripts, pages] = await Promise.all([bundleScripts(webWidget), readPages()]);
  const files = [...scripts, ...pages].map(([path, body]): [string, StaticFile] => [
    path,
    staticFile(body, extname(path) || '.html'),
  ]);
  return new Map(files);
}

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
