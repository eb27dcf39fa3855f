// Bundles the extension, the script of the zone map's webview and, with `--tests`, the unit tests.
import { build, context } from 'esbuild';
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const release = process.argv.includes('--release');

const common = { bundle: true, sourcemap: !release, minify: release, logLevel: 'warning', target: 'es2023' };

const extension = {
  ...common,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
};

const view = {
  ...common,
  entryPoints: ['src/map/view/main.ts'],
  outfile: 'dist/map.js',
  platform: 'browser',
  format: 'iife',
};

const unit = {
  ...common,
  minify: false,
  sourcemap: 'inline',
  entryPoints: readdirSync('test/unit')
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `test/unit/${file}`),
  outdir: 'out/test',
  platform: 'node',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  packages: 'external',
  // It looks for the compiler's sources from where it is.
  external: ['vscode', '../../grammar/words.mjs'],
};

if (tests) {
  rmSync('out/test', { recursive: true, force: true });
  await build(unit);
} else {
  mkdirSync('dist', { recursive: true });
  copyFileSync('src/map/view/map.css', 'dist/map.css');
  for (const options of [extension, view]) {
    if (watch) {
      await (await context(options)).watch();
    } else {
      await build(options);
    }
  }
}
