// L'audit blanc de bout en bout, au téléphone et sans script : cadrer, geler, confier, tirer, lire du dehors, chronométrer, conclure, corriger.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireZip } from '#platform/zip/zip.ts'
import { motDePasseDemo } from '../src/app/demo/comptes.ts'
import {
  capturer,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../test/navigateur/index.ts'
import { servirInstance } from '../test/parcours/instance.ts'
import { envoyeur } from '../test/parcours/pieces.ts'

// Le terme d'un accès se juge à l'heure de la base, qui est la vraie : l'histoire se joue donc aujourd'hui.
const jour = jourLocal(new Date(), ZONE_PAR_DEFAUT)
const dire = (ecart: number) => formaterDate(ajouterJours(jour as DateCivile, ecart), 'chiffres')

let instance: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
let auditee: Page
let pair: Page
let audit = ''
let mission = ''
let lien = ''

const principal = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')
const sain = async (page: Page, nom: string, largeur = 360): Promise<void> => {
  expect(await verifierAxe(page), nom).toEqual([])
  expect(await sansDefilementDeCote(page), nom).toEqual([])
  await capturer(page, `audit-${nom}-${largeur}`)
}
const presser = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('button', { name: nom }).click()
}
const suivre = async (page: Page, nom: string | RegExp) => {
  await page.getByRole('link', { name: nom }).first().click()
}
const entrer = async (courriel: string): Promise<Page> => {
  const page = await navigateur.ouvrirPage({
    largeur: 360,
    hauteur: 800,
    script: false,
    origine: instance.origine,
  })
  await page.goto('/connexion')
  await page.locator('input[name=courriel]').fill(courriel)
  await page.locator('input[name=motDePasse]').fill(motDePasseDemo)
  await presser(page, 'Se connecter')
  return page
}
/** Ce que nous disons entre nous d’un audit. */
const nosMots = /écart|majeure|mineure|manquant|partiel|après le gel|après coup/
/**
 * Lit toute la porte d’un auditeur : ni constat, ni écart, ni manque, ni risque dans un seul octet servi, archive comprise ; chaque preuve
 * s’ouvre sur place, ou mène à une pièce qui se sert. Rend combien de preuves furent ouvertes.
 */
const lireLaPorte = async (page: Page, porte: string, ecrits: RegExp): Promise<number> => {
  await page.goto(porte)
  let ouvertes = 0
  const pieces = new Set<string>()
  for (const adresse of [porte, ...(await points(page)).map((p) => `${porte}/points/${p}`)]) {
    await page.goto(adresse)
    const servi = await page.content()
    expect(servi, adresse).not.toMatch(nosMots)
    // Le risque d’un écart ; le registre des risques, lui, est la preuve que demande l’indicateur 32.
    expect(servi, adresse).not.toContain('Risque\u00a0:')
    expect(servi, adresse).not.toMatch(ecrits)
    for (const ligne of await page.locator('#preuves tbody tr').all()) {
      const [plis, liens] = [ligne.locator('details'), ligne.locator('a[href*="/pieces/"]')]
      expect((await plis.count()) + (await liens.count()), adresse).toBeGreaterThan(0)
      for (const pli of await plis.all()) {
        await pli.locator('summary').click()
        expect((await pli.locator('dl').innerText()).trim(), adresse).not.toBe('')
      }
      for (const l of await liens.all()) pieces.add((await l.getAttribute('href')) ?? '')
      ouvertes += 1
    }
    await capturer(page, `audit-porte-${adresse === porte ? 'dossiers' : (adresse.split('/').at(-1) ?? '')}`)
  }
  for (const piece of pieces) {
    const r = await page.request.get(new URL(piece, instance.origine).href)
    expect(r.status(), piece).toBe(200)
    expect((await r.body()).length, piece).toBeGreaterThan(100)
    expect((await r.body()).toString('utf8'), piece).not.toMatch(ecrits)
  }
  const zip = new Uint8Array(await (await page.request.get(`${instance.origine}${porte}/preuves.zip`)).body())
  const fichiers = [...lireZip({ taille: zip.length, lire: (ou, n) => zip.subarray(ou, ou + n) })]
  expect(fichiers.length).toBeGreaterThan(3)
  for (const f of fichiers) {
    const texte = new TextDecoder().decode(f.octets)
    expect(texte, f.nom).not.toMatch(ecrits)
    if (/\.(csv|html)$/.test(f.nom)) expect(texte, f.nom).not.toMatch(nosMots)
  }
  return ouvertes
}
const points = async (page: Page) => [
  ...new Set(
    [...(await page.content()).matchAll(/\/points\/(\d+|marque|affichage)"/g)].map((m) => m[1] ?? ''),
  ),
]

beforeAll(async () => {
  instance = await servirInstance(`${jour}T08:00:00Z`, { demonstration: true })
  navigateur = await ouvrirNavigateur()
  auditee = await entrer('maiwenn@langue-et-lien.example')
  pair = await entrer('claire@les-tisserands.example')
})
afterAll(async () => {
  await navigateur?.fermer()
  await instance?.fermer()
})

describe('un audit blanc, au téléphone, sans script', () => {
  it('se cadre, se gèle et engage une graine que personne ne connaît', async () => {
    await auditee.goto('/qualite')
    await suivre(auditee, /audits? blancs?/i)
    await sain(auditee, 'liste')
    await suivre(auditee, 'Cadrer un audit blanc')
    await auditee.getByLabel('Audit', { exact: true }).selectOption('surveillance')
    await auditee.getByLabel('Date de l’audit').fill(dire(60))
    await auditee.getByLabel('Dossiers depuis le').fill(dire(-200))
    await auditee.getByLabel('Durée').fill('sept heures')
    await presser(auditee, 'Cadrer cet audit blanc')
    await sain(auditee, 'cadre-a-reprendre')
    await auditee.getByLabel('Durée').fill('7 h')
    await presser(auditee, 'Cadrer cet audit blanc')
    audit = new URL(auditee.url()).pathname
    await sain(auditee, 'cadre')
    await presser(auditee, 'Geler les données et engager la graine')
    expect(await principal(auditee)).toContain('Engagement')
    expect(await principal(auditee)).not.toMatch(/Graine\s*[0-9a-f]{64}/)
    await sain(auditee, 'gele')
  })

  it('se confie à un pair et à qui tient un lien, avec terme, finalité et consentement', async () => {
    await suivre(auditee, 'Confier le rôle de l’auditeur')
    await sain(auditee, 'confier')
    await auditee.getByLabel('Coopérative du pair').selectOption({ label: 'Les Tisserands' })
    await auditee.getByLabel('Dernier jour').fill(dire(40))
    await presser(auditee, 'Confier le rôle de l’auditeur')
    expect(await principal(auditee)).toContain('sans votre accord, personne du dehors ne lit rien')
    await sain(auditee, 'confier-a-reprendre')
    await auditee.getByLabel('La coopérative consent').check()
    await presser(auditee, 'Confier le rôle de l’auditeur')
    await auditee.getByLabel('À qui').selectOption('externe')
    await auditee.getByLabel('Nom de l’auditeur').fill('Une auditrice, Certificateur de l’Ouest')
    await auditee.getByLabel('Dernier jour').fill(dire(20))
    await auditee.getByLabel('La coopérative consent').check()
    await presser(auditee, 'Confier le rôle de l’auditeur')
    lien = new URL(/http:[^\s"<]+\/auditer\/[\w-]{43}/.exec(await auditee.content())?.[0] ?? 'http://x/')
      .pathname
    expect(lien).toMatch(/^\/auditer\//)
    await sain(auditee, 'lien-neuf')
  })

  it('l’audité ne tient rien de la coopérative du pair, ni le pair de la sienne ; il accepte et attend', async () => {
    await pair.goto('/aujourd-hui')
    await pair.goto('/qualite/missions')
    await sain(pair, 'missions')
    const lignes = pair.getByRole('row', { name: /attend une réponse/ })
    expect(await lignes.count()).toBe(1)
    await lignes.getByRole('link').click()
    await presser(pair, 'Accepter d’être l’auditeur')
    await sain(pair, 'accepter-a-reprendre')
    await pair.getByLabel('Je ne lis ces dossiers').check()
    await presser(pair, 'Accepter d’être l’auditeur')
    mission = new URL(pair.url()).pathname
    expect(await principal(pair)).toContain('L’échantillon n’est pas encore tiré')
    await sain(pair, 'attente')
    expect((await pair.goto(audit))?.status()).toBe(404)
  })

  it('s’ouvre : la graine est celle de l’engagement, et le tirage se rejoue', async () => {
    await auditee.goto(audit)
    await presser(auditee, 'Ouvrir l’audit et révéler le tirage')
    const dit = await principal(auditee)
    expect(dit).toContain('le même tirage')
    expect(dit).toMatch(/Graine\s*[0-9a-f]{64}/)
    await sain(auditee, 'ouvert')
    await presser(auditee, 'Conclure l’audit')
    expect(await principal(auditee)).toContain('Il manque une fiche à')
    await sain(auditee, 'incomplet')
  })

  it('le pair lit l’échantillon, écrit une fiche avec son temps, emporte les preuves', async () => {
    await pair.goto(mission)
    await sain(pair, 'echantillon')
    await pair.goto(`${mission}/points/11`)
    await sain(pair, 'point')
    await pair.getByLabel('écart majeur').check()
    await pair.getByLabel('Constat').fill('Aucune évaluation pour une personne tirée.')
    await pair.getByLabel('Temps pour montrer la preuve').fill('150')
    await presser(pair, 'Écrire la fiche')
    expect(await principal(pair)).toContain('Un écart dit son risque')
    await sain(pair, 'fiche-a-reprendre')
    await pair.getByLabel('Risque').fill('Des acquis que rien ne montre.')
    await presser(pair, 'Écrire la fiche')
    expect(await principal(pair)).toContain('2 min 30 s')
    const zip = await pair.request.get(`${instance.origine}${mission}/preuves.zip`)
    expect(zip.headers()['content-type']).toBe('application/zip')
    expect((await zip.body()).subarray(0, 2).toString()).toBe('PK')
  })

  it('un lien le lit sans compte, n’y écrit rien, et n’ouvre rien d’autre', async () => {
    const dehors = await navigateur.ouvrirPage({
      largeur: 360,
      hauteur: 800,
      script: false,
      origine: instance.origine,
    })
    await dehors.goto(lien)
    await sain(dehors, 'lien')
    expect(await dehors.locator('form[method=post]').count()).toBe(0)
    expect(await lireLaPorte(dehors, lien, /Aucune évaluation pour une personne tirée/)).toBeGreaterThan(10)
    await dehors.goto(`${lien}/points/4`)
    await dehors.locator('#preuves details summary').first().click()
    await sain(dehors, 'lien-point')
    expect((await dehors.goto(audit))?.url()).toContain('/connexion')
  })

  it('se conclut, compte les écarts, ouvre les actions ; les lectures sont au registre', async () => {
    await auditee.goto(audit)
    const envoyer = envoyeur(auditee, instance.origine)
    for (const p of (await points(auditee)).filter((x) => x !== '11' && x !== '23'))
      await envoyer(`${audit}/points/${p}`, {
        conclusion: 'tenu',
        constat: 'Vu sur l’échantillon.',
        rang: '1',
      })
    await envoyer(`${audit}/points/23`, {
      conclusion: 'mineure',
      constat: 'Un trimestre sans décision.',
      risque: 'Un texte appliqué trop tard.',
      rang: '1',
    })
    await auditee.reload()
    expect(await principal(auditee)).toContain('Si l’on concluait ainsi : le certificat')
    await presser(auditee, 'Conclure l’audit')
    expect(await principal(auditee)).toContain('1 majeure (l’indicateur 11), 1 mineure (l’indicateur 23).')
    await sain(auditee, 'conclu')
    await suivre(auditee, /Ouvrir l’action.*11/)
    await sain(auditee, 'action')
    await auditee.getByLabel('Action', { exact: true }).fill('Évaluer chaque objectif en salle')
    await auditee.getByLabel('Cause').fill('L’évaluation attendait le retour au bureau.')
    await auditee.getByLabel('Ce que l’on fait').fill('Une grille par objectif, le dernier jour.')
    await presser(auditee, 'Ouvrir l’action')
    expect(await principal(auditee)).toContain('en cours')
    await suivre(auditee, 'Voir ces accès et leurs lectures')
    const dit = await principal(auditee)
    expect(dit).toContain('l’archive des preuves')
    expect(dit).toContain('Une auditrice, Certificateur de l’Ouest')
    await sain(auditee, 'lectures')
    await pair.goto(`${mission}/points/11`)
    expect(await pair.getByRole('button', { name: /fiche/ }).count()).toBe(0)
  })
})

describe('un audit réel, au téléphone, sans script', () => {
  it('s’ouvre sur les dossiers que l’auditeur choisit ; son lien n’en sert que les preuves', async () => {
    const envoyer = envoyeur(auditee, instance.origine)
    const neuf = await envoyer('/qualite/audits/nouveau', {
      genre: 'surveillance',
      auditLe: dire(60),
      depuis: dire(-200),
      categories: 'AF',
      duree: '7 h',
      beneficiaires: '2',
    })
    const reel = neuf.split('?')[0] ?? ''
    await auditee.goto(reel)
    await suivre(auditee, /ouvrir les dossiers choisis/)
    await sain(auditee, 'choisir')
    await presser(auditee, 'Ouvrir ces dossiers à l’auditeur')
    expect(await principal(auditee)).toContain('Cochez au moins un stagiaire')
    await auditee.locator('input[name=dossiers]').first().check()
    await presser(auditee, 'Ouvrir ces dossiers à l’auditeur')
    expect(await principal(auditee)).toContain('Les dossiers sont ouverts')
    await auditee.goto(reel)
    expect(await principal(auditee)).toContain('dossiers choisis par l’auditeur')
    await sain(auditee, 'reel')
    // Ce que nous en pensons, écrit sur le même audit, ne passe pas la porte.
    await envoyer(`${reel}/points/4`, {
      rang: '1',
      conclusion: 'majeure',
      constat: 'Constat qui reste entre nous',
      risque: 'Péril qui reste entre nous',
      secondes: '',
    })
    await auditee.goto(`${reel}/points/4`)
    expect(await principal(auditee)).toContain('Constat qui reste entre nous')
    await auditee.goto(`${reel}/regards`)
    await auditee.getByLabel('À qui').selectOption('externe')
    await auditee.getByLabel('Nom de l’auditeur').fill('Une auditrice, Certificateur de l’Ouest')
    await auditee.getByLabel('Dernier jour').fill(dire(20))
    await auditee.getByLabel('La coopérative consent').check()
    await presser(auditee, 'Confier le rôle de l’auditeur')
    const porte = new URL(
      /http:[^\s"<]+\/auditer\/[\w-]{43}/.exec(await auditee.content())?.[0] ?? 'http://x/',
    ).pathname
    const dehors = await navigateur.ouvrirPage({
      largeur: 360,
      hauteur: 800,
      script: false,
      origine: instance.origine,
    })
    expect(await lireLaPorte(dehors, porte, /reste entre nous/)).toBeGreaterThan(10)
    expect(await dehors.locator('form[method=post]').count()).toBe(0)
    await dehors.goto(porte)
    await sain(dehors, 'porte')
  })
})

describe('la veille du pôle, reprise chez soi', () => {
  it('se partage d’une coopérative, se reprend et se décide dans l’autre', async () => {
    await auditee.goto('/poles')
    await auditee.locator('main a[href^="/poles/0"]').first().click()
    await suivre(auditee, 'la lire, la nourrir')
    await sain(auditee, 'veille-pole')
    await presser(auditee, 'Partager cette source')
    await sain(auditee, 'veille-a-reprendre')
    await auditee.getByLabel('Veille', { exact: true }).selectOption('legale')
    await auditee.getByLabel('De quoi il s’agit').fill('Un décret sur les violences en formation')
    await auditee.getByLabel('Source', { exact: true }).fill('https://www.legifrance.gouv.fr/exemple')
    await auditee.getByLabel('Parue le').fill(dire(-3))
    await auditee.getByLabel('Ce qu’elle dit').fill('Une procédure écrite, remise à chaque stagiaire.')
    await presser(auditee, 'Partager cette source')
    await sain(auditee, 'veille-partagee')
    await pair.goto('/qualite/veille')
    await sain(pair, 'veille-chez-nous')
    await presser(pair, /Reprendre chez nous.*Un décret sur les violences/)
    await sain(pair, 'veille-ligne')
    await pair.goto('/qualite/veille')
    expect(await principal(pair)).toContain('à décider')
    await pair.goto('/qualite/sous-traitance')
    await sain(pair, 'sous-traitance')
  })
  it('les liens d’un recueil se remettent en main propre', async () => {
    await auditee.goto('/questionnaires')
    await auditee.locator('main a[href^="/questionnaires/recueils/"]').first().click()
    await suivre(auditee, 'Imprimer des liens à remettre en main propre')
    await sain(auditee, 'liens')
    expect(await principal(auditee)).toContain('Liens à remettre')
  })
})

describe('au bureau, avec script', () => {
  it('le chronomètre compte le temps qu’on met à montrer la preuve', async () => {
    const page = await navigateur.ouvrirPage({ script: true, origine: instance.origine, largeur: 1366 })
    await page.context().addCookies(await auditee.context().cookies())
    const envoyer = envoyeur(auditee, instance.origine)
    const neuf = (
      await envoyer('/qualite/audits/nouveau', {
        genre: 'initial',
        auditLe: dire(60),
        depuis: dire(-200),
        categories: 'AF',
        duree: '7 h',
        beneficiaires: '1',
      })
    ).split('?')[0]
    await envoyer(neuf ?? '', { geste: 'geler' })
    await envoyer(neuf ?? '', { geste: 'ouvrir' })
    await page.goto(`${neuf}/points/4`)
    await page.getByRole('button', { name: /chronomètre/i }).click()
    await expect
      .poll(() => page.getByLabel('Temps pour montrer la preuve').inputValue(), { timeout: 120_000 })
      .toMatch(/^[1-9]/)
    await page.getByRole('button', { name: /arrêter/i }).click()
    await page.getByLabel('rien à redire').check()
    await page.getByLabel('Constat').fill('Le recueil est montré.')
    await sain(page, 'chrono', 1366)
    await page.getByRole('button', { name: 'Écrire la fiche' }).click()
    expect(await principal(page)).toMatch(/1 fiche sur/)
    await page.goto(neuf ?? '')
    await sain(page, 'ouvert', 1366)
  })
})
