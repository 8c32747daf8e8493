import { defineConfig } from 'vitest/config'
import { enGabarits } from './tools/gabarits.ts'

// TZ=UTC : un test qui dépend du fuseau de la machine est un test faux.
process.env.TZ = 'UTC'

/**
 * Un essai attend un état, jamais des secondes : ces durées ne servent qu’à finir quand rien ne viendra. Elles sont longues
 * parce qu’une machine chargée n’est pas une faute.
 */
const patience = {
  testTimeout: 900_000,
  hookTimeout: 900_000,
  expect: { poll: { timeout: 120_000 } },
} as const

const jsx = { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } } as const

/** Les essais lisent les pages telles que la construction les sert : leurs balises en gabarits. */
const gabarits = {
  name: 'gabarits',
  enforce: 'pre',
  transform: (texte: string, chemin: string) =>
    /[\\/]src[\\/].*\.tsx$/.test(chemin) ? { code: enGabarits(texte, chemin), map: null } : undefined,
} as const

export default defineConfig({
  test: {
    projects: [
      {
        oxc: jsx,
        plugins: [gabarits],
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'test/**/*.test.ts'],
          isolate: false,
          // Une machine chargée n’est pas une faute : la durée n’est pas ce que l’on éprouve. Une attente finit avant son essai, et dit quoi.
          testTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        oxc: jsx,
        plugins: [gabarits],
        test: {
          name: 'base',
          include: ['src/**/*.itest.{ts,tsx}', 'test/**/*.itest.ts', 'tools/**/*.itest.ts'],
          globalSetup: ['test/base/grappe.setup.ts', 'test/parcours/moule.setup.ts'],
          // Un processus sert plusieurs fichiers : relire l’application pour chacun coûtait un sixième du passage.
          isolate: false,
          ...patience,
        },
      },
      {
        oxc: jsx,
        plugins: [gabarits],
        test: {
          name: 'parcours',
          include: ['e2e/**/*.e2e.{ts,tsx}'],
          globalSetup: ['test/parcours/moule.setup.ts'],
          isolate: false,
          ...patience,
        },
      },
    ],
  },
})
