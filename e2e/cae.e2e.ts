// La journée d’une entrepreneure et de l’équipe d’appui, au téléphone, sans script : une réserve proposée puis accordée, le compte de
// l’enseigne, ce qui l’attend, et la file des visas accordée d’un lot ; puis les mêmes écrans au bureau.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { motDePasseDemo } from '../src/app/demo/comptes.ts'
import { type Navigateur, ouvrirNavigateur } from '../test/navigateur/index.ts'
import { type Devant, devant } from '../test/parcours/gestes.ts'
import { servirInstance } from '../test/parcours/instance.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
beforeAll(async () => {
  site = await servirInstance('2026-11-30T08:00:00Z', { demonstration: true })
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})
const entrer = async (courriel: string, largeur: 360 | 1366, vues: Set<string>) => {
  const page = await navigateur.ouvrirPage({
    script: largeur > 360,
    origine: site.origine,
    largeur,
    hauteur: 800,
  })
  const qui = devant(page, `cae-${largeur}`, vues)
  await qui.ouvrir('/connexion')
  await qui.remplir({ courriel, motDePasse: motDePasseDemo })
  await qui.presser('Se connecter')
  return qui
}

describe('une journée dans une coopérative d’activité, au téléphone, sans script', () => {
  const vues = new Set<string>()
  let salome: Devant
  let yann: Devant
  beforeAll(async () => {
    yann = await entrer('yann@les-tisserands.example', 360, vues)
    salome = await entrer('salome@les-tisserands.example', 360, vues)
  })

  it('l’équipe d’appui propose une réserve, l’entrepreneure la lit dans sa journée et l’accorde', async () => {
    await yann.ouvrir('/activites')
    await yann.suivre('La Navette')
    await yann.suivre('sa réserve')
    await yann.remplir({ montant: '250', objet: 'Un micro pour les récits' })
    await yann.presser('Proposer à l’enseigne')
    await yann.lire('La réserve est proposée.')
    await yann.sain('reserve-appui')
    await salome.ouvrir('/aujourdhui')
    await salome.lire('Un micro pour les récits')
    await salome.sain('aujourdhui')
    await salome.ouvrir('/activites')
    await salome.sain('mes-activites')
    await salome.suivre('La Navette')
    await salome.sain('mon-activite')
    await salome.suivre('sa réserve')
    await salome.sain('reserve-enseigne')
    await salome.presser(/Accorder/)
    await salome.lire('La réserve est accordée.')
  })

  it('l’entrepreneure fait le tour de sa journée : chaque écran de la CAE qui lui est ouvert tient à 360 px', async () => {
    await salome.ouvrir('/activites')
    await salome.suivre('La Navette')
    const compte = salome.chemin()
    for (const [nom, chemin] of [
      ['entre-enseignes', '/entre-enseignes'],
      ['demander-mission', '/entre-enseignes/demander'],
      ['habilitations', '/habilitations'],
      ['titulaires', `${compte}/titulaires`],
      ['sortie', `${compte}/sortie`],
      ['au-bilan', `/bpf/2026-01-01..2026-12-31/enseignes/${compte.split('/').at(-1)}`],
      ['ecrire-amelioration', '/ameliorations/nouvelle'],
    ] as const) {
      expect((await salome.page.goto(chemin))?.status(), chemin).toBe(200)
      await salome.sain(nom)
    }
    // La file n’est pas à elle : la page le dit, et ne montre rien.
    await salome.ouvrir('/visas')
    expect(await salome.liens('main table a')).toEqual([])
  })

  it('l’entrepreneure relit sa veille et son amélioration montée ; l’équipe d’appui voit qui a lu, et ce qui est monté', async () => {
    for (const [nom, chemin, lien] of [
      ['veilles', '/veilles', 'Le contrat de sous-traitance dit la conformité au référentiel'],
      ['ameliorations', '/ameliorations', 'Dire le matériel à apporter dès la convocation'],
    ] as const) {
      await salome.ouvrir(chemin)
      await salome.sain(nom)
      await salome.suivre(lien)
      await salome.sain(`${nom}-une`)
    }
    await yann.ouvrir('/qualite/registres/veille-legale')
    await yann.suivre('Le contrat de sous-traitance dit la conformité au référentiel')
    await yann.suivre('La transmettre, voir qui l’a lue')
    await yann.lire(/3\spersonnes sur 4 disent l’avoir lue/)
    await yann.sain('diffusion')
    await yann.ouvrir('/ameliorations')
    await yann.sain('ameliorations-appui')
  })

  it('l’équipe d’appui ouvre ce qui attend son visa, puis l’accorde d’un lot', async () => {
    await yann.ouvrir('/visas')
    await yann.sain('visas')
    const pieces = await yann.liens('main table a[href^="/visas/"]')
    expect(pieces.length).toBeGreaterThan(0)
    for (const piece of pieces) {
      await yann.ouvrir(piece)
      await yann.sain(`viser${yann.page.url().includes(pieces[0] ?? '') ? '' : '-une-autre'}`)
    }
    await yann.ouvrir('/visas')
    const avant = yann.compte.gestes
    const cases = yann.page.locator('main input[name="pieces"]:enabled')
    const combien = await cases.count()
    // Ce qui passe son plafond reste à une autre personne : sa case ne se coche pas.
    expect(combien).toBeGreaterThan(0)
    for (const une of await cases.all()) await une.check()
    await yann.presser('Accorder le visa aux pièces cochées')
    await yann.lire(new RegExp(`Visa accordé à ${combien}`))
    expect(yann.compte.gestes - avant).toBe(1)
    await yann.sain('visas-accordes')
    for (const [nom, chemin] of [
      ['plafonds', '/visas/plafonds'],
      ['absences', '/visas/absences'],
      ['baremes', '/activites/baremes'],
      ['parcours', '/parcours-des-personnes'],
      ['comite', '/habilitations'],
    ] as const) {
      expect((await yann.page.goto(chemin))?.status(), chemin).toBe(200)
      await yann.sain(nom)
    }
  })
})

describe('les mêmes écrans au bureau', () => {
  it('tiennent à 1366 px, chez l’équipe d’appui et chez l’entrepreneure', async () => {
    const vues = new Set<string>()
    for (const [courriel, chemins] of [
      [
        'yann@les-tisserands.example',
        [
          '/visas',
          '/visas/plafonds',
          '/visas/absences',
          '/activites/baremes',
          '/entre-enseignes',
          '/habilitations',
          '/ameliorations',
          '/veilles',
          '/qualite/registres/veille-legale',
        ],
      ],
      [
        'salome@les-tisserands.example',
        ['/aujourdhui', '/activites', '/entre-enseignes', '/entre-enseignes/demander'],
      ],
    ] as const) {
      const qui = await entrer(courriel, 1366, vues)
      for (const chemin of chemins) {
        expect((await qui.page.goto(chemin))?.status(), chemin).toBe(200)
        await qui.sain(`${courriel.split('@')[0]}${chemin.replaceAll('/', '-')}`)
      }
    }
  })
})
