// @ts-check
/**
 * Turns the server's TypeScript and the packages it uses into a few plain files: loading those takes half of what
 * reading two thousand modules through a TypeScript loader takes.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { built, root } from './core/built-files.mjs';

const product = ['src/main.ts', 'src/cli.ts'];
/** What cannot be part of another file: programs, and code in the machine's own language. */
const apart = ['esbuild', 'tsx', '@node-rs/*', '@photostructure/sqlite', 'pg-native'];

/**
 * Path of what `entry` was compiled to; compiles first where a source or a package has changed. What is not of the
 * product, a program of the benchmarks or the tests, is compiled apart: it may use packages that no shop installs.
 * @param {string} entry relative to the root, such as `src/main.ts`
 * @returns {Promise<string>}
 * @throws esbuild's error, which names file and line, and what `built` throws.
 */
export async function compiled(entry) {
  const isProduct = product.includes(entry);
  const kind = isProduct ? 'program' : entry.replace(/[^\w-]+/g, '-');
  const sources = ['src', 'intents', ...(entry.startsWith('test/') ? ['test'] : [])];
  const folder = await built(kind, sources, (unfinished, finished) =>
    compile(isProduct ? product : [entry], unfinished, finished),
  );
  return join(folder, entry.replace(/\.ts$/, '.mjs'));
}

/**
 * @param {readonly string[]} entries
 * @param {string} unfinished
 * @param {string} finished
 */
async function compile(entries, unfinished, finished) {
  const { build } = await import('esbuild');
  const require = `requireFrom(${urlOf(join(root, 'package.json'))})`;
  await build({
    absWorkingDir: root,
    entryPoints: [...entries, ...threads()],
    outdir: unfinished,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Node has had these for long; the compiler would make each such pattern anew whenever it is used.
    supported: { 'regexp-unicode-property-escapes': true },
    external: apart,
    // Packages of the older kind ask for Node's own modules by `require`.
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module'; const require = ${require};`,
    },
    plugins: [whereItWas(finished)],
    logLevel: 'error',
  });
}

function threads() {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('-worker.mjs'))
    .map((name) => join('src', name));
}

/**
 * Our files find what lies beside them, such as migrations, where they were; a thread starts from its compiled file.
 * @param {string} folder in which the compiled files will lie
 * @returns {import('esbuild').Plugin}
 */
function whereItWas(folder) {
  return {
    name: 'where it was',
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\.(?:ts|mjs)$/ }, async ({ path }) => {
        if (path.includes('node_modules')) return undefined;
        const text = await readFile(path, 'utf8');
        const contents = text
          .replace(/new URL\('(\.\/[\w-]+-worker\.mjs)', import\.meta\.url\)/g, (_, name) => {
            return `new URL(${urlOf(join(folder, relative(root, join(dirname(path), name))))})`;
          })
          .replaceAll('import.meta.url', urlOf(path));
        return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
      });
      // A compiled thread has no TypeScript to read.
      onResolve({ filter: /^tsx\/esm\/api$/ }, () => ({ path: 'register', namespace: 'no-loader' }));
      onLoad({ filter: /.*/, namespace: 'no-loader' }, () => ({
        contents: 'export const register = () => {};',
      }));
    },
  };
}

/** @param {string} path */
function urlOf(path) {
  return JSON.stringify(pathToFileURL(path).href);
}
