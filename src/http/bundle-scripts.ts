/** Bundles the browser's code with esbuild: what each address under which it is served contains. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';

const target = ['chrome111', 'safari16.4', 'firefox114'];

const scripts: readonly (readonly [path: string, entry: string])[] = [
  ['/widget.js', 'loader.ts'],
  ['/widget-app.js', 'widget.ts'],
  // At the top, so that it may look after every page of the shop.
  ['/shopdesk-service-worker.js', 'service-worker.ts'],
  ['/storefront/storefront.js', 'storefront/storefront.ts'],
  ['/desk/desk.js', 'desk/desk.ts'],
  ['/desk/pulse.js', 'desk/pulse.ts'],
];

/** Scripts and the desk's style by URL path, minified. Throws esbuild's own error, which names file and line. */
export async function bundleScripts(webWidget: string): Promise<[path: string, body: Buffer][]> {
  return Promise.all([
    ...scripts.map(
      async ([path, entry]): Promise<[string, Buffer]> => [path, await bundle(webWidget, entry)],
    ),
    bundleStyle(webWidget, 'desk/style/desk.css').then((body): [string, Buffer] => ['/desk/desk.css', body]),
  ]);
}

async function bundle(webWidget: string, entry: string): Promise<Buffer> {
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
async function bundleStyle(webWidget: string, entry: string): Promise<Buffer> {
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
