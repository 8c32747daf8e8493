/**
 * L’auditeur choisit une action de l’entrepreneure la moins soigneuse. Aux Tisserands, par les pages : la responsable voit d’abord où est le
 * risque ; elle ouvre l’action demandée ; par son lien, l’auditeur lit ce qui est prouvé, et rien de ce qui est seulement déclaré, rien de ce
 * que la coopérative en pense, rien d’une autre enseigne.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { motDePasseDemo } from '#app/demo/comptes.ts'
import { inscrireAuRegistre, offertAuRegistre } from '#app/demo/langue-et-lien-qualite.ts'
import { agirPour } from '#app/demo/les-tisserands-vie.ts'
import { chemin, devantUnAppareil, enClair, entrer, type Personne, uniques } from '#app/demo/rejouer.ts'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { servirInstance } from '../parcours/instance.ts'

// Le terme d’un accès se juge à l’heure de la base, qui est la vraie.
const dire = (ecart: number) =>
  formaterDate(ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), ecart), 'chiffres')
const enTexte = (html: string) =>
  enClair((/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ')).replaceAll(/\s+/g, ' ')

let instance: Awaited<ReturnType<typeof servirInstance>>
let claire: Personne
let porte = ''
const servi = new Map<string, string>()

/** Envoie un formulaire et lit ce que la page répond, d’une connexion à soi. */
const poster = async (url: string, champs: Readonly<Record<string, string>>): Promise<string> => {
  let cookie = ''
  const demander = async (ou: string, corps: Readonly<Record<string, string>>) => {
    const r = await instance.app.fetch(
      new Request(`${instance.origine}${ou}`, {
        method: 'POST',
        body: new URLSearchParams(corps),
        headers: { cookie, origin: instance.origine },
        redirect: 'manual',
      }),
      {},
    )
    cookie =
      r.headers
        .getSetCookie()
        .find((l) => l.includes('coforme='))
        ?.split(';')[0] ?? cookie
    return r
  }
  await demander('/connexion', { courriel: 'claire@les-tisserands.example', motDePasse: motDePasseDemo })
  return (await demander(url, champs)).text()
}

/** Ce qui arrive à l’enseigne pour laquelle on agit, et la suite qu’on y donne. */
const recevoir = async (genre: string, objet: string, suites: readonly string[]): Promise<void> => {
  const affaires = async () =>
    uniques(await claire.lire('/qualite/evenements'), /href="(\/qualite\/evenements\/[0-9a-f-]{36})"/g)
  const avant = await affaires()
  await claire.envoyer('/qualite/evenements/nouveau', {
    genre,
    auteur: 'stagiaire',
    objet,
    recuLe: dire(-10),
    recit: 'Dite un soir, après l’atelier, à la personne qui l’animait.',
  })
  const [neuve = ''] = (await affaires()).filter((a) => !avant.includes(a))
  expect(neuve, objet).not.toBe('')
  for (const suite of suites)
    await claire.envoyer(neuve, {
      genre: suite,
      le: dire(-9),
      texte: 'La salle est rendue au calme, et on l’a redit.',
    })
}

beforeAll(async () => {
  instance = await servirInstance(undefined, { demonstration: true })
  claire = await entrer(instance.app as never, instance.origine, 'claire@les-tisserands.example')
})
afterAll(async () => {
  await instance?.fermer()
})

describe('l’action de l’entrepreneure la moins soigneuse', () => {
  test('la responsable la voit avant l’auditeur : la couverture met la même personne, et la même enseigne, en tête', async () => {
    const premiere = async (par: string) =>
      /<tbody[^>]*>\s*<tr[^>]*>\s*<th[^>]*>([\s\S]*?)<\/th>/
        .exec(await claire.lire(`/qualite/couverture?par=${par}`))?.[1]
        ?.replaceAll(/<[^>]+>/g, '')
        .trim()
    expect([await premiere('intervenant'), await premiere('enseigne')]).toEqual([
      'Ismaël Fall',
      'Point de croix',
    ])
    expect(enTexte(await claire.lire('/habilitations'))).toMatch(/Ismaël Fall.{0,120}suspendue/)
  })

  test('elle ouvre le dossier que l’auditeur demande, et lui donne son lien', async () => {
    // Ce que chacune écrit : un CV déclaré, sans fichier ; une veille et une réunion d’une autre enseigne ; un constat interne.
    await inscrireAuRegistre(claire, 'cv', {
      titre: 'Version dite au téléphone',
      le: dire(-20),
      intervenant: await offertAuRegistre(claire, 'cv', 'Fall'),
      domaines: 'Couture et textile',
    })
    await agirPour(claire, 'Trame sonore')
    await inscrireAuRegistre(claire, 'reunion', {
      titre: 'Réunion qui n’est qu’à Trame sonore',
      le: dire(-10),
      participants: 'Bastien Lourdel, Gwenn Salaün',
      decisions: 'Le studio se réserve désormais une semaine d’avance, et se rend rangé.',
    })
    await inscrireAuRegistre(claire, 'risque', {
      titre: 'Risque qui n’est qu’à Trame sonore',
      le: dire(-10),
      niveau: 'eleve',
      mesure: 'Une seconde personne sait monter, et garde une copie des sons chaque soir.',
    })
    await recevoir('reclamation', 'Réclamation qui n’est qu’à Trame sonore', ['accuse', 'reponse', 'cloture'])
    await recevoir('signalement', 'Signalement qui n’est qu’à Trame sonore', ['mesure'])
    await agirPour(claire)
    const audit = chemin(
      await claire.envoyer('/qualite/audits/nouveau', {
        genre: 'surveillance',
        auditLe: dire(60),
        depuis: dire(-390),
        categories: 'AF',
        anciens: '',
        duree: '7 h',
        parCategorie: '',
        beneficiaires: '1',
      }),
    )
    const choix = await claire.lire(`${audit}/dossiers?q=${encodeURIComponent('Gaïa Tréguer')}`)
    expect(enTexte(choix)).toContain('Ismaël Fall')
    const [dossier = ''] = uniques(choix, /name="dossiers"[^>]*value="([^"]+)"/g)
    await claire.envoyer(`${audit}/dossiers`, { dossiers: dossier })
    await claire.envoyer(`${audit}/points/4`, {
      rang: '1',
      conclusion: 'majeure',
      constat: 'Constat qui reste entre nous',
      risque: 'Péril qui reste entre nous',
      secondes: '',
    })
    // Le lien ne se montre qu’une fois, dans la réponse même.
    const confie = await poster(`${audit}/regards`, {
      genre: 'externe',
      pair: '',
      nom: 'Une auditrice, Certificateur de l’Ouest',
      finalite: 'Audit de surveillance de la coopérative.',
      expireLe: dire(20),
      consentement: 'on',
    })
    porte = /\/auditer\/[\w-]{43}/.exec(confie)?.[0] ?? ''
    expect(porte, enTexte(confie)).not.toBe('')
  })

  test('par ce lien, sans compte, l’auditeur lit ce dossier, point par point', async () => {
    const dehors = devantUnAppareil(instance.app as never, instance.origine)
    const dossiers = await dehors.lire(porte)
    servi.set('dossiers', dossiers)
    expect(enTexte(dossiers)).toContain('Gaïa Tréguer')
    const points = uniques(dossiers, /\/points\/(\d+|marque|affichage)"/g)
    expect(points.length).toBeGreaterThan(20)
    for (const p of points) servi.set(p, await dehors.lire(`${porte}/points/${p}`))
    // La feuille n’est pas close : la présence n’est pas une preuve de suivi, et la page ne la montre pas comme telle.
    expect(enTexte(servi.get('10') ?? '')).toContain('À montrer sur place')
  })

  test('ce qui est déclaré n’y est pas une preuve, ni ce qui manque', () => {
    const lu = [...servi.values()].map(enTexte).join('\n')
    expect(lu).not.toContain('Version dite au téléphone')
    // Ismaël a dit la convention signée, et rien n’en est revenu : ni jour, ni papier ne se montrent.
    expect(lu).not.toMatch(/Signée le|papier signé/)
    expect(lu).not.toMatch(/déclaré, à appuyer/)
  })

  test('d’une réclamation d’une autre enseigne, l’auditeur lit qu’elle fut traitée, et rien de plus ; d’un signalement, rien', () => {
    const [reclamations, signalements] = ['31', '12'].map((p) => enTexte(servi.get(p) ?? ''))
    expect(reclamations).toContain('d’une autre enseigne')
    expect(reclamations).toContain('Reçue le')
    expect(signalements).not.toContain('signalement, ')
    expect(signalements).not.toMatch(
      /Un signalement de violences.{0,200}Reçue le|un signalement.{0,80}Reçue le/,
    )
  })

  test('le règlement qu’Ismaël dit avoir remis de la main à la main n’est pas une preuve', () => {
    expect(enTexte(servi.get('9') ?? '')).not.toMatch(/main propre/)
  })

  test('ni constat interne, ni ce qu’une autre enseigne tient, ni personne d’autre', () => {
    const dires = [...servi].map(([p, html]) => [p, enTexte(html)] as const)
    const interdits =
      /entre nous|écart|majeure|mineure|manquant|n’est qu’à|Trame sonore|La Navette|Fil à plomb|Ourlet numérique|Chaîne et climat|Salomé|Bastien|Morgane|Anaëlle|Capucine|Nolwenn|Armelle|Médias du Ponant|habilitation.{0,40}suspendue/i
    expect(
      dires.flatMap(([p, t]) => (interdits.test(t) ? [`${p} : ${interdits.exec(t)?.[0]}`] : [])),
    ).toEqual([])
  })
})
