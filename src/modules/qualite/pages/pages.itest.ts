// Long parce que toutes les pages de la qualité y parlent de la même coopérative.
/** Les pages de la qualité sur une vraie base : ce qu’elles montrent, ce qu’elles gardent, et à qui elles se refusent. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import { moduleQuestionnaires } from '#modules/questionnaires/index.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { pdfDEssai } from '../../../../test/pdf-d-essai.ts'
import { contributionsQualite } from '../contributions/qualite.tsx'
import { lireContenus } from '../db/contenus.queries.ts'
import { classerSupport } from '../gestes/classer-support.ts'
import { fermerLesProtegees } from '../gestes/tenir-affaire.ts'
import { classerReprise } from '../gestes/tenir-registre.ts'
import { qualite } from '../module.ts'
import { type Complet, cadreComplet, poserComplet } from '../test/complet.ts'

const base = await baseNeuve()
const [a, b] = [
  await base.maintenance((tx) => poserComplet(tx)),
  await base.maintenance((tx) => poserComplet(tx)),
]
const essai = testServices()
let qui: { c: Complet; personne: PersonneId; roles: readonly string[] } = {
  c: a,
  personne: a.comptes.maiwenn,
  roles: ['responsable'],
}
const { app } = pagesDevant(
  {
    ...essai,
    keys: keysFromSeed('qualite'),
    clock: { now: () => new Date('2026-11-24T10:00:00Z') },
    db: {
      ...essai.db,
      withTenant: (_, work) => base.enTantQue(qui.c.organisme, { personne: qui.personne }, work),
    },
  },
  [moduleQuestionnaires(), qualite],
  () => ({
    personneId: qui.personne,
    organisme: { id: qui.c.organisme, code: 'essai', nom: 'Essai' },
    roles: qui.roles,
  }),
)
const comme = (roles: readonly string[], personne: PersonneId = a.comptes.maiwenn) => {
  qui = { c: a, personne, roles }
}
const lire = async (url: string) => {
  const r = await app.request(`http://localhost:3000${url}`)
  return { status: r.status, texte: (await r.text()).replace(/\s+/g, ' ') }
}
const envoyer = async (url: string, champs: Readonly<Record<string, string | readonly string[]>>) => {
  const corps = new URLSearchParams()
  for (const [nom, v] of Object.entries(champs))
    for (const x of typeof v === 'string' ? [v] : v) corps.append(nom, x)
  const r = await app.request(`http://localhost:3000${url}`, {
    method: 'POST',
    body: corps,
    headers: { origin: 'http://localhost:3000' },
  })
  return {
    status: r.status,
    vers: r.headers.get('location') ?? '',
    texte: (await r.text()).replace(/\s+/g, ' '),
  }
}
/** Les tables de la qualité et le journal qui disent ces mots en clair : un texte, un jsonb. */
const enClair = async (mots: RegExp): Promise<string[]> =>
  base.maintenance(async (tx) => {
    const ou: string[] = []
    for (const table of ['qualite.affaire', 'qualite.suite', 'qualite.lecture', 'journal.geste']) {
      const { rows } = await sql<{ l: unknown }>`select to_jsonb(t) as l from ${sql.table(table)} t`.execute(
        tx,
      )
      if (rows.some((r) => mots.test(JSON.stringify(r.l)))) ou.push(table)
    }
    return ou
  })
const parcours = (c: Complet) => `/sessions/${c.session}/inscriptions/${c.inscriptions[0]}/parcours`
const entree = {
  rang: '1',
  recueilliLe: '10/10/2026',
  besoin: 'Tenir l’accueil de nuit',
  prerequis: 'verifies',
  positionneLe: '12/10/2026',
  moyen: 'test',
  resultat: 'A2',
  decision: 'adapter',
  decisionDetail: 'Deux jeux de rôle',
}

describe('la grille', () => {
  it('dit les états en lettres, sans jamais dire « conforme »', async () => {
    comme(['responsable'])
    const { status, texte } = await lire('/qualite')
    expect(status).toBe(200)
    expect(texte).toMatch(/<h1>(Vingt|Trente)[^<]+ indicateurs, [^<]+ prouvés<\/h1>/)
    expect(texte).not.toMatch(/conforme[^s]/i)
  })
  it('change avec le jour demandé, et répond par une phrase avant toute grille', async () => {
    comme(['responsable'])
    expect((await lire('/qualite?audit=2026-10-31')).texte).toContain('2019-565')
    expect((await lire('/qualite?audit=2026-11-01')).texte).toContain('2026-728')
    // Ce que la grille d’un jour ouvre est de ce jour : la page de 2026 n’est pas sous la V9.
    const change = 'Changé au 1ᵉʳ novembre 2026'
    const v9 = (await lire('/qualite?audit=2026-10-31')).texte
    expect(v9).not.toContain(change)
    const ouverts = new Set(
      [...v9.matchAll(/\/qualite\/indicateurs\/(\d+)\?audit=2026-10-31/g)].map((x) => x[1]),
    )
    expect(ouverts.size).toBeGreaterThan(20)
    const dits: unknown[] = []
    for (const n of [...ouverts].filter((_, i) => i % 3 === 0)) {
      expect((await lire(`/qualite/indicateurs/${n}?audit=2026-10-31`)).texte, n).not.toContain(change)
      if ((await lire(`/qualite/indicateurs/${n}?audit=2026-11-01`)).texte.includes(change)) dits.push(n)
    }
    expect(dits.length).toBeGreaterThan(1)
    expect(await lire('/qualite?audit=2020-01-01')).toMatchObject({
      status: 422,
      texte: expect.stringContaining('8 mars 2024'),
    })
    expect((await lire(`/qualite?audit=${'9'.repeat(500)}&ouvert=__proto__`)).status).toBe(200)
  })
  it('se garde un cadre, et le refuse quand ses dates se contredisent', async () => {
    comme(['responsable'])
    const cadre = {
      genre: 'surveillance',
      auditLe: '26/01/2027',
      depuis: '01/01/2026',
      categories: ['AF', 'CFA'],
      situation: ['sous-traitance'],
    }
    expect(await envoyer('/qualite/cadre', { ...cadre, depuis: '01/02/2027' })).toMatchObject({
      status: 422,
      texte: expect.stringContaining('vient avant l’audit'),
    })
    expect((await envoyer('/qualite/cadre', cadre)).status).toBe(303)
    expect((await lire('/qualite')).texte).toContain('Trente-trois indicateurs')
  })
  it('s’exporte, nomme qui agit, se couvre par chaque axe, et ouvre le dossier d’une session', async () => {
    comme(['responsable'])
    await base.maintenance((tx) =>
      sql`delete from documents.piece where genre = 'convocation' and objet_id = ${a.inscriptions[0]}`.execute(
        tx,
      ),
    )
    expect((await lire('/qualite.csv')).texte).toContain('9a')
    expect((await lire('/qualite/a-faire')).texte).toContain('Nadia X')
    expect((await lire('/qualite/a-faire.csv')).texte).toContain('La convocation')
    expect((await lire('/qualite/indicateurs/9')).texte).toContain('aucune convocation')
    // Ce qui le rend attendu, ce que 2026 y change, et ce dont on doute.
    const douze = (await lire('/qualite/indicateurs/12')).texte
    for (const dit of [
      'Condition.',
      'Changé au 1ᵉʳ novembre 2026.',
      'À confirmer.',
      'Le seuil de deux jours',
    ])
      expect(douze).toContain(dit)
    expect((await lire('/qualite/indicateurs/9/trous.csv')).texte).toContain('aucune convocation')
    expect((await lire(`/qualite/sessions/${a.session}`)).texte).toContain('aucune convocation')
    for (const axe of ['intervenant', 'enseigne', 'lieu', 'categorie', 'sous-traitant', 'x'])
      expect((await lire(`/qualite/couverture?par=${axe}`)).texte, axe).toContain('9 (')
    expect((await lire('/qualite/couverture.csv?par=lieu')).texte).toContain('Le Chapeau-Rouge')
  })
})

describe('conclure sur un indicateur', () => {
  it('se signe, se date, et ne vaut pas plus d’un an', async () => {
    comme(['responsable'])
    const conclusion = { etat: 'prouve', motif: 'Trois déroulés relus avec Inès.', vautJusqu: '30/06/2027' }
    expect(await envoyer('/qualite/indicateurs/6', { ...conclusion, vautJusqu: '25/11/2027' })).toMatchObject(
      { status: 422, texte: expect.stringContaining('un an au plus') },
    )
    expect((await envoyer('/qualite/indicateurs/6', { ...conclusion, motif: 'oui' })).status).toBe(422)
    expect((await envoyer('/qualite/indicateurs/6', conclusion)).status).toBe(303)
    const { texte } = await lire('/qualite/indicateurs/6')
    expect(texte).toContain('Jugé par Maïwenn X')
  })
})

describe('les registres', () => {
  it('inscrivent, révisent sans effacer, retirent ; deux révisions d’une même page ne passent pas', async () => {
    comme(['assistant'], a.comptes.nadia)
    const ligne = {
      rang: '0',
      titre: 'Rentrée',
      le: '01/10/2026',
      participants: 'Inès, Tom',
      decisions: 'Un test plus court',
    }
    expect(await envoyer('/qualite/registres/reunion/nouvelle', { ...ligne, decisions: '' })).toMatchObject({
      status: 422,
    })
    expect(
      await envoyer('/qualite/registres/reunion/nouvelle', { ...ligne, le: '25/11/2026' }),
    ).toMatchObject({ status: 422, texte: expect.stringContaining('à venir') })
    const jeton = newId()
    expect((await envoyer('/qualite/registres/reunion/nouvelle', { ...ligne, _jeton: jeton })).status).toBe(
      303,
    )
    expect((await envoyer('/qualite/registres/reunion/nouvelle', { ...ligne, _jeton: jeton })).status).toBe(
      303,
    )
    const { texte } = await lire('/qualite/registres/reunion?q=rentree')
    const adresse = /href="(\/qualite\/registres\/reunion\/lignes\/[0-9a-f-]{36})"/.exec(texte)?.[1] ?? ''
    expect(texte.match(/>Rentrée</g)).toHaveLength(1)
    expect((await envoyer(adresse, { ...ligne, rang: '1', decisions: 'Un test plus long' })).status).toBe(303)
    expect((await envoyer(adresse, { ...ligne, rang: '1', decisions: 'Autre chose' })).status).toBe(409)
    const page = (await lire(adresse)).texte
    expect(page).toContain('Un test plus court')
    expect(page).toContain('Un test plus long')
    expect((await envoyer(adresse, { ...ligne, rang: '2', geste: 'retirer' })).status).toBe(303)
    expect((await lire('/qualite/registres/reunion?q=rentree')).texte).toContain('Aucune ligne ne dit cela')
  })
  it('refusent une session inconnue, un intervenant d’ailleurs, un genre inventé', async () => {
    comme(['responsable'])
    const contrat = {
      rang: '0',
      titre: 'Contrat',
      le: '01/10/2026',
      session: 'S-1999-001',
      clauses: ['prix'],
      indicateurs: '9',
    }
    expect(await envoyer('/qualite/registres/contrat-sous-traitance/nouvelle', contrat)).toMatchObject({
      status: 422,
      texte: expect.stringContaining('Aucune session ne porte ce numéro'),
    })
    // Un contrat-cadre ne nomme aucune session, et dit son terme.
    const cadre = { ...contrat, session: '' }
    expect(await envoyer('/qualite/registres/contrat-sous-traitance/nouvelle', cadre)).toMatchObject({
      status: 422,
      texte: expect.stringContaining('d’un contrat-cadre, jusqu’à quand il vaut'),
    })
    expect(
      (
        await envoyer('/qualite/registres/contrat-sous-traitance/nouvelle', {
          ...cadre,
          expireLe: '30/06/2027',
        })
      ).status,
    ).toBe(303)
    expect(
      (
        await envoyer('/qualite/registres/cv/nouvelle', {
          rang: '0',
          titre: 'V1',
          le: '01/10/2026',
          intervenant: b.tom,
          domaines: 'x',
        })
      ).status,
    ).toBe(422)
    expect((await lire('/qualite/registres/constructor')).status).toBe(404)
    expect((await lire(`/qualite/registres/cv/lignes/${newId()}`)).status).toBe(404)
  })
  it('une action liée à un indicateur ne se clôt pas tant qu’un trou est né après elle', async () => {
    comme(['responsable'])
    await base.maintenance((tx) =>
      sql`delete from documents.piece where genre = 'certificat-realisation' and objet_id = ${a.inscriptions[0]}`.execute(
        tx,
      ),
    )
    const action = {
      rang: '0',
      titre: 'Émettre à temps',
      membre: a.comptes.hanh,
      le: '01/09/2026',
      origine: 'trou',
      indicateur: '11',
      cause: 'Oubli',
      correction: 'Un rappel',
      closeLe: '20/11/2026',
      effet: 'Plus un',
    }
    expect(await envoyer('/qualite/registres/action/nouvelle', action)).toMatchObject({
      status: 409,
      texte: expect.stringContaining('ne se clôt pas encore'),
    })
    expect(
      (await envoyer('/qualite/registres/action/nouvelle', { ...action, indicateur: '17' })).status,
    ).toBe(303)
  })
})

describe('le parcours d’un stagiaire', () => {
  it('garde l’entrée et sa suite ; une seconde page ouverte ne l’écrase pas', async () => {
    comme(['assistant'], a.comptes.nadia)
    expect(await envoyer(parcours(a), { ...entree, decision: '' })).toMatchObject({
      status: 422,
      texte: expect.stringContaining('Dites la suite donnée'),
    })
    expect((await envoyer(parcours(a), entree)).status).toBe(303)
    expect((await envoyer(parcours(a), entree)).status).toBe(409)
    expect((await lire(parcours(a))).texte).toContain('Deux jeux de rôle')
    expect(
      (
        await envoyer(`${parcours(a)}/suivi`, {
          suiviLe: '12/11/2026',
          genre: 'ajustement',
          texte: 'Deux jeux de rôle faits',
        })
      ).status,
    ).toBe(303)
    expect(
      (await envoyer(`${parcours(a)}/suivi`, { suiviLe: '12/12/2026', genre: 'point', texte: 'À venir' }))
        .status,
    ).toBe(422)
  })
  it('le formateur écrit sur sa session, pas sur celle d’un autre', async () => {
    comme(['formateur'], a.comptes.tom)
    expect(
      (
        await envoyer(`${parcours(a)}/suivi`, {
          suiviLe: '11/11/2026',
          genre: 'point',
          texte: 'Vu en fin de journée',
        })
      ).status,
    ).toBe(303)
    expect(
      (
        await envoyer(`/sessions/${a.confiee}/inscriptions/${a.abandon}/parcours/suivi`, {
          suiviLe: '11/11/2026',
          genre: 'point',
          texte: 'Pas à moi',
        })
      ).status,
    ).toBe(403)
  })
})

describe('ce qui arrive', () => {
  const recit = 'Il m’a suivie jusqu’à l’arrêt de bus.'
  const dans = {
    recuLe: '20/11/2026',
    auteur: 'stagiaire',
    objet: 'Un fait grave en fin de journée',
    session: 'S-2026-001',
    recit,
  }
  const lien = /href="(\/qualite\/evenements\/[0-9a-f-]{36})"/
  it('un signalement : chiffré, ouvert à la seule direction, et l’essai des autres reste écrit', async () => {
    comme(['formateur'], a.comptes.tom)
    expect((await envoyer('/qualite/evenements/nouveau', { ...dans, genre: 'signalement' })).status).toBe(303)
    const { texte } = await lire('/qualite/evenements')
    expect(texte).toContain('contenu restreint')
    expect(texte).not.toContain('fait grave')
    // Ni la session ni qui a parlé : à deux, ce serait nommer.
    const [restreinte = ''] =
      texte.match(/<tr>(?:(?!<\/tr>).)*contenu restreint(?:(?!<\/tr>).)*<\/tr>/s) ?? []
    expect(restreinte).not.toMatch(/S-2026|stagiaire|Tom/)
    const adresse = lien.exec(texte)?.[1] ?? ''
    expect(await envoyer(`${adresse}/recit`, {})).toMatchObject({
      status: 403,
      texte: expect.stringContaining('registre des lectures'),
    })
    const { rows } = await base.maintenance((tx) =>
      sql<{ recit: Buffer }>`select recit from qualite.affaire where par = ${a.comptes.tom}`.execute(tx),
    )
    expect(rows[0]?.recit.includes(Buffer.from('arrêt de bus'))).toBe(false)
    expect(await enClair(/fait grave|arrêt de bus/)).toEqual([])
    comme(['responsable'])
    expect((await lire('/qualite/a-faire')).texte).not.toContain('un signalement n’a pas de mesure')
    expect((await envoyer(`${adresse}/recit`, {})).texte).toContain('arrêt de bus')
    const page = (await lire(adresse)).texte
    expect(page).toContain('refusé, sans en avoir le droit')
    expect(page).toContain('Tom X')
    expect(page).not.toContain('arrêt de bus')
    expect((await lire('/qualite/evenements.csv')).texte).not.toContain('arrêt de bus')
    expect(await envoyer(adresse, { genre: 'cloture', le: '21/11/2026', texte: 'Close' })).toMatchObject({
      status: 422,
      texte: expect.stringContaining('On clôt après'),
    })
    expect(
      (await envoyer(adresse, { genre: 'mesure', le: '21/11/2026', texte: 'Horaires séparés' })).status,
    ).toBe(303)
    expect(await enClair(/Horaires séparés/)).toEqual([])
    expect((await lire(adresse)).texte).not.toContain('Horaires séparés')
    expect((await envoyer(`${adresse}/recit`, {})).texte).toMatch(
      /Un fait grave en fin de journée.*Horaires séparés/,
    )
  })
  it('un signalement confié hors de la direction : elle sait qu’il existe, rien de plus ; la personne choisie le traite', async () => {
    comme(['formateur'], a.comptes.tom)
    const neuf = { ...dans, objet: 'Ce que la direction a fait', genre: 'signalement' }
    const nouveau = '/qualite/evenements/nouveau'
    expect((await lire(nouveau)).texte).toContain(`value="${a.comptes.ines}"`)
    expect((await lire(nouveau)).texte).not.toContain(`value="${a.comptes.maiwenn}"`)
    for (const refuse of [a.comptes.maiwenn, newId()])
      expect((await envoyer(nouveau, { ...neuf, confieA: refuse })).status).toBe(422)
    expect((await envoyer(nouveau, { ...neuf, genre: 'alea', confieA: a.comptes.ines })).status).toBe(422)
    expect((await envoyer(nouveau, { ...neuf, confieA: a.comptes.ines })).status).toBe(303)
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from qualite.affaire where confie_a = ${a.comptes.ines}`.execute(tx),
    )
    const adresse = `/qualite/evenements/${rows[0]?.id}`
    comme(['responsable'])
    const page = (await lire(adresse)).texte
    expect(page).toContain('confié hors de la direction')
    expect(page).not.toMatch(/Ce que la direction|S-2026-001|Donner une suite|Tom X|Inès/)
    expect(await envoyer(`${adresse}/recit`, {})).toMatchObject({
      status: 403,
      texte: expect.stringContaining('seule la personne choisie'),
    })
    expect((await envoyer(adresse, { genre: 'mesure', le: '21/11/2026', texte: 'Étouffer' })).status).toBe(
      403,
    )
    comme(['responsable-pedagogique'], a.comptes.ines)
    expect((await lire('/qualite/evenements')).texte).toContain('vous est confié')
    expect((await envoyer(`${adresse}/recit`, {})).texte).toMatch(/Ce que la direction a fait.*arrêt de bus/)
    expect((await lire(adresse)).texte).toContain('refusé, sans en avoir le droit')
    expect(
      (await envoyer(adresse, { genre: 'mesure', le: '21/11/2026', texte: 'Saisir le CSE' })).status,
    ).toBe(303)
    const visiteur = {
      personneId: a.comptes.ines,
      roles: ['responsable-pedagogique'],
      organisme: { id: a.organisme },
    }
    const aFaire = await base.enTantQue(a.organisme, { personne: a.comptes.ines }, async (tx) =>
      contributionsQualite.aFaire?.(tx, { visiteur, maintenant: new Date('2026-11-24T09:00:00Z') } as never),
    )
    expect(aFaire?.map((x) => x.chose)).toContain('un signalement qui vous est confié')
    comme(['responsable'])
    const suivie = (await lire(adresse)).texte
    expect(suivie).toContain('en cours')
    expect(suivie).not.toMatch(/Inès|Tom X/)
    // Le journal, que la direction lit, n’en dit rien : ni qui a signalé, ni qui traite.
    const gestes = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from journal.geste where objet_id = ${rows[0]?.id}`.execute(tx),
    )
    expect(gestes.rows[0]?.n).toBe(0)
    expect(await enClair(/Ce que la direction a fait|Saisir le CSE/)).toEqual([])
    // Ni la grille, ni la photo de l’audit, ni l’auditeur n’en nomment qui le suit.
    const contenus = await base.enTantQue(a.organisme, { personne: a.comptes.maiwenn }, (tx) =>
      lireContenus(tx, [{ code: '12d', objet: rows[0]?.id ?? '' }]),
    )
    expect([...contenus.values()].map((x) => [x.par, x.contenu.length])).toEqual([[null, 2]])
  })
  it('un signalement confié ne se perd pas : il passe à une autre personne, et la direction ne le lit que s’il ne reste personne', async () => {
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from qualite.affaire where confie_a = ${a.comptes.ines}`.execute(tx),
    )
    const adresse = `/qualite/evenements/${rows[0]?.id}`
    const passer = (confieA: string) =>
      envoyer(adresse, { genre: 'confie', le: '22/11/2026', confieA, texte: 'Inès est partie' })
    const partir = (compte: PersonneId) =>
      base.maintenance((tx) =>
        sql`update compte.adhesion set au = '2026-11-20' where organisme_id = ${a.organisme} and compte_id = ${compte}`.execute(
          tx,
        ),
      )
    const lisent = async (...qui: readonly (readonly [string, PersonneId])[]) => {
      const lus: string[] = []
      for (const [role, personne] of qui) {
        comme([role], personne)
        if ((await envoyer(`${adresse}/recit`, {})).texte.includes('Ce que la direction a fait'))
          lus.push(role)
      }
      return lus
    }
    const tous = [
      ['responsable', a.comptes.maiwenn],
      ['assistant', a.comptes.nadia],
      ['formateur', a.comptes.tom],
    ] as const
    comme(['formateur'], a.comptes.tom)
    expect((await passer(a.comptes.nadia)).status).toBe(403)
    await partir(a.comptes.ines)
    expect(await lisent(...tous)).toEqual([])
    comme(['formateur'], a.comptes.tom)
    expect((await lire(adresse)).texte).toContain('n’est plus de l’équipe')
    for (const refuse of [a.comptes.maiwenn, a.comptes.ines, newId(), ''])
      expect((await passer(refuse)).status, refuse).toBe(422)
    expect(
      (await envoyer(adresse, { genre: 'mesure', le: '22/11/2026', texte: 'Tom ne le traite pas' })).status,
    ).toBe(422)
    expect((await passer(a.comptes.nadia)).status).toBe(303)
    expect(await lisent(...tous)).toEqual(['assistant'])
    await partir(a.comptes.nadia)
    await partir(a.comptes.tom)
    expect(await lisent(tous[0])).toEqual(['responsable'])
    await base.maintenance((tx) =>
      sql`update compte.adhesion set au = null where organisme_id = ${a.organisme}`.execute(tx),
    )
  })

  it('une adaptation : la référente lit et décide, le formateur n’en reçoit que la mesure', async () => {
    const pour = `?session=${a.session}&inscription=${a.inscriptions[0]}`
    const demande = {
      ...dans,
      genre: 'adaptation',
      objet: 'Adapter le parcours',
      recit: 'Une fatigue qui revient l’après-midi.',
    }
    comme(['assistant'], a.comptes.nadia)
    expect((await envoyer(`/qualite/evenements/nouveau${pour}`, demande)).status).toBe(403)
    comme(['referent-handicap'], a.comptes.ines)
    expect((await envoyer(`/qualite/evenements/nouveau${pour}`, demande)).status).toBe(303)
    const adresse =
      /href="(\/qualite\/evenements\/[0-9a-f-]{36})">Demande d’adaptation/.exec(
        (await lire('/qualite/evenements')).texte,
      )?.[1] ?? ''
    expect((await envoyer(`${adresse}/recit`, {})).texte).toContain('fatigue')
    expect((await envoyer(adresse, { genre: 'mise-en-oeuvre', le: '22/11/2026', texte: 'x y' })).status).toBe(
      422,
    )
    expect(
      (
        await envoyer(adresse, {
          genre: 'accorder',
          le: '22/11/2026',
          texte: 'Une pause toutes les quarante minutes',
        })
      ).status,
    ).toBe(303)
    comme(['responsable'])
    expect(await envoyer(`${adresse}/recit`, {})).toMatchObject({
      status: 403,
      texte: expect.stringContaining('registre des lectures'),
    })
    comme(['formateur'], a.comptes.tom)
    const page = (await lire(parcours(a))).texte
    expect(page).toContain('Une pause toutes les quarante minutes')
    expect(page).not.toContain('fatigue')
    expect((await lire(adresse)).status).toBe(404)
    comme(['referent-handicap'], a.comptes.ines)
    const apres = (await lire(adresse)).texte
    expect(apres).toContain('refusé, sans en avoir le droit')
    expect(apres).toMatch(/Tom X.*les mesures/)
    expect(await enClair(/pause toutes les|Adapter le parcours|fatigue/)).toEqual([])
  })
  it('la base refuse en clair les mots d’une affaire protégée', async () => {
    comme(['responsable'])
    const ici = <T>(work: Parameters<typeof base.enTantQue<T>>[2]) =>
      base.enTantQue(a.organisme, { personne: a.comptes.maiwenn }, work)
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string; activite: string }>`select id, activite_id as activite from qualite.affaire
        where organisme_id = ${a.organisme} and genre = 'signalement' limit 1`.execute(tx),
    )
    const [s] = rows
    if (!s) throw new Error('aucun signalement')
    expect(
      await codeSql(() =>
        ici((tx) =>
          sql`insert into qualite.affaire (id, activite_id, genre, auteur, objet, recit, recu_le, inscrit_le)
            values (${newId()}, ${s.activite}, 'signalement', 'equipe', 'Des coups', ${Buffer.alloc(40)}, '2026-11-01', now())`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('42501')
    expect(
      await codeSql(() =>
        ici((tx) =>
          sql`insert into qualite.suite (id, activite_id, affaire_id, genre, le, texte, inscrit_le)
            values (${newId()}, ${s.activite}, ${s.id}, 'mesure', '2026-11-02', 'Des coups', now())`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('42501')
  })
  it('ce qui fut écrit en clair avant cela se chiffre une nuit, et une tâche seule le lit', async () => {
    const id = newId()
    const keys = keysFromSeed('qualite')
    await base.maintenance(async (tx) => {
      await sql`insert into qualite.affaire (organisme_id, id, activite_id, genre, auteur, objet, recit, recu_le, inscrit_le)
        values (${a.organisme}, ${id}, ${a.activite}, 'signalement', 'equipe', 'Des gestes déplacés',
          ${Buffer.from(keys.encrypt('qualite.recit', id, Buffer.from('Jeudi soir.')))}, '2026-11-01', now())`.execute(
        tx,
      )
      await sql`insert into qualite.suite (organisme_id, id, activite_id, affaire_id, genre, le, texte, inscrit_le)
        values (${a.organisme}, ${newId()}, ${a.activite}, ${id}, 'mesure', '2026-11-02', 'Changés de groupe', now())`.execute(
        tx,
      )
    })
    comme(['responsable'])
    const ici = (personne: PersonneId | undefined) =>
      base.enTantQue(a.organisme, { ...(personne ? { personne } : {}) }, (tx) => fermerLesProtegees(tx, keys))
    expect(await ici(a.comptes.maiwenn)).toBe(0)
    expect(
      await base.enTantQue(a.organisme, { role: 'coforme_worker' }, (tx) => fermerLesProtegees(tx, keys)),
    ).toBe(1)
    expect(await enClair(/gestes déplacés|Changés de groupe/)).toEqual([])
    expect((await envoyer(`/qualite/evenements/${id}/recit`, {})).texte).toMatch(
      /Des gestes déplacés.*Jeudi soir.*Changés de groupe/,
    )
  })
  it('une réclamation se suit dans ses délais, et se clôt après sa réponse', async () => {
    comme(['assistant'], a.comptes.nadia)
    expect(
      (
        await envoyer('/qualite/evenements/nouveau', {
          ...dans,
          genre: 'reclamation',
          objet: 'Salle trop froide',
          recuLe: '25/11/2026',
        })
      ).status,
    ).toBe(422)
    expect(
      (
        await envoyer('/qualite/evenements/nouveau', {
          ...dans,
          genre: 'reclamation',
          objet: 'Salle trop froide',
          session: 'S-1999-001',
        })
      ).status,
    ).toBe(422)
    expect(
      (
        await envoyer('/qualite/evenements/nouveau', {
          ...dans,
          genre: 'reclamation',
          objet: 'Salle trop froide',
          recuLe: '02/11/2026',
        })
      ).status,
    ).toBe(303)
    const adresse = lien.exec((await lire('/qualite/evenements?q=froide')).texte)?.[1] ?? ''
    comme(['responsable'])
    // La ligne nomme la réclamation, par son objet et non par qui la fait, et sa session.
    expect((await lire('/qualite/indicateurs/31')).texte).toMatch(
      /Salle trop froide(<\/a>)? ?<small>S-2026-001<\/small>.{0,200}pas d’accusé dans les 7/,
    )
    expect((await lire('/qualite/indicateurs/31/trous.csv')).texte).toMatch(
      /31a;Salle trop froide;S-2026-001;/,
    )
    expect((await envoyer(adresse, { genre: 'accuse', le: '01/11/2026', texte: 'Reçue' })).status).toBe(422)
    expect(
      (await envoyer(adresse, { genre: 'accuse', le: '03/11/2026', texte: 'Reçue, merci' })).status,
    ).toBe(303)
    expect(
      (await envoyer(adresse, { genre: 'reponse', le: '05/11/2026', texte: 'Chauffage réparé' })).status,
    ).toBe(303)
    expect(
      (await envoyer(adresse, { genre: 'cloture', le: '06/11/2026', texte: 'D’accord avec la personne' }))
        .status,
    ).toBe(303)
    expect((await envoyer(adresse, { genre: 'reponse', le: '07/11/2026', texte: 'Encore' })).status).toBe(422)
    expect((await lire('/qualite/indicateurs/31')).texte).not.toContain('pas d’accusé dans les 7')
  })
})

describe('écrire pour tout le groupe', () => {
  const groupe = () => `/sessions/${a.session}/parcours`
  it('une trace pour chacun, une seule fois ; rien sans personne cochée, rien à qui n’y a pas droit', async () => {
    comme(['assistant'], a.comptes.nadia)
    const jeton = newId()
    const trace = {
      suiviLe: '12/11/2026',
      genre: 'evaluation',
      texte: 'Dictée de groupe, corrigée ensemble',
      _jeton: jeton,
    }
    const compter = async () =>
      (
        await base.maintenance((tx) =>
          sql<{
            n: number
          }>`select count(*)::int4 as n from qualite.suivi where organisme_id = ${a.organisme} and genre = 'evaluation'`.execute(
            tx,
          ),
        )
      ).rows[0]?.n
    expect((await lire(groupe())).texte).toContain('L’entrée de chaque stagiaire est écrite')
    expect((await envoyer(`${groupe()}/suivi`, trace)).status).toBe(422)
    expect(
      (await envoyer(`${groupe()}/suivi`, { ...trace, pour: [...a.inscriptions, a.abandon] })).status,
    ).toBe(303)
    expect((await envoyer(`${groupe()}/suivi`, { ...trace, pour: [...a.inscriptions] })).status).toBe(303)
    // L’inscription d’une autre session n’y est pour rien, et le double envoi n’ajoute rien.
    expect(await compter()).toBe(2)
    expect(
      (await envoyer(`${groupe()}/suivi`, { ...trace, suiviLe: '30/11/2026', pour: [...a.inscriptions] }))
        .texte,
    ).toContain('à venir')
    comme(['comptable'])
    expect((await lire(groupe())).status).toBe(403)
    comme(['formateur'], a.comptes.tom)
    expect((await lire(groupe())).status).toBe(200)
    expect((await lire(`/sessions/${a.confiee}/parcours`)).status).toBe(403)
  })
  it('la même entrée pour ceux qui n’en ont pas ; jamais par-dessus celle de quelqu’un', async () => {
    comme(['assistant'], a.comptes.nadia)
    await base.maintenance((tx) =>
      sql`delete from qualite.entree where organisme_id = ${a.organisme} and inscription_id = ${a.inscriptions[1]}`.execute(
        tx,
      ),
    )
    const { rang: _, ...commune } = entree
    expect((await lire(groupe())).texte).toContain('Garder l’entrée de chacun')
    expect((await envoyer(groupe(), { ...commune, pour: [...a.inscriptions] })).status).toBe(409)
    expect((await envoyer(groupe(), { ...commune, pour: a.inscriptions[1] })).status).toBe(303)
    expect((await lire(`/sessions/${a.session}/inscriptions/${a.inscriptions[1]}/parcours`)).texte).toContain(
      'Tenir l’accueil de nuit',
    )
  })
})

describe('ce qui se tait à qui ne doit pas le lire', () => {
  it('la réponse sur le handicap : ni la page, ni le tableau ne la donnent à la direction ; à la référente, oui', async () => {
    const [reponse, question] = [newId(), 'Souhaitez-vous échanger avec la personne référente handicap ?']
    const campagne = await base.maintenance(async (tx) => {
      const { rows } = await sql<{ id: string }>`update questionnaires.campagne set contenu =
          ${JSON.stringify({ questions: [{ id: 'q9', genre: 'oui-non', libelle: question }] })}::jsonb
        where organisme_id = ${a.organisme} and session_id = ${a.session} and genre = 'chaud' returning id`.execute(
        tx,
      )
      await sql`insert into questionnaires.reponse (organisme_id, id, activite_id, campagne_id, demande_id, le, recue_le, voie)
        select d.organisme_id, ${reponse}::uuid, d.activite_id, d.campagne_id, d.id, '2026-11-12', '2026-11-12T09:00:00Z', 'lien'
        from questionnaires.demande d where d.organisme_id = ${a.organisme} and d.campagne_id = ${rows[0]?.id} and d.inscription_id = ${a.inscriptions[0]}`.execute(
        tx,
      )
      await sql`insert into questionnaires.valeur (organisme_id, activite_id, reponse_id, campagne_id, question, rang, code)
        values (${a.organisme}, ${a.activite}, ${reponse}, ${rows[0]?.id}, 'q9', 0, 'oui')`.execute(tx)
      return rows[0]?.id ?? ''
    })
    const page = async (roles: readonly string[]) => {
      comme(roles)
      return (await lire(`/questionnaires/reponses/${reponse}`)).texte
    }
    const tableau = async (roles: readonly string[]) => {
      comme(roles)
      return (await lire(`/questionnaires/recueils/${campagne}/reponses.csv`)).texte
    }
    const reserve = 'seule la personne référente handicap le lit'
    for (const lu of [await page(['responsable']), await tableau(['responsable'])]) {
      expect(lu).toContain(reserve)
      expect(lu).not.toMatch(/\boui\b/i)
    }
    for (const lu of [
      await page(['assistant', 'referent-handicap']),
      await tableau(['assistant', 'referent-handicap']),
    ]) {
      expect(lu).not.toContain(reserve)
      expect(lu).toMatch(/\boui\b/i)
    }
  })
})

describe('un risque, une copie reprise', () => {
  it('une action naît d’un risque, et la page du risque la montre', async () => {
    comme(['responsable'])
    const { rows } = await base.maintenance((tx) =>
      sql<{
        id: string
      }>`select id from qualite.registre where organisme_id = ${a.organisme} and genre = 'risque'`.execute(
        tx,
      ),
    )
    const adresse = `/qualite/registres/risque/lignes/${rows[0]?.id}`
    expect((await lire(adresse)).texte).toContain('Aucune action n’est ouverte contre ce risque')
    const ouvrir = /href="([^"]*action\/nouvelle\?risque=[^"]*)"/.exec((await lire(adresse)).texte)?.[1] ?? ''
    expect((await lire(ouvrir)).texte).toContain(`name="affaire" value="${rows[0]?.id}"`)
    expect(
      (
        await envoyer(ouvrir, {
          rang: '0',
          affaire: rows[0]?.id ?? '',
          titre: 'Trouver un second formateur',
          le: '20/11/2026',
          membre: a.comptes.ines,
          origine: 'risque',
          cause: 'Un seul formateur d’anglais',
          correction: 'Appeler deux personnes du pôle',
        })
      ).status,
    ).toBe(303)
    expect((await lire(adresse)).texte).toContain('Trouver un second formateur')
  })
  it('un support venu avec une enseigne se classe à son registre, ses fichiers joints, et ne prouve rien encore', async () => {
    comme(['responsable'])
    const support = {
      activite: a.activite,
      offre: a.offre,
      de: 'Les Tisserands',
      genre: 'ressource',
      titre: 'Livret venu d’ailleurs',
      contenu: { usage: 'Remis à la première séance, relu ensemble à la dernière' },
      fichiers: [
        { nom: 'livret.pdf', octets: Buffer.from(pdfDEssai()) },
        { nom: 'note.txt', octets: Buffer.from('ni un PDF, ni une image') },
      ],
    }
    const services = { storage: postgresStorage() }
    const noms = await base.enTantQue(a.organisme, { personne: a.comptes.maiwenn }, async (tx) => {
      const classe = await classerSupport(services, tx, support, new Date('2026-11-24T10:00:00Z'))
      expect(classe.ok).toBe(true)
      const refuse = await classerSupport(services, tx, { ...support, genre: 'reclamation' }, new Date())
      expect(refuse.ok).toBe(false)
      const { rows } = await sql<{
        nom: string
        reprise: string
      }>`select j.nom, r.contenu ->> 'repriseDe' as reprise
        from qualite.registre r join qualite.jointe j on j.organisme_id = r.organisme_id and j.ligne_id = r.id
       where r.titre = ${support.titre}`.execute(tx)
      return rows
    })
    expect(noms.map((n) => [n.nom, n.reprise.replace(/\s/g, ' ')])).toEqual([
      ['livret.pdf', 'Les Tisserands, copie du 24 novembre 2026'],
    ])
    expect((await lire('/qualite/registres/ressource')).texte).toContain('Livret venu d’ailleurs')
  })
  it('une copie reprise demande ce qu’on en a adapté, et la révision garde d’où elle vient', async () => {
    comme(['responsable'])
    const copie = newId()
    await base.enTantQue(a.organisme, { personne: a.comptes.maiwenn }, async (tx) => {
      const fait = await classerReprise(
        tx,
        {
          id: copie,
          activite: a.activite,
          genre: 'deroule',
          titre: 'Anglais de l’accueil',
          le: '2026-11-20',
          expireLe: null,
          personne: null,
          offre: a.offre,
          session: null,
          etablissement: null,
          entreprise: null,
          responsable: null,
          origine: null,
          contenu: {
            sequences:
              'Saluer une heure, orienter deux heures, répondre au téléphone deux heures, jouer une scène d’accueil deux heures',
          },
        },
        'Les Formations du Large, copie du 3 novembre 2026',
        { regarde: { jour: '2026-11-24', cadre: cadreComplet }, le: new Date('2026-11-24T10:00:00Z') },
      )
      expect(fait.ok).toBe(true)
    })
    const adresse = `/qualite/registres/deroule/lignes/${copie}`
    const avant = (await lire(adresse)).texte
    expect(avant).toContain('à adapter')
    expect(avant).toContain(
      'Copie reprise de : Les Formations du Large'.replace(' :', '\u00a0:').replace(/\s+/g, ' '),
    )
    const revise = (rang: string, adaptation: string) =>
      envoyer(adresse, {
        rang,
        titre: 'Anglais de l’accueil',
        le: '20/11/2026',
        offre: a.offre,
        sequences:
          'Saluer une heure, orienter deux heures, répondre au téléphone deux heures, jouer une scène d’accueil deux heures',
        adaptation,
      })
    expect((await revise('1', 'ok')).status).toBe(303)
    expect((await lire(adresse)).texte).toContain('à adapter')
    expect((await revise('2', 'Les scènes viennent de nos clientes, décidé en réunion du 18')).status).toBe(
      303,
    )
    const apres = (await lire(adresse)).texte
    expect(apres).not.toContain('à adapter')
    expect(apres).toContain('Les Formations du Large')
  })
})

describe('les portes fermées', () => {
  it('absent ou d’une autre coopérative : le même 404', async () => {
    comme(['responsable'])
    const ailleurs = [
      parcours(b),
      `/qualite/sessions/${b.session}`,
      `/sessions/${b.session}/inscriptions/${a.inscriptions[0]}/parcours`,
    ]
    for (const url of [
      ...ailleurs,
      parcours({ ...a, session: newId() }),
      '/qualite/indicateurs/99',
      '/qualite/indicateurs/abc',
      '/qualite/sessions/x',
    ])
      expect((await lire(url)).status, url).toBe(404)
    expect((await envoyer(parcours(b), entree)).status).toBe(404)
  })
  it('chaque page se refuse par une phrase à qui n’en a pas le droit', async () => {
    comme(['comptable'])
    for (const url of [
      '/qualite',
      '/qualite/cadre',
      '/qualite/a-faire',
      '/qualite/couverture',
      '/qualite/registres',
      `/qualite/sessions/${a.session}`,
    ])
      expect((await lire(url)).status, url).toBe(403)
    comme(['assistant'], a.comptes.nadia)
    expect((await envoyer('/qualite/cadre', {})).status).toBe(403)
    expect((await envoyer('/qualite/indicateurs/6', {})).status).toBe(403)
  })
})

describe('un centre de formation d’apprentis, et lui seul', () => {
  const [veille, jourMeme] = ['31/10/2026', '01/11/2026']
  it('montre trente-deux indicateurs la veille du 1er novembre, trente-trois le jour, les siens compris', async () => {
    const cfa = await base.maintenance((tx) => poserComplet(tx, 'apprentissage'))
    qui = { c: cfa, personne: cfa.comptes.maiwenn, roles: ['responsable'] }
    const cadrer = async (auditLe: string) => {
      const { status } = await envoyer('/qualite/cadre', {
        genre: 'surveillance',
        auditLe,
        depuis: '01/01/2026',
        categories: ['CFA'],
        situation: ['certification', 'alternance', 'situation-de-travail', 'sous-traitance'],
      })
      expect(status).toBe(303)
      return (await lire('/qualite')).texte
    }
    const apprentissage = [14, 15, 20, 29]
    const avant = await cadrer(veille)
    expect(avant).toContain('Trente-deux indicateurs')
    expect(avant).not.toContain('/qualite/indicateurs/33"')
    for (const n of apprentissage) expect(avant, String(n)).toContain(`/qualite/indicateurs/${n}"`)
    const apres = await cadrer(jourMeme)
    expect(apres).toContain('Trente-trois indicateurs')
    for (const n of [...apprentissage, 33]) expect(apres, String(n)).toContain(`/qualite/indicateurs/${n}"`)
    // Le 33 y est prouvé par sa campagne ; le même jour, un organisme d’actions de formation ne l’a pas.
    const i33 = (await lire('/qualite/indicateurs/33')).texte
    expect(i33).toContain('campagne')
    expect(i33).toContain('prouvé')
    await base.maintenance((tx) =>
      sql`delete from qualite.registre where organisme_id = ${cfa.organisme} and genre = 'enseignements'`.execute(
        tx,
      ),
    )
    expect((await lire('/qualite/indicateurs/33')).texte).toContain('manquant')
  })
})
