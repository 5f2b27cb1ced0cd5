import { readdirSync } from 'node:fs'
import { defineConfig } from 'oxlint'
import { importReason, mayImport, pureFolders, reachingModules, reachingPackages } from './tools/import-order.ts'

const pureReason = 'Pure folders give the same bytes from the same input on every machine; what they need is passed in.'
const clockReason = `${pureReason} Time comes from the snapshot or an argument.`

const clockAndChance = [
  { object: 'Date', property: 'now', message: clockReason },
  { object: 'performance', property: 'now', message: clockReason },
  { object: 'Math', property: 'random', message: `${pureReason} Samples are chosen by digest.` },
]
const exit = {
  object: 'process',
  property: 'exit',
  message: 'Only commands and child programs end the process: elsewhere it would cut off reports and close nothing.',
}

const wiring = ['commands', ...readdirSync(new URL('src/', import.meta.url)).filter((name) => name.endsWith('.ts'))]

function importOrder(folder: string) {
  const others = [...Object.keys(mayImport), ...wiring].filter(
    (other) => other !== folder && !mayImport[folder]?.includes(other),
  )
  const order = others.map((other) => ({
    group: [`**/../${other}`, `**/../${other}/**`, `../${other}`, `../${other}/**`],
    message: importReason(folder, other),
  }))
  const reaching = [...reachingModules.flatMap((name) => [name, `node:${name}`]), ...reachingPackages]
  const paths = pureFolders.includes(folder) ? reaching.map((name) => ({ name, message: pureReason })) : []
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { paths, patterns: order }] as const },
  }
}

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import'],
  options: { typeAware: true },
  categories: { correctness: 'error' },
  ignorePatterns: ['dist/**', 'test/**/pages/**', 'test/golden/**'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-floating-promises': 'error',
    // We have no classes whose methods could lose `this`; this rule only sees interfaces of plain functions.
    'typescript/unbound-method': 'off',
    // Control characters are stripped from what goes into reports, on purpose.
    'no-control-regex': 'off',
    eqeqeq: 'error',
    'no-var': 'error',
    'prefer-const': 'error',
  },
  overrides: [
    {
      // Results go to stdout and talk to stderr, both by cli.ts and the commands; a console anywhere else mixes them.
      files: ['src/**/*.ts'],
      rules: { 'no-console': 'error', 'no-restricted-properties': ['error', exit] },
    },
    {
      files: ['src/cli.ts', 'src/commands/**/*.ts'],
      rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
    },
    // Programs of their own that a parent starts, as Lighthouse's.
    { files: ['src/**/*-child.ts'], rules: { 'no-restricted-properties': 'off' } },
    ...Object.keys(mayImport).map(importOrder),
    {
      files: pureFolders.map((folder) => `src/${folder}/**/*.ts`),
      rules: {
        'no-restricted-properties': ['error', exit, ...clockAndChance],
        'no-restricted-globals': [
          'error',
          { name: 'process', message: pureReason },
          { name: 'fetch', message: pureReason },
          { name: 'performance', message: clockReason },
          { name: 'setTimeout', message: clockReason },
          { name: 'setInterval', message: clockReason },
        ],
      },
    },
  ],
})
