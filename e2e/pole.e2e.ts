// Long parce que la vie d’un pôle s’y suit d’un trait, de sa première rencontre à ses votes.
// De la convocation à la voix : par les seules pages, au téléphone, sans script, et sans écrire deux fois un même fait.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { motDePasseDemo } from '../src/app/demo/comptes.ts'
import {
  capturer,
  ecrans,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { recu } from '../test/parcours/gestes.ts'
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
}
const suivre = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('link', { name: nom }).first().click()
}
/** Tout ce qui fut écrit sous cet objet, à cette personne ou à toutes : la démonstration a pu écrire autre chose avant. */
const ecrit = (objet: RegExp, a?: string): string =>
  instance.courrier
    .filter((m) => objet.test(m.objet) && (a === undefined || m.a === a))
    .map((m) => m.texte)
    .join('\n')
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
  // Agathe (Terre d'Appui) propose un pôle ; deux autres coopératives le signent, et il naît.
  const agathe = await entrer('agathe@terre-d-appui.example')
  await agathe.goto('/poles')
  await relire(agathe, 'liste')
  await suivre(agathe, 'Proposer un pôle')
  await presser(agathe, 'Proposer et signer')
  await relire(agathe, 'proposer-a-reprendre')
  // Son département vient de sa fiche : il n'est pas à redire.
  expect(await agathe.getByLabel('Département').inputValue()).toBe('56')
  await agathe.getByLabel('Nom', { exact: true }).fill('Pôle Transition')
  await agathe.getByLabel('Raison d’être').fill('Former aux métiers de la terre sans se faire concurrence.')
  await agathe.getByLabel('libre').check()
  await agathe.getByLabel('Où écrire au pôle').fill('transition@exemple.example')
  await presser(agathe, 'Proposer et signer')
  const proposition = new URL(agathe.url()).pathname
  await relire(agathe, 'proposition')
  const passante = await telephone()
  await passante.goto('/poles-metiers')
  await relire(passante, 'a-naitre')
  expect(await passante.getByText('1\u00a0signature sur 3').count()).toBe(1)
  for (const courriel of ['marion@atelier-des-savoirs.example']) {
    const elle = await entrer(courriel)
    await elle.goto('/poles')
    await suivre(elle, 'Pôle Transition')
    await elle.getByLabel('Ce que nous y apporterions').fill('Un atelier à Nantes')
    await relire(elle, 'signer')
    await presser(elle, 'Signer pour notre coopérative')
    await elle.context().close()
  }
  const maiwenn = await entrer('maiwenn@langue-et-lien.example')
  await maiwenn.goto(proposition)
  await presser(maiwenn, 'Signer pour notre coopérative')
  await agathe.goto(proposition)
  await relire(agathe, 'signatures-reunies')
  await presser(agathe, 'Lancer le pôle')
  await relire(agathe, 'pole-neuf')
  const pole = new URL(agathe.url()).pathname
  // La date se cherche : deux créneaux, une voix, et la date retenue convoque d'elle-même.
  await suivre(agathe, 'Chercher une date')
  for (const [nom, valeur] of [
    ['dates[0].jour', '22/01/2027'],
    ['dates[0].de', '14 h'],
    ['dates[0].a', '17 h'],
    ['dates[1].jour', '20/01/2027'],
    ['dates[1].de', '9 h'],
    ['dates[1].a', '12 h'],
    ['ferme', '15/01/2027'],
  ] as const)
    await agathe.locator(`[name="${nom}"]`).fill(valeur)
  await agathe.getByLabel('Chez qui').fill('Terre d’Appui')
  await agathe.getByLabel('Adresse', { exact: true }).fill('9 rue des Communs, Lorient')
  await relire(agathe, 'chercher-une-date')
  await presser(agathe, 'Proposer ces dates')
  await relire(agathe, 'dates-proposees')
  await suivre(agathe, 'Dire quand nous pouvons')
  await agathe
    .getByRole('group', { name: /20.janvier/ })
    .getByLabel('oui')
    .check()
  await agathe
    .getByRole('group', { name: /22.janvier/ })
    .getByLabel('peut-être')
    .check()
  await relire(agathe, 'choisir-une-date')
  await presser(agathe, /^Voter pour/)
  await suivre(agathe, 'La rencontre dont la date se choisit')
  await presser(agathe, /^Retenir et inviter.*20.janvier/)
  await relire(agathe, 'convoquee')
  const premiere = new URL(agathe.url()).pathname
  // Le « oui » du sondage est sa réponse : elle n’a pas à la redire.
  expect(await agathe.getByLabel('je viens', { exact: true }).isChecked()).toBe(true)
  expect(await agathe.getByRole('button', { name: 'Changer ma réponse' }).count()).toBe(1)
  await ouvrir(agathe, 'Dire un enjeu')
  await agathe.getByLabel('Votre enjeu').fill('Nous refusons des stages faute de terrain.')
  await presser(agathe, 'Dire cet enjeu')
  await ouvrir(agathe, 'Nommer les thèmes')
  await agathe.getByLabel('Thèmes').fill('Les terrains de stage\nUne veille commune')
  await presser(agathe, 'Ajouter ces thèmes')
  await agathe.locator('[name="pesee[0].points"]').fill('6')
  await agathe.locator('[name="pesee[1].points"]').fill('2')
  await relire(agathe, 'peser')
  await presser(agathe, 'Peser ainsi')
  await agathe.getByLabel('Nous refusons des stages').selectOption({ label: 'Les terrains de stage' })
  await presser(agathe, 'Ranger ainsi')
  await ouvrir(agathe, 'Faire d’un thème')
  await agathe.getByLabel('Thème', { exact: true }).selectOption({ label: 'Les terrains de stage' })
  await agathe.getByLabel('Mandat').fill('Dresser la carte des terrains que nous pouvons partager.')
  await presser(agathe, 'Ouvrir le groupe')
  await relire(agathe, 'tour-de-table')
  await expect.poll(() => ecrit(/^Première rencontre/)).toContain(premiere)

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
  // Sans script, un brouillon se garde d'un bouton, et attend.
  await presser(agathe, 'Garder le brouillon')
  expect(await agathe.getByText('est repris ici').count()).toBe(1)
  await relire(agathe, 'brouillon')
  await presser(agathe, 'Garder le récit')
  expect(await agathe.getByText('est repris ici').count()).toBe(0)
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
  // Sept jours pour amender : d’ici là, la page dit ce que ce délai retient, et n’offre pas de valider.
  expect(await agathe.getByText('chaque membre peut amender').count()).toBe(1)
  expect(await agathe.getByRole('button', { name: 'Valider le compte rendu' }).count()).toBe(0)
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

  // Elle inscrit sa coopérative par son SIREN, prouve son courriel, et demande le pôle sans rien retaper.
  await visiteuse.goto('/retours')
  await suivre(visiteuse, 'La première rencontre du pôle Transition')
  await suivre(visiteuse, 'Inscrivez-la avec son SIREN')
  await visiteuse.getByLabel('SIREN').fill('999 000 250')
  await presser(visiteuse, 'Continuer')
  expect(await visiteuse.getByLabel('Nom', { exact: true }).first().inputValue()).toMatch(/numerik commun/i)
  await visiteuse.getByLabel('Prénom').fill('Ilona')
  await visiteuse.locator('[name=nomPersonne]').fill('Marchand')
  await visiteuse.getByLabel('Courriel').fill('ilona@numerik-commun.example')
  await relire(visiteuse, 'inscrire')
  instance.regler('2027-01-28T15:05:00Z')
  await presser(visiteuse, 'Inscrire la coopérative')
  // Une coopérative de ce nom est déjà ici : la page le dit, et elle répond que c'en est une autre.
  await relire(visiteuse, 'homonyme')
  await visiteuse.getByLabel('C’est une autre coopérative').check()
  await presser(visiteuse, 'Inscrire la coopérative')
  await visiteuse.goto(
    await recu(instance.courrier, 'ilona@numerik-commun.example', /http\S+\/rejoindre\/\S+/),
  )
  await visiteuse.getByLabel('Mot de passe').fill('une haie de noisetiers bruns')
  await presser(visiteuse, 'Entrer')
  await relire(visiteuse, 'arrivee')
  // L'entrée est libre, mais personne ne répond encore d'elle : qui anime le pôle l'accueille, et c'est son visa.
  expect(new URL(visiteuse.url()).pathname).toBe('/poles')
  expect((await visiteuse.goto(pole))?.status()).toBe(404)
  await agathe.goto(pole)
  expect(await agathe.getByText('Personne n’a encore répondu de cette coopérative').count()).toBe(1)
  await relire(agathe, 'identite')
  await presser(agathe, 'Accueillir')
  expect((await visiteuse.goto(pole))?.status()).toBe(200)

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
    .poll(() => ecrit(/Pôle Transition/, 'claire@les-tisserands.example'))
    .toContain('mercredi 10\u00a0mars 2027')

  // Elle redit autrement ce qu'elle propose, et suit les rencontres dans l'agenda de son téléphone.
  await ouvrir(claire, 'Dire ce que nous cherchons')
  expect(await claire.getByLabel('Nous cherchons').inputValue()).toBe('Des terrains près de Brest')
  await claire.getByLabel('Nous proposons').fill('Une grange à Brest')
  await presser(claire, 'Le faire savoir')
  await agathe.goto(pole)
  expect(await agathe.getByText('Une grange à Brest').count()).toBe(1)
  await suivre(claire, 'Les suivre dans mon agenda')
  await relire(claire, 'agenda')
  await presser(claire, 'Faire l’adresse')
  await relire(claire, 'agenda-fait')
  const ics = await (await fetch((await claire.locator('code.adresse').textContent()) ?? '')).text()
  expect(ics).toContain('SUMMARY:')
  expect(ics).toContain('20270310T')

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
  await visiteuse.goto(vote)
  await visiteuse.getByLabel('Je consens').check()
  await presser(visiteuse, /^Voter pour/)
  expect(await visiteuse.getByText('3 sur 5').count()).toBe(1)
  await agathe.goto(vote)
  await presser(agathe, 'Clore et dépouiller')
  expect(await agathe.getByText('des objections sont à lever').count()).toBeGreaterThan(0)
  await ouvrir(agathe, 'Dire où cela en est')
  await agathe.getByLabel('Qui s’en charge').fill('Agathe Pons')
  await presser(agathe, 'Noter la suite')
  await relire(agathe, 'vote-clos')
  await suivre(agathe, 'Reprendre la proposition')
  expect(await agathe.getByLabel('Question').inputValue()).toContain('Partager la carte des parcelles')
  await relire(agathe, 'reprendre')

  // Un groupe livre, une autre relit ; un dossier fermé n'existe que pour qui y entre.
  await agathe.goto(pole)
  await suivre(agathe, 'Les terrains de stage')
  await presser(agathe, 'Entrer dans le groupe')
  await relire(agathe, 'groupe')
  const groupe = new URL(agathe.url()).pathname
  await suivre(agathe, 'Livrer un document')
  await agathe.getByLabel('Titre').fill('La carte des terrains')
  await agathe.getByLabel('Adresse').fill('https://exemple.example/carte')
  await presser(agathe, 'Livrer')
  await relire(agathe, 'livrer-a-reprendre')
  await agathe.getByLabel(/^CC BY-SA/).check()
  await presser(agathe, 'Livrer')
  const livrable = new URL(agathe.url()).pathname
  await claire.goto(livrable)
  await ouvrir(claire, 'Dire que je l’ai relue')
  await claire.getByLabel('bonne à servir').check()
  await relire(claire, 'relire')
  await presser(claire, 'Signer ma relecture')
  expect(await claire.getByText('bon à servir').count()).toBe(1)
  await agathe.goto(groupe)
  await ouvrir(agathe, 'Ouvrir un dossier fermé')
  await agathe.getByLabel('Nom du dossier').fill('Réponse au lot 3')
  await presser(agathe, 'Ouvrir le dossier')
  await relire(agathe, 'dossier')
  const dossier = new URL(agathe.url()).pathname
  expect((await claire.goto(dossier))?.status()).toBe(404)

  // Les mêmes écrans, au bureau et avec script.
  const bureau = await navigateur.ouvrirPage({
    largeur: 1366,
    hauteur: 900,
    script: true,
    origine: instance.origine,
  })
  await bureau.goto('/connexion')
  await bureau.locator('input[name=courriel]').fill('agathe@terre-d-appui.example')
  await bureau.locator('input[name=motDePasse]').fill(motDePasseDemo)
  await presser(bureau, 'Se connecter')
  for (const [nom, adresse] of [
    ['pole', pole],
    ['rencontre', premiere],
    ['dates', `${pole}/reunions/dates`],
    ['vote', vote],
    ['question', `${pole}/decisions/nouvelle`],
    ['groupe', groupe],
    ['livrer', `${groupe}/livrer`],
    ['livrable', livrable],
    ['dossier', dossier],
    ['lettre', `${pole}/lettre`],
  ] as const) {
    expect((await bureau.goto(adresse))?.status(), nom).toBe(200)
    expect(await verifierAxe(bureau), nom).toEqual([])
    expect(await sansDefilementDeCote(bureau), nom).toEqual([])
    await capturer(bureau, `pole-${nom}-1366`)
  }
})

it('le pôle de la démonstration se lit au téléphone comme au bureau', async () => {
  const id = (n: number) => `018f4a00-7000-7000-8000-${String(n).padStart(12, '0')}`
  const demo = `/poles/${id(1)}`
  for (const [largeur, script] of ecrans) {
    const page = await navigateur.ouvrirPage({ largeur, hauteur: 900, script, origine: instance.origine })
    await page.goto('/connexion')
    await page.locator('input[name=courriel]').fill('agathe@terre-d-appui.example')
    await page.locator('input[name=motDePasse]').fill(motDePasseDemo)
    await presser(page, 'Se connecter')
    for (const [nom, adresse] of [
      ['pole', demo],
      ['premiere', `${demo}/reunions/${id(2)}`],
      ['septieme', `${demo}/reunions/${id(540)}`],
      ['neuvieme', `${demo}/reunions/${id(550)}`],
      ['decision', `${demo}/decisions/${id(511)}`],
      ['groupe', `${demo}/groupes/${id(202)}`],
      ['dossier', `${demo}/dossiers/${id(61_000)}`],
      ['livrable', `${demo}/livrables/${id(60_004)}`],
      ['aujourdhui', '/aujourdhui'],
      ['union', '/union'],
      ['retours', '/retours'],
    ] as const) {
      expect((await page.goto(adresse))?.status(), nom).toBe(200)
      expect(await verifierAxe(page), nom).toEqual([])
      expect(await sansDefilementDeCote(page), nom).toEqual([])
      await capturer(page, `demo-${nom}-${largeur}`)
    }
    await page.context().close()
  }
})
