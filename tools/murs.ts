/**
 * `npm run murs` : ce que chaque passage ne fait que goûter, en entier. Dix mille suites de gestes sur la vraie base, cent mille suites
 * d’horloges qui mentent, trois cents factures face aux schématrons officiels et à leur papier, dix mille pièces face à leurs plafonds, cent
 * mille gestes au compte courant d’un pôle, mille demandes aux mêmes heures, et tous les essais des murs.
 * COFORME_SUITES, COFORME_HORLOGES, COFORME_FACTURES et COFORME_PIECES en changent le nombre. `npm run murs -- FICHIER` n’en passe qu’une part.
 */
import { essayer } from './essayer.ts'

process.env.COFORME_SUITES ??= '10000'
process.env.COFORME_HORLOGES ??= '100000'
process.env.COFORME_FACTURES ??= '300'
process.env.COFORME_PIECES ??= '10000'
// Chaque adresse par chaque rôle, chaque fonction avec tous les identifiants que son texte cite.
process.env.COFORME_MURS ??= 'entiers'

const choisis = process.argv.slice(2)
const tous = [
  'src/modules/emargement/domain/horloges-menteuses.test.ts',
  'src/modules/emargement/gestes/suites.test.ts',
  'src/modules/emargement/test/suites.itest.ts',
  'src/modules/cae/test/plafonds.itest.ts',
  'test/coutures/file-des-visas.itest.ts',
  'src/modules/facturation/domain/electronique/ecrire-cii.test.ts',
  'src/modules/facturation/test/papier-electronique.itest.ts',
  'src/modules/mutualisation/test/appels.itest.ts',
  'src/modules/mutualisation/test/courant.itest.ts',
  'test/murs/',
]

const passe = await essayer({
  projets: ['unit', 'base'],
  args: choisis.length > 0 ? choisis : tous,
  choisi: true,
})
process.exitCode = passe ? 0 : 1
