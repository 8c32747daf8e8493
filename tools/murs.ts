/**
 * `npm run murs` : ce que chaque passage ne fait que goûter, en entier. Dix mille suites de gestes sur la vraie base, cent mille suites
 * d’horloges qui mentent, et tous les essais des murs. COFORME_SUITES et COFORME_HORLOGES en changent le nombre.
 */
import { essayer } from './essayer.ts'

process.env.COFORME_SUITES ??= '10000'
process.env.COFORME_HORLOGES ??= '100000'

const passe = await essayer({
  projets: ['unit', 'base'],
  args: [
    'src/modules/emargement/domain/horloges-menteuses.test.ts',
    'src/modules/emargement/gestes/suites.test.ts',
    'src/modules/emargement/test/suites.itest.ts',
    'test/murs/',
  ],
  choisi: true,
})
process.exitCode = passe ? 0 : 1
