/** Node ne lit pas le JSX : un banc qui traverse des pages le fait traduire au chargement, comme la construction. */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { enGabarits } from '../tools/gabarits.ts'

registerHooks({
  load(url, contexte, suite) {
    if (!url.startsWith('file:') || !url.endsWith('.tsx')) return suite(url, contexte)
    const { code } = transformSync(enGabarits(readFileSync(fileURLToPath(url), 'utf8'), fileURLToPath(url)), {
      loader: 'tsx',
      format: 'esm',
      jsx: 'automatic',
      jsxImportSource: 'hono/jsx',
    })
    return { format: 'module', source: code, shortCircuit: true }
  },
})
