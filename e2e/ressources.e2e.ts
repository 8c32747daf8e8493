// Un document mis en commun, pris, adapté ; un achat préparé ensemble ; l’accord d’un pôle : par les seules pages, au téléphone, sans script.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { motDePasseDemo } from '../src/app/demo/comptes.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirInstance } from '../test/parcours/instance.ts'
import { pdfDEssai } from '../test/pdf-d-essai.ts'

let instance: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
beforeAll(async () => {
  instance = await servirInstance('2027-01-11T09:00:00Z', { demonstration: true })
  navigateur = await ouvrirNavigateur()
})
afterAll(async () => {
  await navigateur?.fermer()
  await instance?.fermer()
})
const presser = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('button', { name: nom }).first().click()
}
const suivre = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('main').getByRole('link', { name: nom }).first().click()
}
const relire = async (page: Page, nom: string) => {
  // Ouvert, un volet sort du compte : toujours le premier de ceux qui restent.
  const fermes = page.locator('main details.volet:not([open]) > summary')
  while ((await fermes.count()) > 0) await fermes.first().click()
  expect(await verifierAxe(page), nom).toEqual([])
  expect(await sansDefilementDeCote(page), nom).toEqual([])
  await capturer(page, `ressources-${nom}`)
}
const entrer = async (
  courriel: string,
  ecran = { largeur: 360, hauteur: 800, script: false },
): Promise<Page> => {
  const page = await navigateur.ouvrirPage({ ...ecran, origine: instance.origine })
  await page.goto('/connexion')
  await page.locator('input[name=courriel]').fill(courriel)
  await page.locator('input[name=motDePasse]').fill(motDePasseDemo)
  await presser(page, 'Se connecter')
  return page
}

it('mettre un document en commun, en prendre une copie, et la retrouver à adapter', async () => {
  const claire = await entrer('claire@les-tisserands.example')
  await claire.goto('/ressources')
  await relire(claire, 'liste-360')
  await suivre(claire, 'Mettre un document en commun')
  await presser(claire, 'Mettre en commun')
  await relire(claire, 'deposer-a-reprendre-360')
  await claire.getByLabel('Genre').selectOption('support')
  await claire.getByLabel('Titre', { exact: true }).fill('Écouter, reformuler : douze situations')
  await claire.getByLabel('Auteurs').fill('Claire Vasseur, ليلى العربي')
  await claire.getByLabel('Titulaire des droits').fill('Les Tisserands')
  for (const [nom, valeur] of [
    ['origine', 'rien'],
    ['contenus', 'aucun'],
    ['licence', 'cc-by-sa'],
    ['accessibilite', 'partielle'],
  ])
    await claire.locator(`input[name=${nom}][value=${valeur}]`).check()
  await claire
    .locator('input[type=file]')
    .setInputFiles({ name: 'ecouter.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdfDEssai()) })
  await presser(claire, 'Mettre en commun')
  await relire(claire, 'document-360')
  const agathe = await entrer('agathe@terre-d-appui.example')
  await agathe.goto(new URL(claire.url()).pathname)
  await presser(agathe, 'Prendre une copie à nous')
  await relire(agathe, 'copies-360')
  await agathe.goto('/qualite/registres/ressource')
  expect(await agathe.getByRole('main').textContent()).toContain('Écouter, reformuler')
})

it('un achat, ce que le pôle cherche, l’accord, les retours, les salles à réserver et une fiche publique se lisent sans script, au téléphone et au bureau', async () => {
  for (const [largeur, script] of [
    [360, false],
    [1366, true],
  ] as const) {
    const page = await entrer('agathe@terre-d-appui.example', { largeur, hauteur: 800, script })
    for (const [nom, ou] of [
      ['achats', '/achats'],
      ['ouvrir-achat', '/achats/ouvrir'],
      ['tensions', '/achats/tensions'],
      ['accord', '/vivier/donnees'],
      ['retours', '/vivier/retours'],
      ['commun', '/organisme-commun'],
      ['deposer', '/ressources/deposer'],
      ['reserver', '/biens-pretes/reserver'],
      ['ressources', '/ressources'],
    ] as const) {
      await page.goto(ou)
      await relire(page, `${nom}-${largeur}`)
    }
    await page.goto('/achats')
    await suivre(page, /certificateur/)
    await relire(page, `achat-${largeur}`)
    await page.goto('/biens-pretes/reserver')
    await presser(page, 'Réserver, tout ou rien')
    await relire(page, `reserver-a-reprendre-${largeur}`)
    const salome = await entrer('salome@les-tisserands.example', { largeur, hauteur: 800, script })
    for (const [nom, ou] of [
      ['ma-fiche', '/vivier/ma-fiche'],
      ['missions', '/vivier/missions'],
    ] as const) {
      await salome.goto(ou)
      await relire(salome, `${nom}-${largeur}`)
    }
    // Sa page publique, chez qui n’a pas de compte.
    await salome.goto('/vivier/ma-fiche')
    const publique = await salome.getByRole('link', { name: 'Ma page publique' }).getAttribute('href')
    const autrui = await navigateur.ouvrirPage({ largeur, hauteur: 800, script, origine: instance.origine })
    await autrui.goto(publique ?? '')
    await relire(autrui, `fiche-publique-${largeur}`)
  }
})

it('une salle, ses configurations, sa location ; une mission prêtée des deux côtés ; le compte, un appel, le départ d’un pôle : au téléphone et au bureau', async () => {
  for (const [largeur, script] of [
    [360, false],
    [1366, true],
  ] as const) {
    const ecran = { largeur, hauteur: 800, script }
    const chez = {
      agathe: await entrer('agathe@terre-d-appui.example', ecran),
      maiwenn: await entrer('maiwenn@langue-et-lien.example', ecran),
      marion: await entrer('marion@atelier-des-savoirs.example', ecran),
      tom: await entrer('tom@langue-et-lien.example', ecran),
    }
    for (const [qui, nom, ou, lien] of [
      ['agathe', 'biens', '/biens-pretes'],
      ['agathe', 'salle-pretee', '/biens-pretes', /Salle du Scorff/],
      ['maiwenn', 'salle-reservee', '/biens-pretes', /Salle du Scorff/],
      ['agathe', 'preter', '/biens-pretes/preter'],
      ['maiwenn', 'vivier', '/vivier'],
      ['maiwenn', 'appel', '/vivier/appels', /Publier un recueil/],
      ['maiwenn', 'compte', '/comptes-courants', /Pôle Formation/],
      ['maiwenn', 'missions', '/vivier/missions'],
      ['maiwenn', 'mission-recoit', '/vivier/missions', /outils libres/],
      ['maiwenn', 'mission-pretee', '/vivier/missions', /fiches de sécurité/],
      ['marion', 'mission-empruntee', '/vivier/missions', /fiches de sécurité/],
      ['tom', 'mission-sienne', '/vivier/missions', /fiches de sécurité/],
      ['agathe', 'quitter', '/poles', /Pôle Formation/],
    ] as const) {
      await chez[qui].goto(ou)
      // Un seul pôle : le compte s’ouvre de lui-même.
      if (lien && (await chez[qui].getByRole('main').getByRole('link', { name: lien }).count()) > 0)
        await suivre(chez[qui], lien)
      await relire(chez[qui], `pole-${nom}-${largeur}`)
    }
    await chez.agathe.goto('/biens-pretes')
    await suivre(chez.agathe, /Salle du Scorff/)
    await suivre(chez.agathe, 'Corriger la fiche')
    await relire(chez.agathe, `pole-corriger-${largeur}`)
    await chez.maiwenn.goto('/vivier/missions')
    await suivre(chez.maiwenn, /CPF/)
    await relire(chez.maiwenn, `pole-mission-cpf-${largeur}`)
    await chez.maiwenn.goto('/qualite/registres/lieu')
    await relire(chez.maiwenn, `pole-lieux-${largeur}`)
  }
})
