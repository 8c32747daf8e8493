// De l’offre écrite à la fiche que tout le monde lit : par les seules pages, au téléphone sans script et à l’écran.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  capturer,
  ecrans,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirCatalogue } from '../test/parcours/catalogue.ts'

let serveur: Awaited<ReturnType<typeof servirCatalogue>>
let navigateur: Navigateur
beforeAll(async () => {
  serveur = await servirCatalogue()
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await serveur?.fermer()
})

const presser = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('button', { name: nom }).click()
}
const suivre = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('link', { name: nom }).first().click()
}

const volets: readonly (readonly [
  volet: string,
  champs: readonly (readonly [label: string, texte: string])[],
])[] = [
  [
    'Pour qui, et comment y entrer',
    [
      ['Public visé', 'Toute personne qui anime des réunions avec des partenaires étrangers.'],
      ['Prérequis', 'Un niveau B1, vérifié par un test en ligne de vingt minutes.'],
      ['Modalités d’accès', 'Entretien de vingt minutes, puis test de positionnement.'],
      ['Délai d’accès', 'Deux semaines après l’accord'],
      ['Modalités de financement', 'OPCO, employeur, France Travail, ou à ses frais.'],
      ['Qui contacter', 'Nadia Ferhat, accueil'],
      ['Courriel de contact', 'accueil@langue-et-lien.example'],
      ['Téléphone de contact', '04 76 00 00 00'],
      ['Accessibilité aux personnes handicapées', 'Locaux de plain-pied ; supports agrandis sur demande.'],
      ['Référent handicap', 'Léo Marchand, 04 76 00 00 01'],
    ],
  ],
  [
    'Moyens, suivi, évaluation',
    [
      ['Moyens pédagogiques', 'Mises en situation filmées, retours en groupe.'],
      ['Moyens techniques', 'Une salle équipée, une caméra, un espace de travail en ligne.'],
      ['Moyens d’encadrement', 'Une personne pour huit stagiaires au plus.'],
      ['Titres ou qualités des formateurs', 'Certifiée Cambridge, douze ans d’entreprise.'],
      ['Modalités de suivi', 'Émargement par demi-journée, point à mi-parcours.'],
      ['Évaluation', 'Une réunion menée devant le groupe, notée sur grille.'],
      ['Sanction de la formation', 'Attestation de fin de formation.'],
    ],
  ],
]

describe.each(ecrans)('à %i pixels', (largeur, script) => {
  it('écrire, voir ce qui manque, compléter, adopter et publier, lire la fiche', async () => {
    const page = await navigateur.ouvrirPage({ largeur, hauteur: 900, script, origine: serveur.origine })
    const dits: string[] = []
    page.on('console', (m) => void (m.type() === 'error' && dits.push(m.text())))
    page.on('pageerror', (e) => void dits.push(e.message))
    const relire = async (nom: string) => {
      expect(await verifierAxe(page), nom).toEqual([])
      expect(await sansDefilementDeCote(page), nom).toEqual([])
      await capturer(page, `portail-${nom}-${largeur}`)
    }
    const intitule = `Conduire une réunion en anglais avec des partenaires lointains, ${largeur}`
    await page.goto('/formations')
    await relire('liste-avant')
    await page.goto('/catalogue/nouvelle')
    await relire('nouvelle')
    await page.getByLabel('Intitulé').fill(intitule)
    await page
      .getByLabel('Objectif', { exact: false })
      .first()
      .fill('Animer une réunion en anglais de bout en bout.')
    await page.getByLabel('Objectifs évaluables').fill('- Ouvrir la réunion\n- Reformuler un désaccord')
    await page.getByRole('textbox', { name: /^Contenu/ }).fill('Préparer\nAnimer\nConclure')
    await page.getByRole('textbox', { name: /^Durée/ }).fill('21 h')
    await page.getByRole('combobox', { name: /^Modalité/ }).selectOption('presentiel')
    await page.getByLabel('Prix par stagiaire').fill('1 400,00')
    await presser(page, 'Créer le brouillon')
    await relire('fiche-incomplete')
    // La seconde offre part des rubriques communes de la première : il en manque alors moins.
    expect(await page.locator('#manque li').count()).toBeGreaterThan(8)

    // Le nom de ce qui manque mène à son champ.
    await suivre(page, 'Corriger le brouillon')
    for (const [volet, champs] of volets) {
      await page.locator('summary', { hasText: volet }).click()
      for (const [label, texte] of champs) await page.getByLabel(label).fill(texte)
    }
    await page.locator('summary', { hasText: 'Résultats publiés' }).click()
    await page.getByLabel('Action nouvelle').check()
    await page.locator('summary', { hasText: 'Classement' }).click()
    await page.getByLabel('Objectif général').selectOption('d')
    await page.getByLabel('Spécialité').selectOption('136')
    await relire('modifier-ouvert')
    await presser(page, 'Enregistrer le brouillon')
    await relire('fiche-complete')
    await suivre(page, 'Valider cette offre')
    await page.getByLabel('Action de formation', { exact: true }).check()
    await relire('adopter')
    await presser(page, 'Valider et publier')
    await relire('fiche-publiee')
    await suivre(page, 'Version 1')
    await relire('version')

    await page.goto('/formations?q=REUNION')
    await relire('liste')
    await suivre(page, intitule)
    await relire('fiche-publique')
    const donnees = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '')
    expect(donnees).toMatchObject({ '@type': 'Course', name: intitule })
    expect(await page.getByText('ne vaut pas agrément de l’État').count()).toBe(1)
    expect(dits).toEqual([])
    await page.context().close()
  })
})
