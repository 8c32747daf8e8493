// De la convocation à la voix : par les seules pages, au téléphone, sans script, et sans écrire deux fois un même fait.
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
  await page.getByRole('button', { name: nom }).click()
  await page.waitForLoadState()
}
const suivre = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('link', { name: nom }).first().click()
  await page.waitForLoadState()
}
const ouvrir = (page: Page, nom: string) => page.locator('summary', { hasText: nom }).click()
const relire = async (page: Page, nom: string) => {
  expect(await verifierAxe(page), nom).toEqual([])
  expect(await sansDefilementDeCote(page), nom).toEqual([])
  await capturer(page, `pole-${nom}-360`)
}
const telephone = () =>
  navigateur.ouvrirPage({ largeur: 360, hauteur: 800, script: false, origine: instance.origine })
const entrer = async (courriel: string): Promise<Page> => {
  const page = await telephone()
  await page.goto('/connexion')
  await page.locator('input[name=courriel]').fill(courriel)
  await page.locator('input[name=motDePasse]').fill(motDePasseDemo)
  await presser(page, 'Se connecter')
  return page
}

it('convoquer, tenir, publier le retour, le lire, rejoindre, voter', async () => {
  // Agathe (Terre d'Appui) fonde un pôle ouvert à tous, et convoque.
  const agathe = await entrer('agathe@terre-d-appui.example')
  await agathe.goto('/poles')
  await relire(agathe, 'liste')
  await suivre(agathe, 'Fonder un pôle')
  await presser(agathe, 'Fonder le pôle')
  await relire(agathe, 'fonder-a-reprendre')
  await agathe.getByLabel('Nom', { exact: true }).fill('Pôle Transition')
  await agathe.getByLabel('Raison d’être').fill('Former aux métiers de la terre sans se faire concurrence.')
  await agathe.getByLabel('libre').check()
  await agathe.getByLabel('Où écrire au pôle').fill('transition@exemple.example')
  await presser(agathe, 'Fonder le pôle')
  await relire(agathe, 'pole-neuf')
  const pole = new URL(agathe.url()).pathname
  await suivre(agathe, 'Convoquer la première')
  await agathe.getByLabel('Jour').fill('20/01/2027')
  await agathe.getByLabel('Début').fill('9 h')
  await agathe.getByLabel('Fin').fill('12 h')
  await agathe.getByLabel('Chez qui').fill('Terre d’Appui')
  await agathe.getByLabel('Adresse', { exact: true }).fill('9 rue des Communs, Lorient')
  await relire(agathe, 'convoquer')
  await presser(agathe, 'Convoquer et inviter')
  await relire(agathe, 'convoquee')
  const premiere = new URL(agathe.url()).pathname
  await agathe.getByLabel('je viens', { exact: true }).check()
  await presser(agathe, 'Répondre')
  await ouvrir(agathe, 'Dire un enjeu')
  await agathe.getByLabel('Votre enjeu').fill('Nous refusons des stages faute de terrain.')
  await presser(agathe, 'Dire cet enjeu')
  await ouvrir(agathe, 'Nommer les thèmes')
  await agathe.getByLabel('Thèmes').fill('Les terrains de stage')
  await presser(agathe, 'Ajouter ces thèmes')
  await agathe.getByLabel('Nous refusons des stages').selectOption({ label: 'Les terrains de stage' })
  await presser(agathe, 'Ranger ainsi')
  await ouvrir(agathe, 'Faire d’un thème')
  await agathe.getByLabel('Thème', { exact: true }).selectOption({ label: 'Les terrains de stage' })
  await agathe.getByLabel('Mandat').fill('Dresser la carte des terrains que nous pouvons partager.')
  await presser(agathe, 'Ouvrir le groupe')
  await relire(agathe, 'tour-de-table')
  await expect.poll(() => instance.courrier.map((m) => m.a)).toContain('agathe@terre-d-appui.example')
  const invitation = instance.courrier.find((m) => m.objet.startsWith('Première rencontre'))
  expect(invitation?.texte).toContain(premiere)

  // Avant l'heure, elle ne s'est pas tenue.
  await presser(agathe, 'La rencontre s’est tenue')
  expect(await agathe.getByText('Elle n’a pas commencé').count()).toBe(1)

  // Le jour venu : présences (déjà comptées par les réponses), récit, engagement, suite, amendements.
  instance.regler('2027-01-20T15:00:00Z')
  await agathe.goto(premiere)
  await presser(agathe, 'La rencontre s’est tenue')
  expect(await agathe.getByLabel('Terre d’Appui').inputValue()).toBe('1')
  await presser(agathe, 'Noter les présences')
  await agathe
    .getByLabel('Récit')
    .fill('## Le matin\n\nNous avons marché, puis **compté** les parcelles.\n\n<script>alert(1)</script>')
  await presser(agathe, 'Garder le récit')
  await ouvrir(agathe, 'S’engager')
  await agathe.getByLabel('Quoi').fill('Envoyer la carte des parcelles')
  await agathe.getByLabel('Pour le').fill('01/03/2027')
  await presser(agathe, 'Noter l’engagement')
  await suivre(agathe, 'Convoquer la suivante')
  await agathe.getByLabel('Jour').fill('10/03/2027')
  await agathe.getByLabel('Début').fill('14 h')
  await agathe.getByLabel('Fin').fill('17 h')
  await agathe.getByLabel('Adresse', { exact: true }).fill('Ferme du Bout-du-Pont, Hennebont')
  await presser(agathe, 'Convoquer et inviter')
  await agathe.goto(premiere)
  await presser(agathe, 'Ouvrir aux amendements')
  await relire(agathe, 'compte-rendu')
  await presser(agathe, 'Valider le compte rendu')
  expect(await agathe.getByText('7 jours pour amender').count()).toBe(1)
  instance.regler('2027-01-28T15:00:00Z')
  await agathe.goto(premiere)
  await presser(agathe, 'Valider le compte rendu')
  await suivre(agathe, 'Publier le « Retour sur »')
  await relire(agathe, 'apercu')
  await presser(agathe, 'Publier ce retour')

  // Une visiteuse, sans compte : de l'accueil de l'Union au retour.
  const visiteuse = await telephone()
  await visiteuse.goto('/union')
  await relire(visiteuse, 'union')
  await suivre(visiteuse, 'La première rencontre du pôle Transition')
  await relire(visiteuse, 'retour')
  const lu = (await visiteuse.locator('main').textContent()) ?? ''
  for (const fait of [
    'mercredi 20\u00a0janvier 2027',
    'Terre d’Appui',
    '1\u00a0personne',
    'Les terrains de stage',
    'Dresser la carte des terrains',
    'Envoyer la carte des parcelles, pour le 1er\u00a0mars 2027',
    'mercredi 10\u00a0mars 2027, 14\u00a0h',
    'Ferme du Bout-du-Pont',
    '<script>alert(1)</script>',
  ])
    expect(lu, fait).toContain(fait)
  expect(await visiteuse.getByRole('link', { name: 'Écrire au pôle' }).getAttribute('href')).toBe(
    'mailto:transition@exemple.example',
  )
  for (const adresse of ['/agenda', '/retours', '/poles-metiers']) {
    await visiteuse.goto(adresse)
    await relire(visiteuse, adresse.slice(1))
  }

  // Claire (Les Tisserands) part de la page publique et rejoint ; sa fiche est déjà remplie.
  const claire = await entrer('claire@les-tisserands.example')
  await claire.goto('/retours')
  await suivre(claire, 'La première rencontre du pôle Transition')
  await suivre(claire, 'Rejoindre le pôle Transition')
  await relire(claire, 'rejoindre')
  await claire.getByLabel('Nous cherchons').fill('Des terrains près de Brest')
  await presser(claire, 'Rejoindre le pôle')
  await relire(claire, 'membre')
  await expect
    .poll(() => instance.courrier.find((m) => m.objet.includes('Pôle Transition'))?.texte ?? '')
    .toContain('mercredi 10\u00a0mars 2027')

  // Un vote : la liste se fige, chacune sa voix, et le résultat reste.
  await agathe.goto(pole)
  await suivre(agathe, 'Ouvrir un vote')
  await agathe.getByLabel('Question').fill('Partager la carte des parcelles avec la chambre d’agriculture')
  await agathe.getByLabel('Ferme le soir du').fill('05/02/2027')
  await relire(agathe, 'ouvrir-un-vote')
  await presser(agathe, 'Ouvrir le vote')
  const vote = new URL(agathe.url()).pathname
  await agathe.getByLabel('Je consens').check()
  await presser(agathe, /^Voter pour/)
  await claire.goto(vote)
  await claire.getByLabel('J’objecte').check()
  await presser(claire, /^Voter pour/)
  expect(await claire.getByText('Une objection se motive').count()).toBeGreaterThan(0)
  await relire(claire, 'vote-a-reprendre')
  await claire.getByLabel('Pourquoi').fill('La carte dit où sont des gens qui ne l’ont pas choisi.')
  await presser(claire, /^Voter pour/)
  await relire(claire, 'vote')
  await agathe.goto(vote)
  await presser(agathe, 'Clore et dépouiller')
  expect(await agathe.getByText('des objections sont à lever').count()).toBeGreaterThan(0)
  await relire(agathe, 'vote-clos')
}, 180_000)
