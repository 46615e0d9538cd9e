/**
 * The first file that runs, in plain JavaScript because nothing may be installed yet: installs what is
 * missing, then hands over to TypeScript. `node src/launch.mjs serve|test|bench|shopdesk [arguments]`
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [command = 'serve', ...rest] = process.argv.slice(2);

requireNode(20, 19);
if (command === 'test') {
  install(['vitest', 'typescript', 'playwright-core'], []);
  process.exit(checkEverything(rest));
} else {
  // Benchmarks compare with other packages and so need the development ones too.
  if (command === 'bench') install(['vitest'], []);
  else install(['tsx', 'express', 'botbuilder', 'zod'], ['--omit=dev']);
  const entry = {
    serve: 'src/main.ts',
    bench: 'src/bench/bench.ts',
    shopdesk: 'src/cli.ts',
  }[command];
  if (!entry) fail(`There is no command "${command}". Use serve, test, bench or shopdesk.`);
  process.argv = [process.argv[0], join(root, entry), ...rest];
  const file = command === 'bench' ? await readable(entry) : await compiledOrReadable(entry);
  await import(pathToFileURL(file).href);
}

/** The compiled program; where nothing may be written beside the packages, its sources through a loader. */
async function compiledOrReadable(entry) {
  const { compiled } = await import('./compile.mjs');
  const { cannotBeWritten } = await import('./core/built-files.mjs');
  try {
    return await compiled(entry);
  } catch (error) {
    if (!cannotBeWritten(error)) throw error;
    console.error(`Starting takes longer: the compiled program cannot be kept (${error.message}).`);
    return readable(entry);
  }
}

/** The source itself, with a loader that reads TypeScript. */
async function readable(entry) {
  const { register } = await import('tsx/esm/api');
  register();
  return join(root, entry);
}

/** Types, lint and format, then every test; stops at the first that fails. */
function checkEverything(vitestArguments) {
  const steps = [
    ['typescript/bin/tsc', ['-p', '.']],
    ['typescript/bin/tsc', ['-p', 'test']],
    ['typescript/bin/tsc', ['-p', 'web-widget']],
    ['@biomejs/biome/bin/biome', ['ci', '--error-on-warnings', '.']],
    ['vitest/vitest.mjs', ['run', '--config', 'test/vitest.config.ts', ...vitestArguments]],
  ];
  for (const [program, options] of steps) {
    console.log(`> ${program.split('/').at(-1)} ${options.join(' ')}`);
    const { status } = run(process.execPath, [join(root, 'node_modules', program), ...options], 'inherit');
    if (status !== 0) return status ?? 1;
  }
  return 0;
}

/** Runs `npm ci` when one of `packages` cannot be found; its output goes to standard error only. */
function install(packages, options) {
  const resolve = createRequire(join(root, 'package.json'));
  const missing = packages.filter(
    (name) => !resolve.resolve.paths(name)?.some((at) => existsSync(join(at, name))),
  );
  if (missing.length === 0) return;
  console.error('Installing packages, once …');
  const { status } = run('npm', ['ci', '--no-audit', '--no-fund', ...options], ['ignore', 2, 2]);
  if (status !== 0) fail('Packages could not be installed: see what npm said above.');
}

function run(program, options, stdio) {
  return spawnSync(program, options, {
    cwd: root,
    stdio,
    shell: process.platform === 'win32' && program === 'npm',
  });
}

function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  fail(`Shopdesk needs Node ${major}.${minor} or newer; this is ${process.versions.node}.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
