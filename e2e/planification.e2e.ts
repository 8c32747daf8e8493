import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contributionEmargement } from '../src/modules/emargement/contributions/session.tsx'
import { poserSessionDEssai } from '../src/modules/emargement/test/session-d-essai.ts'
import { poserSession } from '../src/modules/sessions/test/poser.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirPlanification } from '../test/parcours/planification.ts'

let site: Awaited<ReturnType<typeof servirPlanification>>
let navigateur: Navigateur

beforeAll(async () => {
  site = await servirPlanification([contributionEmargement])
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

/** Ni faute d’accessibilité, ni défilement de côté, au téléphone comme au bureau. */
const sain = async (page: Page, nom: string): Promise<void> => {
  for (const largeur of [360, 1366]) {
    await page.setViewportSize({ width: largeur, height: 900 })
    expect(await verifierAxe(page), nom).toEqual([])
    expect(await sansDefilementDeCote(page), nom).toEqual([])
    await capturer(page, `planification-${nom}-${largeur}`)
  }
}
const presser = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('button', { name: nom }).click()
}
const seance = async (page: Page, i: number, valeurs: readonly [string, string, string]) => {
  for (const [j, champ] of ['date', 'debut', 'fin'].entries())
    await page.fill(`#c-seances-${i}-${champ}`, valeurs[j] ?? '')
}

describe.each([{ script: false }, { script: true }])(
  'de la planification à l’inscription, script : $script',
  ({ script }) => {
    it('planifie, scinde, ouvre, inscrit, annule', async () => {
      const page = await navigateur.ouvrirPage({ origine: site.origine, script, largeur: 1366 })
      const nom = script ? 'Tom Okafor' : 'Bastien Lourdel'
      const annee = script ? '2027' : '2028'
      await page.goto('/sessions')
      if (!script) await sain(page, 'vide')
      await page.goto('/sessions/nouvelle')
      if (!script) await sain(page, 'formulaire')
      await page.selectOption('#c-offre', site.coop.offre)
      await page.fill('#c-capacite', '2')
      await page.fill('#c-lieu', 'Salle Char, Montreuil')
      await page.fill('#c-formateur', nom)
      await seance(page, 0, [`22/03/${annee}`, '9 h', '12 h 30'])
      await presser(page, 'Ajouter une séance')
      await seance(page, 1, [`23/03/${annee}`, '9 h', '16 h'])
      await presser(page, 'Ajouter une séance')
      await seance(page, 2, [script ? '29/03/2027' : '17/04/2028', '9 h', '12 h 30'])
      await presser(page, 'Planifier la session')
      expect(await page.textContent('main')).toMatch(/traverse midi[\s\S]*lundi de Pâques/)
      if (!script) await sain(page, 'refus')
      await page.setViewportSize({ width: 1366, height: 900 })
      await presser(page, /La scinder/)
      expect(await page.inputValue('#c-seances-2-debut')).toMatch(/13.h.30/)
      await presser(page, 'Planifier la session')
      await page.fill('#c-motif', 'le client l’a demandé')
      await presser(page, 'Planifier la session')
      expect(await page.textContent('h1')).toMatch(/Anglais professionnel/)
      await page.getByRole('link', { name: 'Ouvrir les inscriptions' }).first().click()
      if (!script) await sain(page, 'ouvrir')
      await presser(page, 'Ouvrir les inscriptions')
      expect(await page.textContent('main')).toMatch(/inscriptions ouvertes/)
      const session = page.url()
      await page.goto(`${session}/inscriptions/nouvelle`)
      const inscrire = async (rang: number, prenom: string, nomDe: string) => {
        await page.fill(`#c-apprenants-${rang}-prenom`, prenom)
        await page.fill(`#c-apprenants-${rang}-nom`, nomDe)
      }
      await inscrire(0, 'Agathe', `Pons${annee}`)
      await page.fill('#c-apprenants-0-employeur', 'Clinique des Tilleuls')
      await page.fill('#c-apprenants-0-courriel', `agathe${annee}@exemple.example`)
      await presser(page, 'Ajouter un stagiaire')
      await inscrire(1, 'Ousmane', `Sarr${annee}`)
      if (!script) await sain(page, 'inscrire')
      await page.setViewportSize({ width: 1366, height: 900 })
      await presser(page, 'Inscrire')
      expect(await page.textContent('#stagiaires')).toMatch(/2 sur 2/)
      // Complète, la page ne propose plus de formulaire : elle mène à la capacité.
      await page.goto(`${session}/inscriptions/nouvelle`)
      expect(await page.textContent('main')).toMatch(/Il ne reste aucune place[\s\S]*Changer la capacité/)
      if (!script) await sain(page, 'complete')
      await page.goto(session)
      await sain(page, script ? 'session-script' : 'session')
      await page.getByRole('link', { name: /Annuler.*Ousmane/ }).click()
      if (!script) await sain(page, 'annuler-inscription')
      await page.fill('#c-motif', 'désistement')
      await presser(page, 'Annuler l’inscription')
      expect(await page.textContent('#stagiaires')).toMatch(/1 sur 2[\s\S]*désistement/)
      await page.goto(`${session}/inscriptions/nouvelle`)
      await inscrire(0, 'Agathe', `Pons${annee}`)
      await presser(page, 'Inscrire')
      expect(await page.textContent('main')).toMatch(/déjà connue/)
      if (!script) await sain(page, 'departager')
      await page.goto(session)
      await page.getByRole('link', { name: 'Annuler la session' }).click()
      await presser(page, 'Voir ce que cela touche')
      expect(await page.textContent('main')).toMatch(/Dites pourquoi/)
      await page.context().close()
    })
  },
)

it('la ligne d’une session en cours, les listes pleines, les fiches', async () => {
  const { organisme, activite, offre } = site.coop
  const { session } = await site.maintenance.withMaintenance((tx) =>
    poserSession(tx, {
      organisme,
      activite,
      offre,
      etat: 'en-cours',
      intitule: 'Anglais professionnel : accueillir et répondre au téléphone',
      seances: ['2026-11-23', '2026-11-24', '2026-11-25'].flatMap((jour) => [
        [jour, 540, 750] as const,
        [jour, 810, 1020] as const,
      ]),
    }),
  )
  const page = await navigateur.ouvrirPage({ origine: site.origine, largeur: 1366 })
  await page.goto(`/sessions/${session}`)
  await sain(page, 'session-en-cours')
  await page.goto('/sessions')
  await sain(page, 'liste')
  await page.goto('/personnes')
  await sain(page, 'personnes')
  await page.goto('/personnes/nouvelle')
  await sain(page, 'personne')
  await page.context().close()
})

it('le tableau des signatures, au téléphone comme au bureau', async () => {
  const fil = await site.maintenance.withMaintenance((tx) =>
    poserSessionDEssai(tx, {
      stagiaires: 12,
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    }),
  )
  site.chez(fil.organisme)
  const page = await navigateur.ouvrirPage({ origine: site.origine, largeur: 1366 })
  await page.goto(`/sessions/${fil.session}`)
  expect(await page.locator('table.emarge tbody tr').count()).toBe(12)
  // La maquette dit la même session en 1 788 px : la page ne redit pas chacun à chaque module.
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(1_800)
  await sain(page, 'emargement')
  await page.context().close()
})
