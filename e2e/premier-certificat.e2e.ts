// Du clone nu au premier certificat : une instance vide, une coopérative faite à la main sur un téléphone sans script, un
// vrai catalogue LHEO, une session de deux jours, chaque demi-journée signée par lien, le certificat figé en PDF.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirInstance } from '../test/parcours/instance.ts'

/** Le fichier réel de l'Onisep s'il est là ; sinon un catalogue fabriqué, de même forme et d'une autre identité. */
const reel = resolve(import.meta.dirname, '../../shared/donnees/lheo-exemple-onisep.xml')
const fabrique = `<?xml version="1.0" encoding="UTF-8"?>
<lheo xmlns="http://www.lheo.org/2.2"><offres><formation numero="F1">
<domaine-formation><code-NSF>312</code-NSF></domaine-formation>
<intitule-formation>Vendre et négocier</intitule-formation>
<objectif-formation>Conduire une négociation commerciale.</objectif-formation>
<resultats-attendus>Savoir préparer, mener et conclure un entretien.</resultats-attendus>
<contenu-formation>La demande, l’offre, la conclusion.</contenu-formation>
<certifiante>0</certifiante><contact-formation><coordonnees/></contact-formation>
<parcours-de-formation>1</parcours-de-formation><code-niveau-entree>0</code-niveau-entree>
<action numero="A1"><rythme-formation>Temps plein</rythme-formation><code-public-vise>81061</code-public-vise>
<niveau-entree-obligatoire>0</niveau-entree-obligatoire><modalites-alternance>-</modalites-alternance>
<modalites-enseignement>0</modalites-enseignement><conditions-specifiques>-</conditions-specifiques>
<prise-en-charge-frais-possible>1</prise-en-charge-frais-possible><modalites-entrees-sorties>0</modalites-entrees-sorties>
<session numero="S1"><periode><debut>20261201</debut><fin>20261202</fin></periode><adresse-inscription><adresse><ligne>1 rue</ligne><codepostal>35000</codepostal><ville>RENNES</ville></adresse></adresse-inscription></session>
</action><organisme-formation-responsable><numero-activite>53350000035</numero-activite>
<SIRET-organisme-formation><SIRET>19290076900014</SIRET></SIRET-organisme-formation>
<nom-organisme>Autre organisme</nom-organisme><raison-sociale>-</raison-sociale><coordonnees-organisme/>
<contact-organisme><coordonnees/></contact-organisme></organisme-formation-responsable></formation></offres></lheo>`
const catalogue = existsSync(reel) ? readFileSync(reel) : Buffer.from(fabrique)

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
beforeAll(async () => {
  site = await servirInstance('2026-11-30T08:00:00Z')
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

const sain = async (page: Page, nom: string): Promise<void> => {
  expect(await verifierAxe(page), nom).toEqual([])
  expect(await sansDefilementDeCote(page), nom).toEqual([])
  await capturer(page, `fil-${nom}`)
}

/** Le lien que reçoit cette personne pour la n-ième demi-journée. */
const lienDe = (courriel: string, rang: number): Promise<string> =>
  vi.waitFor(
    () => {
      const lien = site.courrier
        .filter((m) => m.a === courriel)
        .flatMap((m) => /\/emargement\/[\w-]{43}/.exec(m.texte)?.[0] ?? [])[rang]
      expect(lien, `lien ${rang} de ${courriel}`).toBeDefined()
      return lien ?? ''
    },
    { timeout: 120_000 },
  )

const demiJournees = [
  { regle: '2026-12-01T08:10:00Z', fin: '2026-12-01T11:40:00Z' },
  { regle: '2026-12-01T12:40:00Z', fin: '2026-12-01T16:05:00Z' },
  { regle: '2026-12-02T08:10:00Z', fin: '2026-12-02T11:40:00Z' },
  { regle: '2026-12-02T12:40:00Z', fin: '2026-12-02T16:05:00Z' },
] as const

describe('du clone nu au premier certificat', () => {
  it('une coopérative vide, sur un téléphone sans script, émet un certificat des heures suivies', async () => {
    const page = await navigateur.ouvrirPage({
      script: false,
      origine: site.origine,
      largeur: 360,
      hauteur: 760,
    })
    await page.goto('/')
    expect(new URL(page.url()).pathname).toBe('/premiers-pas')
    await sain(page, '01-premiers-pas')
    await page.getByLabel('Nom', { exact: true }).first().fill('Langue & Lien')
    await page.getByLabel('SIRET du siège').fill('123 456 782 00010')
    await page.getByLabel('Prénom').fill('Hélène')
    await page.getByLabel('Nom', { exact: true }).last().fill('Marchand')
    await page.getByLabel('Courriel').fill('helene@exemple.example')
    await page.getByLabel('Mot de passe').fill('trois merles sous la pluie')
    await page.getByRole('button', { name: 'Commencer' }).click()
    await page.getByRole('heading', { name: 'Ce qu’il reste à faire' }).waitFor()

    await page.goto('/cooperative/identite')
    await page.getByLabel('Adresse du siège').fill('3 rue du Four')
    await page.getByLabel('Code postal').fill('35000')
    await page.getByLabel('Ville').fill('Rennes')
    await page.getByLabel('Courriel').fill('contact@exemple.example')
    await page.getByLabel('Numéro de déclaration').fill('53 35 12345 35')
    await page.getByRole('radio', { name: 'Due', exact: true }).check()
    await page.getByRole('button', { name: 'Enregistrer la fiche' }).click()
    await page.getByText('La fiche est enregistrée').waitFor()

    await page.goto('/cooperative/signataires')
    await page.getByLabel('Personne', { exact: true }).selectOption({ index: 1 })
    await page.getByLabel('Qualité').fill('gérante')
    await page.getByLabel('de sa fonction').check()
    await page.getByRole('button', { name: 'Donner ce pouvoir' }).click()
    await page.getByText('Le pouvoir est donné').waitFor()
    await sain(page, '02-signataires')

    await page.goto('/catalogue/importer')
    await page
      .getByLabel('Catalogue en LHEO 2.2 ou 2.3')
      .setInputFiles({ name: 'catalogue.xml', mimeType: 'text/xml', buffer: catalogue })
    await page.getByRole('button', { name: 'Lire ce fichier' }).click()
    await page.getByText('19290076900014').or(page.getByText('192 900 769 00014')).first().waitFor()
    await sain(page, '03-rapport')

    await page.goto('/catalogue')
    await page.locator('main table a').first().click()
    await sain(page, '04-offre')
    const offre = new URL(page.url()).pathname
    await page.goto(`${offre}/adopter`)
    await page.getByRole('radio', { name: 'Action de formation', exact: true }).check()
    await page.getByLabel('Durée confirmée').fill('14 h')
    await page.getByRole('button', { name: 'Valider cette offre' }).click()
    expect(await page.textContent('main')).toMatch(/motif|titre/i)
    await page.getByLabel(/À quel titre/).fill('Cession de l’offre par convention du 12 novembre 2026.')
    await page.getByRole('button', { name: 'Valider cette offre' }).click()
    await page.getByText('L’offre est validée').waitFor()

    await page.goto('/sessions/nouvelle')
    await page.getByLabel('Offre du catalogue').selectOption({ index: 1 })
    await page.getByLabel('Capacité').fill('6')
    await page.getByLabel('Prix par stagiaire').fill('300')
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Ajouter une séance' }).click()
    for (const [i, [jour, debut, fin]] of [
      ['01/12/2026', '9 h', '12 h 30'],
      ['01/12/2026', '13 h 30', '17 h'],
      ['02/12/2026', '9 h', '12 h 30'],
      ['02/12/2026', '13 h 30', '17 h'],
    ].entries()) {
      await page.locator(`[name="seances[${i}].date"]`).fill(jour ?? '')
      await page.locator(`[name="seances[${i}].debut"]`).fill(debut ?? '')
      await page.locator(`[name="seances[${i}].fin"]`).fill(fin ?? '')
    }
    await page.getByLabel('Adresse ou précision').fill('Salle Duras, Rennes')
    await page.getByLabel('Nom de qui anime').fill('Tom Okafor')
    await sain(page, '05-planifier')
    await page.getByRole('button', { name: 'Planifier la session' }).click()
    const session = /\/sessions\/[0-9a-f-]{36}/.exec(page.url())?.[0] ?? ''
    expect(session, (await page.textContent('main')) ?? '').not.toBe('')

    await page.goto(session)
    await page.getByRole('link', { name: 'Ouvrir les inscriptions' }).first().click()
    await page.getByRole('button', { name: 'Ouvrir les inscriptions' }).click()
    await page.goto(`${session}/inscriptions/nouvelle`)
    await page.getByRole('button', { name: /^Ajouter/ }).click()
    for (const [i, [prenom, nom, courriel]] of [
      ['Agathe', 'Pons', 'agathe@exemple.example'],
      ['Ousmane', 'Sarr', 'ousmane@exemple.example'],
    ].entries()) {
      await page.locator(`[name$="[${i}].prenom"]`).fill(prenom ?? '')
      await page.locator(`[name$="[${i}].nom"]`).fill(nom ?? '')
      await page.locator(`[name$="[${i}].courriel"]`).fill(courriel ?? '')
    }
    await page.getByRole('button', { name: 'Inscrire', exact: true }).click()
    await page
      .getByText(/inscrit/i)
      .first()
      .waitFor()
    await page.goto(session)
    await sain(page, '06-session')
    const feuilles = await page
      .locator('main a[href*="/seances/"]')
      .evaluateAll((liens) => [...new Set(liens.map((a) => a.getAttribute('href') ?? ''))])
    expect(feuilles).toHaveLength(4)

    // Agathe signe quatre demi-journées sur quatre ; Ousmane, trois : il est absent le dernier après-midi.
    const telephone = await navigateur.ouvrirPage({
      script: false,
      origine: site.origine,
      largeur: 360,
      hauteur: 760,
    })
    for (const [rang, demi] of demiJournees.entries()) {
      site.regler(demi.regle)
      await page.goto(feuilles[rang] ?? '')
      await page.getByRole('button', { name: /Envoyer les liens/ }).click()
      for (const qui of ['agathe', 'ousmane']) {
        if (rang === 3 && qui === 'ousmane') continue
        await telephone.goto(await lienDe(`${qui}@exemple.example`, rang))
        await telephone.getByRole('checkbox').check()
        await telephone.getByRole('button', { name: 'Signer ma présence' }).click()
        expect(await telephone.textContent('h1')).toBe('Présence signée')
      }
      site.regler(demi.fin)
      await page.goto(feuilles[rang] ?? '')
      if (rang === 3) {
        const ligne = page.locator('.presence li').filter({ hasText: 'Sarr' })
        await ligne.getByText('Noter son absence').click()
        await ligne.getByRole('button', { name: 'Noter l’absence' }).click()
        await page.getByText('Absence notée').waitFor()
      }
      await page.getByRole('button', { name: /^Signer la feuille/ }).click()
    }
    await sain(page, '07-feuille-close')

    await page.goto(`${session}/certificats`)
    await sain(page, '08-certificats')
    await page.getByRole('button', { name: /^Émettre/ }).click()
    await sain(page, '09-certificats-emis')
    const texte = (await page.textContent('main')) ?? ''
    expect(texte).toMatch(/14\s?h/)
    expect(texte).toMatch(/10\s?h\s?30/)

    const pieces = await page
      .locator('main a[href^="/documents/"]')
      .evaluateAll((liens) => liens.map((a) => a.getAttribute('href') ?? ''))
    expect(pieces.length).toBeGreaterThanOrEqual(2)
    const pdf = await page.request.get(`${pieces[0] ?? ''}/piece.pdf`)
    expect(pdf.headers()['content-type']).toBe('application/pdf')
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')

    await page.goto('/journal')
    expect(await page.textContent('main')).toMatch(/certificat/i)
    await sain(page, '10-journal')
    await page.goto('/aujourdhui')
    await sain(page, '11-aujourdhui')
  })
})
