import { expect, it } from 'vitest'
import { applicationsALaMain, insertionsDesRecits, misesEnPlaceLongues } from './monde.ts'

const batit = 'const app = createApp(services, { modules: [tiers] })'

it('un essai qui bâtit son application est refusé, sauf là où elle s’éprouve elle-même', () => {
  const fautes = applicationsALaMain([
    { chemin: 'src/modules/tiers/pages/pages.itest.ts', texte: batit },
    {
      chemin: 'src/modules/tiers/pages/fiche.itest.ts',
      texte: 'const m = await monde({ modules: [tiers] })',
    },
    { chemin: 'bench/fiche.banc.ts', texte: batit },
    { chemin: 'test/monde/index.ts', texte: batit },
  ])
  expect(fautes).toEqual([
    expect.stringMatching(/^src\/modules\/tiers\/pages\/pages\.itest\.ts/),
    expect.stringMatching(/^bench\/fiche\.banc\.ts/),
  ])
})

it('un essai de pages dont la mise en place passe quarante-cinq lignes est refusé, et lui seul', () => {
  const long = `${'const x = 1\n'.repeat(46)}it('se lit', () => {})`
  expect(
    misesEnPlaceLongues([
      { chemin: 'src/modules/tiers/pages/pages.itest.ts', texte: long },
      { chemin: 'src/modules/tiers/pages/fiche.itest.ts', texte: long.slice('const x = 1\n'.length) },
      { chemin: 'src/modules/tiers/test/fusion.itest.ts', texte: long },
    ]),
  ).toEqual([expect.stringMatching(/^src\/modules\/tiers\/pages\/pages\.itest\.ts\s: 46 lignes/)])
})

it('un récit qui insère à la main une ligne de plus est refusé ; un mur, lui, s’attaque en SQL', () => {
  const ligne = 'await sql`insert into tiers.personne (id) values (1)`.execute(tx)\n'
  const recits = [
    { chemin: 'src/modules/tiers/test/fusion.itest.ts', texte: ligne + ligne },
    { chemin: 'test/murs/intrus.itest.ts', texte: ligne },
    { chemin: 'src/modules/tiers/test/semer.ts', texte: ligne },
  ]
  expect(insertionsDesRecits(recits, 2)).toEqual([])
  expect(insertionsDesRecits(recits, 1)).toEqual([expect.stringMatching(/^2 «\sinsert into\s»/)])
})
