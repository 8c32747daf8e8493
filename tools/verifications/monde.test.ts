import { expect, it } from 'vitest'
import { applicationsALaMain } from './monde.ts'

const batit = 'const app = createApp(services, { modules: [tiers] })'

it('un essai qui bâtit son application est refusé, sauf là où elle s’éprouve elle-même', () => {
  const fautes = applicationsALaMain([
    { chemin: 'src/modules/tiers/pages/pages.itest.ts', texte: batit },
    {
      chemin: 'src/modules/tiers/pages/fiche.itest.ts',
      texte: 'const m = await monde({ modules: [tiers] })',
    },
    { chemin: 'test/monde/index.ts', texte: batit },
  ])
  expect(fautes).toEqual([expect.stringMatching(/^src\/modules\/tiers\/pages\/pages\.itest\.ts/)])
})
