/**
 * Ce qui se prouve, relu à l’écran dans la démonstration : le registre et sa vérification publique, les contrôles, l’assiduité,
 * les absences d’un intervenant, ce qui se suit à distance et au travail, la clôture que retient une case sans statut.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { motDePasseDemo } from '#app/demo/comptes.ts'
import { avecClient } from '#platform/db/roles.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirInstance } from '../test/parcours/instance.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
let anglais = ''
let poste = ''
let feuilles: readonly string[] = []
let tom = ''
let recu = ''

/** Un mardi d’été, à neuf heures : la démonstration se joue autour. */
const depart = '2026-07-21T07:00:00Z'
/** La sienne : une personne prêtée en tient une autre du même titre. */
const adresseDe = async (intitule: string): Promise<string> => {
  const { rows } = await avecClient(site.grappe.connexion(site.grappe.administrateur, 'coforme'), (c) =>
    c.query<{ id: string }>(
      `select s.id from sessions.session s join organisme.organisme o using (organisme_id)
        where o.code = 'langue-et-lien' and s.intitule like $1 and s.formateur <> 'Salomé Diallo'`,
      [`${intitule}%`],
    ),
  )
  if (rows.length !== 1) throw new Error(`Une session « ${intitule} » est attendue.`)
  return `/sessions/${rows[0]?.id}`
}

beforeAll(async () => {
  site = await servirInstance(depart, { demonstration: true })
  navigateur = await ouvrirNavigateur()
  anglais = await adresseDe('Anglais')
  poste = await adresseDe('Comprendre une consigne')
  await avecClient(site.grappe.connexion(site.grappe.administrateur, 'coforme'), async (c) => {
    const un = async (requete: string) => Object.values((await c.query(requete)).rows[0] ?? {}).map(String)
    const seances = await c.query<{ id: string }>(
      'select id from sessions.seance where session_id = $1 and tenue order by debut',
      [anglais.split('/').pop()],
    )
    feuilles = seances.rows.map(({ id }) => `${anglais}/seances/${id}`)
    const [personne = ''] = await un(
      `select p.id from tiers.personne p join organisme.organisme o using (organisme_id)
        where o.code = 'langue-et-lien' and p.prenom = 'Tom' and p.nom = 'Okafor'`,
    )
    tom = `/personnes/${personne}`
    const [empreinte = ''] = await un(
      `select encode(m.empreinte, 'hex') from emargement.maillon m join organisme.organisme o using (organisme_id)
        where o.code = 'langue-et-lien' and m.numero = 1`,
    )
    recu = empreinte
  })
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})

const principal = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')
const entrer = async (qui: string, script: boolean): Promise<Page> => {
  const page = await navigateur.ouvrirPage({ origine: site.origine, script, largeur: 1366 })
  await page.goto('/connexion')
  await page.getByLabel('Courriel').fill(`${qui}@langue-et-lien.example`)
  await page.getByLabel('Mot de passe', { exact: true }).fill(motDePasseDemo)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  return page
}
/** L’horloge ne bouge que si on le dit : deux réponses au même instant n’auraient pas d’ordre. */
let secondes = 0
const avancer = () => {
  secondes += 1
  site.regler(new Date(Date.parse(depart) + secondes * 1000).toISOString())
}
/** Aux deux largeurs : ni faute d’accessibilité, ni défilement de côté. */
const sain = async (page: Page, nom: string): Promise<void> => {
  for (const largeur of [360, 1366]) {
    await page.setViewportSize({ width: largeur, height: 800 })
    expect(await verifierAxe(page), `${nom}, ${largeur}`).toEqual([])
    expect(await sansDefilementDeCote(page), `${nom}, ${largeur}`).toEqual([])
    await capturer(page, `preuve-${nom}-${largeur}`)
  }
}

describe.each([
  ['avec script', true],
  ['sans script', false],
] as const)('%s', (_, script) => {
  const suffixe = script ? 'avec' : 'sans'

  it('le registre se lit, se demande à un témoin, et un reçu se vérifie sans compte', async () => {
    const page = await entrer('maiwenn', script)
    await page.goto('/registre')
    expect(await principal(page)).toMatch(/Dernier jalon.*Clé de l’instance/)
    await sain(page, `registre-${suffixe}`)
    if (script) {
      await page.getByLabel('Demander à').selectOption({ label: 'Atelier des Savoirs' })
      await page.getByRole('button', { name: 'Demander de témoigner' }).click()
      await page.getByText('La demande est envoyée.').waitFor()
    }
    expect(await principal(page)).toContain('Qui témoigne pour nous')
    await page.context().close()

    const passant = await navigateur.ouvrirPage({ origine: site.origine, script, largeur: 360 })
    await passant.goto('/verifier')
    await sain(passant, `verifier-${suffixe}`)
    await passant.locator('input[name="e"]').fill(recu.slice(0, 16))
    await passant.getByRole('button', { name: 'Vérifier la pièce' }).click()
    await passant.getByRole('heading', { name: 'Entrée vérifiée' }).waitFor()
    expect(await principal(passant)).toMatch(/Entrée\s*1.*Jalon.*à l’entrée/)
    await sain(passant, `entree-${suffixe}`)
    await passant.goto(`/verifier/${'0'.repeat(64)}`)
    await passant.getByRole('heading', { name: 'Pièce inconnue' }).waitFor()
    await passant.context().close()
  })

  it('la liste des contrôles se filtre, s’exporte, se règle', async () => {
    const page = await entrer('maiwenn', script)
    await page.goto('/controles')
    expect(await principal(page)).toMatch(/évaluation propre/)
    await sain(page, `controles-${suffixe}`)
    await page.getByLabel('Gravité').selectOption('bloquant')
    await page.getByRole('button', { name: 'Filtrer' }).click()
    expect(page.url()).toContain('gravite=bloquant')
    await page.goto('/controles/reglages')
    await sain(page, `reglages-${suffixe}`)
    await page.context().close()
  })

  it('les contrôles d’une session : chaque règle a sa source ; un constat s’accepte, avec un motif, puis se rouvre', async () => {
    const page = await entrer('maiwenn', script)
    await page.goto(`${poste}/controles`)
    expect(await principal(page)).toContain('Ibrahim Sané')
    await sain(page, `session-${suffixe}`)
    await page.locator('a[href*="/controles/juger?regle=afest-evaluation"]').first().click()
    await sain(page, `juger-${suffixe}`)
    await page.getByRole('button', { name: 'Accepter, sous mon nom' }).click()
    // Sans motif, rien n’est accepté.
    expect(await page.getByRole('button', { name: 'Accepter, sous mon nom' }).count()).toBe(1)
    await page
      .getByLabel('Pourquoi c’est acceptable')
      .fill('L’évaluation au poste a lieu lundi, avec la cheffe d’équipe.')
    avancer()
    await page.getByRole('button', { name: 'Accepter, sous mon nom' }).click()
    await page.getByText('Le constat est accepté, sous votre nom.').waitFor()
    await sain(page, `accepte-${suffixe}`)
    await page.locator('a[href*="/controles/juger?regle=afest-evaluation"]').first().click()
    await page.getByLabel('Pourquoi vous revenez dessus').fill('Lundi est passé.')
    avancer()
    await page.getByRole('button', { name: 'Rouvrir le constat' }).click()
    await page.getByText('Le constat est rouvert.').waitFor()
    await page.context().close()
  })

  it('l’assiduité d’une session, et l’absence déclarée d’un intervenant', async () => {
    const page = await entrer('maiwenn', script)
    await page.goto(`${anglais}/assiduite`)
    expect(await principal(page)).toContain('Sans statut')
    await sain(page, `assiduite-${suffixe}`)
    await page.goto(`${tom}/conges`)
    await sain(page, `conges-${suffixe}`)
    const [du, au] = script ? ['10/08/2026', '14/08/2026'] : ['17/08/2026', '21/08/2026']
    await page.getByLabel('Premier jour').fill(du)
    await page.getByLabel('Dernier jour').fill(au)
    await page.getByRole('button', { name: /^Déclarer/ }).click()
    expect(await principal(page)).toMatch(script ? /10.août|10 au 14/ : /17.août|17 au 21/)
    await sain(page, `conge-declare-${suffixe}`)
    await page.context().close()
  })

  it('à distance et au travail : chaque condition se montre, un élément se note, une liste se relit', async () => {
    const page = await entrer('ines', script)
    await page.goto(poste)
    // D’une session mixte, chaque demi-journée dit où elle se suit ; émargée, elle ne le redit plus autrement.
    expect(await principal(page)).toMatch(/sur place, Tom Okafor[\s\S]*à distance, Tom Okafor/)
    await page.goto(`${poste}/modifier`)
    expect(await principal(page)).toMatch(/émargée, sur place\s: ne change plus/)
    await sain(page, `modifier-mixte-${suffixe}`)
    await page.goto(`${poste}/distance`)
    expect(await principal(page)).toMatch(/D6313-3-1[\s\S]*D6313-3-2/)
    await sain(page, `distance-${suffixe}`)
    const liste = await page.locator('a[href*="/distance/listes/"]').first().getAttribute('href')
    await page.goto(liste ?? '')
    expect(await principal(page)).toContain('Galaxy de Ibrahim')
    await sain(page, `liste-${suffixe}`)
    await page.goto(`${poste}/distance/noter/echange`)
    await page.getByRole('button', { name: 'Noter l’échange' }).click()
    expect(await principal(page)).toMatch(/Dites par quel moyen/)
    await sain(page, `noter-${suffixe}`)
    await page.getByLabel('Moyen').selectOption({ label: 'téléphone' })
    await page.getByLabel('De quoi il s’agissait').fill('Deux consignes reprises')
    await page.getByRole('button', { name: 'Noter l’échange' }).click()
    await page.getByText('C’est noté.').waitFor()
    await page.locator('a[href$="/annuler"]').first().click()
    await sain(page, `annuler-${suffixe}`)
    await page.context().close()
  })
})

it('une session ne finit ni ne se clôt tant qu’une demi-journée n’a pas de statut', async () => {
  const page = await entrer('ines', false)
  site.regler('2026-07-24T07:00:00Z')
  await page.goto(`${anglais}/etat/terminee`)
  expect(await principal(page)).toContain('Chaque demi-journée a une présence ou une absence')
  await sain(page, 'etat-retenu')
  const demander = (vers: string) =>
    page.request.post(`${site.origine}${anglais}/etat/${vers}`, {
      headers: { origin: site.origine },
      form: { motif: '' },
      maxRedirects: 0,
    })
  const refus = await demander('terminee')
  expect(refus.status()).toBe(409)
  expect(await refus.text()).toContain('Des demi-journées n’ont ni présence ni absence.')

  // Chaque case reçoit son statut, chaque feuille par sa page : plus rien ne retient la fin.
  const anime = await entrer('tom', false)
  const statuer = async (geste: Readonly<Record<string, string>>, ou: string) =>
    (
      await anime.request.post(`${site.origine}${ou}`, {
        headers: { origin: site.origine },
        form: { ...geste },
        maxRedirects: 0,
      })
    ).status()
  let dernier: { ou: string; inscription: string } | undefined
  for (const ou of feuilles) {
    await anime.goto(ou)
    // Ce qui attend vient avant « Au registre ».
    const attendues = (await anime.content()).split(/<h3>(?:Au registre|Absences)/)[0] ?? ''
    const ids = new Set(
      [...attendues.matchAll(/name="inscription" value="([0-9a-f-]{36})"/g)].map(([, id = '']) => id),
    )
    for (const inscription of ids) {
      expect(await statuer({ geste: 'absent', inscription, absence: 'inconnu' }, ou)).toBe(303)
      dernier = { ou, inscription }
    }
  }
  const passe = await demander('terminee')
  expect(passe.status(), await passe.text()).toBe(303)

  // Finie, une case perd son statut : la clôture la réclame.
  if (!dernier) throw new Error('Aucune case n’attendait.')
  const { ou, inscription } = dernier
  expect(await statuer({ geste: 'annuler', inscription, motif: 'Notée sur la mauvaise ligne' }, ou)).toBe(303)
  const cloture = await demander('cloturee')
  expect(cloture.status()).toBe(409)
  expect(await cloture.text()).toContain('Des demi-journées n’ont ni présence ni absence.')
  await page.context().close()
  await anime.context().close()
})
