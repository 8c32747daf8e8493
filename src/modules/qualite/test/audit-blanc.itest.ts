// Long parce qu’un audit se suit d’un bout à l’autre : son gel, son tirage, le pair et le lien qui le lisent, ses murs, ses écarts.
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { lireZip } from '#platform/zip/zip.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { pdfDEssai } from '../../../../test/pdf-d-essai.ts'
import { annulerAtelier, insererAtelier } from '../db/ateliers.ecritures.ts'
import type { AtelierId } from '../db/ateliers.ts'
import { garderPhoto } from '../db/audit-blanc.ecritures.ts'
import { lireAudit, lirePhoto, sessionsEntieres } from '../db/audit-blanc.ts'
import { listerFaits } from '../db/mesures.queries.ts'
import { lireEchantillon, missionsRecues } from '../db/missions.ts'
import { formeDeCopie, lirePhotoFigee } from '../domain/photo.ts'
import { pointsDe } from '../gestes/mener-audit.ts'
import { presencesMontrees } from '../lecture/presences-montrees.ts'
import { qualite } from '../module.ts'
import { type Complet, cadreComplet, jourComplet, poserComplet } from './complet.ts'

const base = await baseNeuve()
const pole = newId()
const neuf = (dansLePole: boolean) =>
  base.maintenance(async (tx) => {
    const c = await poserComplet(tx)
    if (dansLePole)
      await sql`insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, du)
        values (${pole}::uuid, ${c.organisme}::uuid, 'active', now(), '2026-01-01')`.execute(tx)
    return c
  })
const [a, pair, etranger] = [await neuf(true), await neuf(true), await neuf(false)]
// L’échantillon sera la session confiée, et son abandon : tout le reste porte ce nom, qui ne doit jamais sortir.
await base.maintenance((tx) =>
  sql`update tiers.personne set prenom = 'Horstirage' where organisme_id = ${a.organisme} and id <> ${a.lena}
    and id <> (select personne_id from inscriptions.inscription where id = ${a.abandon})`.execute(tx),
)
// Ce qui est arrivé l’est à l’abandon tiré : rien n’oblige alors à tirer l’autre session.
await base.maintenance((tx) =>
  sql`update qualite.affaire set session_id = null, inscription_id = case when genre = 'adaptation' then ${a.abandon}::uuid end
    where organisme_id = ${a.organisme}`.execute(tx),
)
const storage = postgresStorage()
const octetsPdf = new TextEncoder().encode(pdfDEssai())

const essai = testServices()
type Qui = {
  readonly organisme: OrganismeId
  readonly personne: PersonneId
  readonly roles: readonly string[]
}
let qui: Qui | undefined
const { app } = pagesDevant(
  {
    ...essai,
    keys: keysFromSeed('qualite'),
    // La base a sa propre horloge pour les termes : la nôtre est la même.
    clock: { now: () => new Date() },
    storage,
    db: {
      ...essai.db,
      withoutTenant: base.db.withoutTenant,
      withTenant: (_, work) =>
        base.enTantQue((qui as Qui).organisme, { personne: (qui as Qui).personne }, work),
    },
  },
  [qualite],
  () =>
    qui
      ? {
          personneId: qui.personne,
          organisme: { id: qui.organisme, code: 'essai', nom: 'Essai' },
          roles: qui.roles,
        }
      : undefined,
)
const comme = (c: Complet, personne: PersonneId = c.comptes.maiwenn, roles = ['responsable']) => {
  qui = { organisme: c.organisme, personne, roles }
}
const brut = (url: string) => app.request(`http://localhost:3000${url}`)
const lire = async (url: string) => {
  const r = await brut(url)
  return { status: r.status, texte: (await r.text()).replace(/\s+/g, ' ') }
}
const envoyer = async (
  url: string,
  champs: Readonly<Record<string, string | readonly string[]>>,
  corps: URLSearchParams | FormData = new URLSearchParams(),
) => {
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
const cadre = {
  genre: 'surveillance',
  auditLe: '26/01/2027',
  depuis: '01/01/2026',
  categories: ['AF'],
  situation: ['certification', 'sous-traitance'],
  anciens: '2',
  duree: '7 h',
  parCategorie: '1',
  beneficiaires: '1',
}
const cadrer = async (c: Complet, champs: Readonly<Record<string, string | readonly string[]>> = {}) => {
  comme(c)
  const r = await envoyer('/qualite/audits/nouveau', { ...cadre, ...champs })
  expect(r.status, r.texte).toBe(303)
  return r.vers
}
const hex = (texte: string, titre: string) =>
  new RegExp(`<dt>${titre}</dt><dd><code-copiable[^>]*><code[^>]*>([0-9a-f]{64})`).exec(texte)?.[1] ?? ''
const dans = <T>(c: Complet, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(c.organisme, { personne: c.comptes.maiwenn }, work)
const bientot = (jours: number) => {
  return formaterDate(ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), jours), 'chiffres')
}

let audit = ''
const id = () => audit.split('/').at(-1) ?? ''

describe('geler, puis tirer', () => {
  it('refuse un cadre qui se contredit, et dit une phrase quand il n’y a rien à tirer', async () => {
    comme(a)
    expect(await envoyer('/qualite/audits/nouveau', { ...cadre, depuis: '01/02/2027' })).toMatchObject({
      status: 422,
      texte: expect.stringContaining('vient avant l’audit'),
    })
    expect((await envoyer('/qualite/audits/nouveau', { ...cadre, anciens: '2, quarante' })).status).toBe(422)
    expect((await envoyer('/qualite/audits/nouveau', { ...cadre, nouveau: ['CFA'] })).texte).toContain(
      'une catégorie de cet audit',
    )
    const vide = await cadrer(a, { categories: ['VAE'] })
    expect(await envoyer(vide, { geste: 'geler' })).toMatchObject({
      status: 409,
      texte: expect.stringContaining('Il n’y a rien à tirer'),
    })
    expect((await envoyer(vide, { geste: 'ouvrir' })).texte).toContain('Gelez d’abord les données')
    expect((await envoyer(vide, { geste: 'conclure' })).status).toBe(409)
    expect((await envoyer(vide, { geste: 'inventer' })).status).toBe(422)
  })
  it('montre l’engagement et cache la graine ; ouvert, la graine est celle qui fut engagée, et le tirage se rejoue', async () => {
    audit = await cadrer(a)
    expect((await envoyer(audit, { geste: 'geler' })).status).toBe(303)
    const gelee = (await lire(audit)).texte
    const engagement = hex(gelee, 'Engagement')
    expect(engagement).toHaveLength(64)
    expect(hex(gelee, 'Graine')).toBe('')
    expect(gelee).not.toContain('S-2026-00')
    // La graine n’est lisible par personne, et personne n’ouvre sur une autre.
    expect(
      await codeSql(() => dans(a, (tx) => sql`select graine from qualite.audit_graine`.execute(tx))),
    ).toBe('42501')
    expect(
      await codeSql(() =>
        dans(a, (tx) =>
          sql`insert into qualite.audit_ouverture (audit_id, graine, echantillon, ouvert_le) values (${id()}, ${randomBytes(32)}, '[]', now())`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('42501')
    expect((await envoyer(audit, { geste: 'ouvrir' })).status).toBe(303)
    const ouverte = (await lire(audit)).texte
    const graine = hex(ouverte, 'Graine')
    expect(createHash('sha256').update(Buffer.from(graine, 'hex')).digest('hex')).toBe(engagement)
    expect(ouverte).toContain('le même tirage')
    expect(ouverte).toContain('S-2026-002')
    expect(ouverte).not.toContain('S-2026-001')
    // Rouvrir ne retire rien d’autre.
    await envoyer(audit, { geste: 'ouvrir' })
    expect(hex((await lire(audit)).texte, 'Graine')).toBe(graine)
    expect((await lire('/qualite/audits.csv')).texte).toContain(graine)
  })
  it('ne montre que l’échantillon : ni une session, ni un stagiaire, ni un intervenant non tirés', async () => {
    const photo = JSON.stringify((await dans(a, (tx) => lirePhoto(tx, id())))?.contenu)
    for (const secret of [
      'Horstirage',
      'S-2026-001',
      a.session,
      ...a.inscriptions,
      a.tom,
      a.annulee,
      a.dossier,
    ])
      expect(photo, secret).not.toContain(secret)
    expect(photo).toContain('S-2026-002')
    expect(photo).toContain('Lena')
  })
  it('dit ce qui s’est ajouté après le gel', async () => {
    const autre = await cadrer(a)
    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set motif = '' where id = ${a.abandon}`.execute(tx),
    )
    await envoyer(autre, { geste: 'geler' })
    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set motif = 'Nouvel emploi' where id = ${a.abandon}`.execute(tx),
    )
    await envoyer(autre, { geste: 'ouvrir' })
    expect((await lire(`${autre}/points/12`)).texte).toContain('ajouté après le gel')
    expect((await lire(`${autre}/points/10`)).texte).not.toContain('ajouté après le gel')
    expect((await envoyer(autre, { geste: 'recopier' })).status).toBe(303)
  })
  it('n’est pas d’ici : la même page que ce qui n’existe pas, pour qui que ce soit', async () => {
    comme(pair)
    expect((await lire(audit)).status).toBe(404)
    expect((await lire(`${audit}/points/9`)).status).toBe(404)
    expect((await envoyer(audit, { geste: 'ouvrir' })).status).toBe(404)
    comme(a, a.comptes.nadia, ['assistant'])
    expect((await lire(audit)).status).toBe(403)
  })
  it('l’enseigne seule n’en lit rien', async () => {
    const lus = await base.enTantQue(
      a.organisme,
      { personne: a.comptes.tom, portee: [a.activite] },
      async (tx) => (await sql`select from qualite.audit_photo`.execute(tx)).rows.length,
    )
    expect(lus).toBe(0)
  })
})

const demande = {
  genre: 'pair',
  nom: '',
  finalite: 'Relire l’échantillon comme un auditeur.',
  consentement: 'on',
}
let mission = ''
let piece = ''

describe('un pair d’une autre coopérative', () => {
  beforeAll(async () => {
    // Une pièce dont les octets existent, chez l’abandon tiré, et une autre qui n’est pas de l’échantillon.
    const range = await dans(a, (tx) => storage.put(tx, octetsPdf, 'application/pdf'))
    await base.maintenance((tx) =>
      sql`update documents.piece set fichier = ${range.empreinte} where genre = 'convocation' and objet_id = any (${`{${a.abandon},${a.inscriptions[0]}}`}::uuid[])`.execute(
        tx,
      ),
    )
    comme(a)
    await envoyer(audit, { geste: 'recopier' })
  })
  it('ne se choisit que dans un pôle commun, avec un consentement, une finalité, un terme', async () => {
    comme(a)
    const ici = `${audit}/regards`
    expect((await lire(ici)).texte).not.toContain(etranger.organisme)
    for (const [champs, phrase] of [
      [{ consentement: '' }, 'Cochez pour consentir'],
      [{ finalite: 'court' }, 'dix signes'],
      [{ expireLe: bientot(-2) }, 'à un an au plus'],
      [{ expireLe: bientot(800) }, 'à un an au plus'],
      [{ pair: '' }, 'Choisissez la coopérative'],
      [{ pair: etranger.organisme }, 'd’un de vos pôles'],
    ] as const) {
      const r = await envoyer(ici, { ...demande, pair: pair.organisme, expireLe: bientot(20), ...champs })
      expect(r.status, phrase).toBe(422)
      expect(r.texte).toContain(phrase)
    }
    expect((await envoyer(ici, { ...demande, pair: pair.organisme, expireLe: bientot(20) })).status).toBe(303)
  })
  it('accepte en s’engageant ; avant, il ne lit rien ; un collègue, un étranger non plus', async () => {
    comme(pair)
    const [recue] = await dans(pair, missionsRecues)
    mission = `/qualite/missions/${a.organisme}/${recue?.id}`
    expect((await lire('/qualite/missions')).texte).toContain('attend une réponse')
    expect((await lire(mission)).texte).not.toContain('S-2026-002')
    expect((await lire(`${mission}/points/9`)).status).toBe(404)
    expect(await envoyer(mission, { geste: 'accepter' })).toMatchObject({
      status: 422,
      texte: expect.stringContaining('Cochez votre engagement'),
    })
    comme(etranger)
    expect((await lire(mission)).status).toBe(404)
    expect((await envoyer(mission, { geste: 'accepter', engagement: 'on' })).status).toBe(404)
    comme(pair)
    expect((await envoyer(mission, { geste: 'accepter', engagement: 'on' })).status).toBe(303)
    expect((await envoyer(mission, { geste: 'accepter', engagement: 'on' })).status).toBe(409)
    comme(pair, pair.comptes.hanh, ['referent-qualite'])
    expect((await lire(mission)).texte).toContain('Une autre personne de votre coopérative')
    expect((await lire(`${mission}/points/9`)).status).toBe(404)
  })
  it('lit l’échantillon et ses pièces, et rien d’autre ; chaque lecture s’écrit chez l’audité', async () => {
    comme(pair)
    const { texte } = await lire(mission)
    expect(texte).toContain('S-2026-002')
    const neuf = (await lire(`${mission}/points/9`)).texte
    piece = /pieces\/([0-9a-f-]{36})/.exec(neuf)?.[1] ?? ''
    const r = await brut(`${mission}/pieces/${piece}`)
    expect(r.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.pdf"$/)
    expect(new Uint8Array(await r.arrayBuffer())).toEqual(octetsPdf)
    const pages = await Promise.all(
      ['1', '4', '9', '10', '11', '12', '21', '27', '31', '32', 'marque', 'affichage'].map((p) =>
        lire(`${mission}/points/${p}`),
      ),
    )
    for (const p of [texte, ...pages.map((x) => x.texte)]) {
      expect(p).not.toContain('Horstirage')
      expect(p).not.toContain('S-2026-001')
    }
    // La même convocation, d’un stagiaire non tiré : ses octets sont les mêmes, sa pièce n’est pas de l’échantillon.
    const autre = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            id: string
          }>`select id from documents.piece where genre = 'convocation' and objet_id = ${a.inscriptions[0]}`.execute(
            tx,
          )
        ).rows[0]?.id,
    )
    expect((await lire(`${mission}/pieces/${autre}`)).status).toBe(404)
    expect((await lire(`${mission}/pieces/${newId()}`)).status).toBe(404)
    comme(a)
    const regards = (await lire(`${audit}/regards`)).texte
    expect(regards).toContain('Maïwenn X')
    expect(regards).toContain('une pièce')
    expect(regards).toContain('l’indicateur 27')
    expect((await lire(`${audit}/regards/lectures.csv`)).texte).toContain('Une pièce')
  })
  it('au SQL même, sous son organisme ou sous aucun : aucune ligne de l’audité ne se lit', async () => {
    const tables =
      'audit audit_gel audit_ouverture audit_photo audit_piece audit_constat audit_cloture audit_action audit_lecture registre affaire jointe'
    for (const t of tables.split(' ')) {
      const n = (tx: Parameters<typeof missionsRecues>[0]) =>
        sql<{
          n: number
        }>`select count(*)::int4 as n from ${sql.table(`qualite.${t}`)} where organisme_id = ${a.organisme}`
          .execute(tx)
          .then((r) => r.rows[0]?.n)
      expect(await dans(pair, n), t).toBe(0)
    }
    expect(await codeSql(() => dans(pair, (tx) => sql`select from qualite.audit_mission`.execute(tx)))).toBe(
      '42501',
    )
    expect(
      await codeSql(() =>
        dans(pair, (tx) =>
          sql`select porte.mission_tenue(${a.organisme}::uuid, ${newId()}::uuid, null)`.execute(tx),
        ),
      ),
    ).toBe('42501')
    // Le lecteur ne retouche pas le registre des lectures, ni l’audité.
    for (const c of [a, pair])
      expect(
        await codeSql(() =>
          dans(c, (tx) => sql`delete from qualite.audit_lecture where audit_id = ${id()}`.execute(tx)),
        ),
      ).toBe('42501')
  })
  it('écrit des fiches tenues par la règle ; deux révisions d’un même rang ne passent pas', async () => {
    comme(pair)
    const fiche = { conclusion: 'tenu', constat: 'Vu la convocation de la veille.', risque: '', rang: '1' }
    expect((await envoyer(`${mission}/points/9`, { ...fiche, constat: '' })).status).toBe(422)
    expect(
      await envoyer(`${mission}/points/11`, { ...fiche, conclusion: 'mineure', risque: 'x' }),
    ).toMatchObject({ status: 422, texte: expect.stringContaining('n’admet pas de mineure') })
    expect(await envoyer(`${mission}/points/11`, { ...fiche, conclusion: 'majeure' })).toMatchObject({
      status: 422,
      texte: expect.stringContaining('Un écart dit son risque'),
    })
    // Écrire une fiche n’est pas relire l’échantillon : le registre des lectures n’en porte pas une de plus.
    const lectures = async () => {
      comme(a)
      const { texte } = await lire(`${audit}/regards/lectures.csv`)
      comme(pair)
      return texte.trim().split('\n').length
    }
    const avant = await lectures()
    expect((await envoyer(`${mission}/points/9`, { ...fiche, secondes: '75' })).status).toBe(303)
    expect(await lectures()).toBe(avant)
    expect((await envoyer(`${mission}/points/nul`, fiche)).status).toBe(404)
    expect((await envoyer(`${mission}/points/9%27--`, fiche)).status).toBe(404)
    expect((await envoyer(`${mission}/points/9`, fiche)).status).toBe(409)
    comme(a)
    const page = (await lire(`${audit}/points/9`)).texte
    expect(page).toContain('par le pair')
    expect(page).toContain('1 min 15 s')
    // L’audité n’écrit pas au nom d’un autre.
    expect(
      await codeSql(() =>
        dans(a, (tx) =>
          sql`insert into qualite.audit_constat (audit_id, point, rang, conclusion, constat, de_organisme_id, ecrit_le)
            values (${id()}, '9', 2, 'tenu', 'xxx', ${pair.organisme}, now())`.execute(tx),
        ),
      ),
    ).toBe('42501')
  })
})

describe('les preuves, chez soi', () => {
  it('une pièce ne s’ouvre et ne s’emporte qu’à qui lit son genre ; au dehors, une pièce sensible ne sort plus', async () => {
    const changer = (genre: string) =>
      base.maintenance((tx) =>
        sql`update documents.piece set genre = ${genre} where id = ${piece}`.execute(tx),
      )
    const genre = await base.maintenance(
      async (tx) =>
        (await sql<{ genre: string }>`select genre from documents.piece where id = ${piece}`.execute(tx))
          .rows[0]?.genre ?? '',
    )
    const pdf = async () => {
      const zip = new Uint8Array(await (await brut(`${audit}/preuves.zip`)).arrayBuffer())
      return [...lireZip({ taille: zip.length, lire: (ou, n) => zip.subarray(ou, ou + n) })].filter((f) =>
        /pdf$/.test(f.nom),
      ).length
    }
    comme(a, a.comptes.maiwenn, ['referent-qualite'])
    const avant = await pdf()
    expect((await brut(`${audit}/pieces/${piece}`)).status).toBe(200)
    await changer('acte-disciplinaire')
    try {
      expect((await brut(`${audit}/pieces/${piece}`)).status).toBe(404)
      expect(await pdf()).toBeLessThan(avant)
      comme(pair)
      expect((await brut(`${mission}/pieces/${piece}`)).status).toBe(404)
    } finally {
      await changer(genre)
    }
  })
})

describe('l’archive du pair', () => {
  it('emporte les preuves de l’échantillon, et lui seul ; la lecture s’écrit', async () => {
    comme(pair)
    expect((await lire(mission)).texte).toContain('preuves.zip')
    const zip = new Uint8Array(await (await brut(`${mission}/preuves.zip`)).arrayBuffer())
    const fichiers = [...lireZip({ taille: zip.length, lire: (ou, n) => zip.subarray(ou, ou + n) })]
    expect(fichiers.map((f) => f.nom)).toEqual(
      expect.arrayContaining(['index.html', 'indicateur-09/preuves.csv', 'marque/index.html']),
    )
    for (const f of fichiers)
      expect(Buffer.from(f.octets).toString(), f.nom).not.toMatch(/Horstirage|S-2026-001/)
    comme(a)
    expect((await lire(`${audit}/regards/lectures.csv`)).texte).toContain('archive des preuves')
    comme(etranger)
    expect((await brut(`${mission}/preuves.zip`)).status).toBe(404)
  })
})

describe('conclure et corriger', () => {
  it('attend chaque point du programme, compte les écarts, et requalifie une ancienne mineure', async () => {
    comme(a)
    expect(await envoyer(audit, { geste: 'conclure' })).toMatchObject({
      status: 409,
      texte: expect.stringContaining('Il manque une fiche à'),
    })
    const points = [...(await lire(audit)).texte.matchAll(/points\/(\d+|marque|affichage)"/g)].map(
      (m) => m[1],
    )
    for (const p of points.filter((x) => x !== '9'))
      expect(
        (
          await envoyer(`${audit}/points/${p}`, {
            conclusion: p === '2' ? 'mineure' : p === '11' ? 'majeure' : 'tenu',
            constat: 'Vu sur l’échantillon.',
            risque: p === '2' || p === '11' ? 'Des acquis que rien ne montre.' : '',
            rang: '1',
          })
        ).status,
        p,
      ).toBe(303)
    expect((await lire(audit)).texte).toContain('Si l’on concluait ainsi')
    expect((await envoyer(audit, { geste: 'conclure' })).status).toBe(303)
    const { texte } = await lire(audit)
    expect(texte).toContain('2 majeures')
    expect(texte).toContain('une mineure d’avant, non levée')
    expect(texte).toContain('une suspension')
    expect(texte).not.toMatch(/\bconforme\b/i)
    expect(
      (await envoyer(`${audit}/points/9`, { conclusion: 'tenu', constat: 'Revu.', rang: '2' })).status,
    ).toBe(409)
    expect((await envoyer(audit, { geste: 'recopier' })).status).toBe(409)
    comme(pair)
    expect(
      (await envoyer(`${mission}/points/9`, { conclusion: 'tenu', constat: 'Revu.', rang: '2' })).status,
    ).toBe(409)
  })
  it('ouvre une action par écart, qui ne se clôt que sur un dossier né après elle', async () => {
    comme(a)
    const action = { titre: 'Évaluer chaque objectif', cause: 'Oubli', correction: 'Une grille par objectif' }
    expect((await lire(`${audit}/points/9/action`)).status).toBe(404)
    expect((await envoyer(`${audit}/points/11/action`, { ...action, echeance: bientot(300) })).status).toBe(
      422,
    )
    expect((await envoyer(`${audit}/points/11/action`, action)).status).toBe(303)
    expect((await envoyer(`${audit}/points/11/action`, action)).status).toBe(409)
    const ligne = /registres\/action\/lignes\/[0-9a-f-]{36}/.exec((await lire(audit)).texte)?.[0] ?? ''
    const clore = {
      rang: '1',
      titre: action.titre,
      membre: a.comptes.hanh,
      le: bientot(0),
      origine: 'audit',
      indicateur: '11',
      cause: action.cause,
      correction: action.correction,
      closeLe: bientot(0),
      effet: 'Chaque attestation dit ses objectifs.',
    }
    expect(await envoyer(`/qualite/${ligne}`, clore)).toMatchObject({
      status: 409,
      texte: expect.stringContaining('aucun dossier né depuis son ouverture'),
    })
    // Retirer « née d’un audit » n’aide pas : antidater la ligne non plus, c’est sa première date qui compte.
    expect((await envoyer(`/qualite/${ligne}`, { ...clore, le: '01/01/2026' })).status).toBe(409)
  })
  it('compte comme la revue de la qualité (32)', async () => {
    await base.maintenance((tx) =>
      sql`delete from qualite.registre where organisme_id = ${a.organisme} and genre = 'revue'`.execute(tx),
    )
    comme(a)
    expect((await lire('/qualite/indicateurs/32')).texte).not.toContain('aucune revue depuis douze mois')
    comme(pair)
    await base.maintenance((tx) =>
      sql`delete from qualite.registre where organisme_id = ${pair.organisme} and genre = 'revue'`.execute(
        tx,
      ),
    )
    expect((await lire('/qualite/indicateurs/32')).texte).toContain('aucune revue depuis douze mois')
  })
})

describe('la porte de l’auditeur', () => {
  let lien = ''
  it('s’ouvre par un lien montré une fois, sans compte, en lecture, sur le seul échantillon', async () => {
    comme(a)
    const champs = { ...demande, genre: 'externe', expireLe: bientot(10) }
    expect((await envoyer(`${audit}/regards`, champs)).status).toBe(422)
    const r = await envoyer(`${audit}/regards`, { ...champs, nom: 'Une auditrice, Certificateur' })
    lien = new URL(/http:[^<"]+\/auditer\/[\w-]{43}/.exec(r.texte)?.[0] ?? 'http://x/').pathname
    expect((await lire(`${audit}/regards`)).texte).not.toContain(lien)
    qui = undefined
    const pages = [await lire(lien), await lire(`${lien}/points/9`), await lire(`${lien}/points/27`)]
    for (const p of pages) {
      expect(p.status).toBe(200)
      // Rien de nos constats, de nos manques ni de nos risques : ils sont écrits plus haut, avec ces mots.
      expect(p.texte).not.toMatch(
        /écart|majeure|mineure|manquant|partiel|Risque|Vu sur l’échantillon|après le gel|après coup/,
      )
      expect(p.texte).not.toContain('Horstirage')
      expect(p.texte).not.toContain('S-2026-001')
      expect(p.texte).not.toContain('<form method="post"')
    }
    expect((await brut(`${lien}/pieces/${piece}`)).status).toBe(200)
    expect((await brut(`${lien}/pieces/${newId()}`)).status).toBe(404)
    const archive = await brut(`${lien}/preuves.zip`)
    const zip = new Uint8Array(await archive.arrayBuffer())
    const fichiers = [...lireZip({ taille: zip.length, lire: (ou, n) => zip.subarray(ou, ou + n) })]
    expect(fichiers.every((f) => f.sain)).toBe(true)
    const noms = fichiers.map((f) => f.nom)
    expect(noms).toEqual(
      expect.arrayContaining([
        'index.html',
        'indicateur-09/preuves.csv',
        'indicateur-27/index.html',
        'marque/index.html',
      ]),
    )
    expect(noms.filter((n) => n.startsWith('pieces/'))).toHaveLength(1)
    for (const f of fichiers)
      expect(Buffer.from(f.octets).toString(), f.nom).not.toMatch(
        /Horstirage|S-2026-001|écart|majeure|mineure|manquant|partiel|Vu sur l’échantillon|après le gel|après coup/,
      )
    // Chaque preuve annoncée s’ouvre : elle dit quelque chose, ou mène à une pièce.
    for (const p of ['4', '9', '10', '27'].map((n) => `${lien}/points/${n}`)) {
      const { texte } = await lire(p)
      const lignes = texte.split('<tr role="row">').slice(2)
      expect(lignes.length, p).toBeGreaterThan(0)
      for (const l of lignes) expect(l, p).toMatch(/<details>|\/pieces\//)
    }
    expect((await envoyer(`${lien}/points/9`, { conclusion: 'tenu', constat: 'x', rang: '2' })).status).toBe(
      404,
    )
    expect((await lire(`/auditer/${'A'.repeat(43)}`)).status).toBe(404)
    expect((await lire('/auditer/__proto__')).status).toBe(404)
    comme(a)
    expect((await lire(`${audit}/regards`)).texte).toContain('Une auditrice, Certificateur')
  })
  it('d’une copie d’avant une mise à jour, ne rend ni dossier, ni pièce, ni archive, au pair non plus ; recopiée, elle se relit', async () => {
    const numero = audit.split('/').at(-1) ?? ''
    const prise = await dans(a, (tx) => lirePhoto(tx, numero))
    const octets = await dans(a, async (tx) => ({
      id: piece,
      libelle: 'Convocation',
      fichier:
        (
          await sql<{
            fichier: string
          }>`select fichier from qualite.audit_piece where id = ${piece} order by photo desc limit 1`.execute(
            tx,
          )
        ).rows[0]?.fichier ?? '',
    }))
    const garder = (forme: string) =>
      dans(a, (tx) => garderPhoto(tx, numero, { ...(prise?.contenu as object), forme }, [octets], new Date()))
    await garder('coforme-audit/1')
    qui = undefined
    expect((await lire(lien)).texte).toContain('La copie des dossiers est à refaire')
    expect((await lire(`${lien}/points/9`)).status).toBe(404)
    expect((await brut(`${lien}/pieces/${piece}`)).status).toBe(404)
    expect((await brut(`${lien}/preuves.zip`)).status).toBe(404)
    comme(pair)
    expect((await lire(mission)).texte).toContain('La copie de l’échantillon est à refaire')
    expect((await lire(`${mission}/points/9`)).status).toBe(404)
    comme(a)
    expect((await lire(audit)).texte).toContain('Cette copie date d’avant une mise à jour du logiciel.')
    await garder(formeDeCopie)
    expect((await lire(audit)).texte).not.toContain('Cette copie date')
    qui = undefined
    expect((await lire(`${lien}/points/9`)).status).toBe(200)
    expect((await brut(`${lien}/pieces/${piece}`)).status).toBe(200)
  })
  it('se ferme au terme, et au retrait : plus rien ne s’y lit, la page est celle d’une adresse inconnue', async () => {
    await base.maintenance((tx) =>
      sql`update qualite.audit_mission set expire_le = (now() at time zone 'Europe/Paris')::date - 1 where genre = 'externe' and organisme_id = ${a.organisme}`.execute(
        tx,
      ),
    )
    qui = undefined
    expect((await lire(lien)).status).toBe(404)
    expect((await brut(`${lien}/pieces/${piece}`)).status).toBe(404)
    comme(a)
    expect((await lire(`${audit}/regards`)).texte).toContain('échu')
    const retirer = /action="([^"]+\/retirer)"/.exec((await lire(`${audit}/regards`)).texte)?.[1] ?? ''
    comme(etranger)
    expect((await envoyer(retirer, {})).status).toBe(404)
    comme(a)
    expect((await envoyer(retirer, {})).status).toBe(303)
    comme(pair)
    expect((await lire(mission)).texte).toContain('Plus rien ne s’y lit')
    expect((await lire(`${mission}/points/9`)).status).toBe(404)
    expect((await lire(`${mission}/pieces/${piece}`)).status).toBe(404)
  })
})

describe('l’audit réel', () => {
  it('regarde ce qui se fait, non ce qui est coché : une session mène à une certification, ses indicateurs y sont', async () => {
    const neuf = (await cadrer(a, { situation: [] })).split('/').at(-1) ?? ''
    const lu = await dans(a, (tx) => lireAudit(tx, neuf))
    // Une session y est confiée, une autre a une situation de travail ; rien n’est en apprentissage.
    expect([...(lu?.situation ?? [])].toSorted()).toEqual([
      'certification',
      'situation-de-travail',
      'sous-traitance',
    ])
    expect((lu ? pointsDe(lu) : []).map((p) => p.point)).toEqual(expect.arrayContaining(['7', '16', '27']))
  })
  it('s’ouvre sur les dossiers que l’auditeur choisit, et sur eux seuls ; le lien n’en sert que les preuves', async () => {
    const reel = await cadrer(a)
    // Deux personnes ont signé le même jour : une seule est choisie.
    await base.maintenance((tx) =>
      sql`insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le, porte)
        select i.organisme_id, i.activite_id, i.id, c.seance_id, c.maillon_id, '2026-11-10T08:02:00Z', 'lien'
        from inscriptions.inscription i join sessions.seance e on e.organisme_id = i.organisme_id and e.session_id = i.session_id
          join emargement.cloture c on c.organisme_id = e.organisme_id and c.seance_id = e.id
        where i.id = any (${[...a.inscriptions]}::uuid[])
          and not exists (select from emargement.absence x where x.inscription_id = i.id and x.seance_id = e.id)`.execute(
        tx,
      ),
    )
    // La feuille de la session nomme toute la salle : elle ne se montre que de qui choisit toute la salle.
    const feuille = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            id: string
          }>`update documents.piece set genre = 'feuille-emargement', objet_genre = 'session', objet_id = ${a.session}
            where organisme_id = ${a.organisme} and genre = 'convocation' and objet_id = ${a.inscriptions[1]} returning id`.execute(
            tx,
          )
        ).rows[0]?.id ?? 'aucune',
    )
    const salle = (
      await dans(a, (tx) =>
        sql<{ id: string }>`select id from inscriptions.inscription where session_id = ${a.session}`.execute(
          tx,
        ),
      )
    ).rows.map((r) => r.id)
    const tirage = (inscriptions: readonly string[]) =>
      dans(a, async (tx) => [
        ...(await sessionsEntieres(tx, [{ id: a.session, categorie: 'AF', strates: [], inscriptions }])),
      ])
    expect(await tirage(salle)).toEqual([a.session])
    expect(await tirage(salle.slice(1))).toEqual([])
    const page = await lire(`${reel}/dossiers?q=S-2026-001`)
    expect(page.texte).toContain(`${a.session}:${a.inscriptions[0]}`)
    expect(page.texte).not.toContain(`${a.confiee}:`)
    expect((await envoyer(`${reel}/dossiers`, {})).texte).toContain('Cochez au moins un stagiaire')
    expect((await envoyer(`${reel}/dossiers`, { dossiers: `${a.session}:${a.abandon}` })).status).toBe(409)
    expect(
      (await envoyer(`${reel}/dossiers`, { dossiers: `${a.session}:${a.inscriptions[0]}` })).status,
    ).toBe(303)
    expect((await lire(reel)).texte).toContain('dossiers choisis par l’auditeur')
    // Ce n’est pas une répétition : ce que l’on propose d’écrire à qui certifie le sait.
    const proposee = (await lire(`${reel}/regards`)).texte
    expect(proposee).toContain('que l’auditeur ou l’auditrice a choisis')
    expect(proposee).not.toMatch(/Audit blanc, grille|répété|dossiers tirés/)
    const r = await envoyer(`${reel}/regards`, {
      ...demande,
      genre: 'externe',
      expireLe: bientot(10),
      nom: 'Une auditrice, Certificateur',
    })
    const porte = new URL(/http:[^<"]+\/auditer\/[\w-]{43}/.exec(r.texte)?.[0] ?? 'http://x/').pathname
    qui = undefined
    const servi = [porte, ...['4', '8', '11', '21', '27', '31', '32'].map((n) => `${porte}/points/${n}`)]
    for (const adresse of servi) {
      const { status, texte } = await lire(adresse)
      expect(status, adresse).toBe(200)
      expect(texte, adresse).not.toMatch(/écart|majeure|mineure|manquant|partiel|après le gel|S-2026-002/)
    }
    expect((await lire(porte)).texte).toContain('S-2026-001')
    expect((await lire(`${porte}/points/4`)).texte).toContain('Accueillir')
    expect((await lire(`${porte}/points/21`)).texte).toContain('Anglais professionnel')
    // L’émargement dit la présence de qui est choisi, demi-journée par demi-journée, et de personne d’autre.
    const siennes = await dans(a, (tx) =>
      presencesMontrees(tx, [
        { id: a.session, categorie: 'AF', strates: [], inscriptions: [a.inscriptions[0]] },
      ]),
    )
    const attendues = siennes?.get(a.session) ?? []
    expect(attendues.map(([, dit]) => dit.replace(/\s/g, ' '))).toContain('présence signée à 9 h 02')
    const emargement = (await lire(`${porte}/points/10`)).texte
    expect(emargement.split('présence signée à').length - 1).toBe(
      attendues.filter(([, dit]) => dit.startsWith('présence')).length,
    )
    // Le plan de la journée : qui le reçoit, sur quoi.
    expect((await lire(porte)).texte).toMatch(
      /Le plan de la journée.*Réunion d’ouverture.*Maïwenn X.*Critère 1/,
    )
    // La base elle-même ne rend à un lien ni constat, ni manque, ni strate.
    const jeton = porte.split('/').at(-1) ?? ''
    const rendu = await base.db.withoutTenant((tx) => lireEchantillon(tx, { jeton }, 'dossier'))
    const sansPlan = JSON.stringify(rendu?.photo, (cle, v) => (cle === 'plan' ? undefined : v))
    expect(sansPlan).not.toMatch(/"(etat|phrase|muets|note|strates|quoi|tard|apresGel)"/)
    expect(rendu?.constats).toEqual([])
    expect(sansPlan).toContain('"pieces":[{')
    expect([feuille, sansPlan.includes(feuille)]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), false])
    // Le procès-verbal d’une épreuve nomme tous ses candidats : d’une session que l’on n’a pas choisie, ses nombres se lisent, lui non.
    const proces = (
      await dans(a, (tx) =>
        sql<{
          id: string
        }>`select j.id from qualite.jointe j join qualite.registre r on r.organisme_id = j.organisme_id and r.id = j.ligne_id
          where r.genre = 'examen' and r.session_id = ${a.ancienne}`.execute(tx),
      )
    ).rows[0]?.id
    qui = undefined
    const epreuve = (await lire(`${porte}/points/3`)).texte
    expect(epreuve).toContain('Présentés')
    expect([proces, epreuve.includes(proces ?? 'aucun')]).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      false,
    ])
    expect((await brut(`${porte}/pieces/${proces}`)).status).toBe(404)
    // Un pour un : ce que chaque indicateur compte sur ces dossiers, et ce que l’archive en porte.
    const audit = reel.split('/').at(-1) ?? ''
    const comptes = new Map(
      (lirePhotoFigee((await dans(a, (tx) => lirePhoto(tx, audit)))?.contenu)?.points ?? []).map((p) => [
        p.point,
        p.faits
          .filter((f) => f.tenu)
          .map((f) => f.code)
          .sort(),
      ]),
    )
    const zip = new Uint8Array(await (await brut(`${porte}/preuves.zip`)).arrayBuffer())
    const portees = new Map<string, string[]>()
    for (const f of lireZip({ taille: zip.length, lire: (ou, n) => zip.subarray(ou, ou + n) })) {
      const indicateur = /^indicateur-0?(\d+)\/preuves\.csv$/.exec(f.nom)?.[1]
      if (!indicateur) continue
      const [, ...lignes] = new TextDecoder().decode(f.octets).trim().split('\n')
      portees.set(indicateur, lignes.flatMap((l) => /^"?(\d+[a-z])"?;/.exec(l)?.[1] ?? []).sort())
    }
    expect([...portees.values()].flat().length).toBeGreaterThan(20)
    for (const [point, codes] of comptes)
      if (/^\d+$/.test(point)) expect(portees.get(point), point).toEqual(codes)
  })
})

describe('une demi-journée où personne n’est attendu', () => {
  it('n’a pas de feuille à clore : elle ne manque à personne', async () => {
    const feuilles = async () =>
      (
        await dans(etranger, (tx) =>
          listerFaits(tx, { jour: jourComplet, cadre: cadreComplet }, ['10c'], { session: etranger.session }),
        )
      ).map((f) => f.tenu)
    expect(await feuilles()).toEqual([true])
    await base.maintenance((tx) =>
      sql`update sessions.seance set session_id = ${etranger.session}, tenue = true, jour = jour - 4,
        debut = debut - interval '4 days', fin = fin - interval '4 days' where session_id = ${etranger.annulee}`.execute(
        tx,
      ),
    )
    expect(await feuilles()).toEqual([false])
    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set arrivee_le = '2026-11-10' where session_id = ${etranger.session}`.execute(
        tx,
      ),
    )
    expect(await feuilles()).toEqual([true])
  })
})

describe('le dossier du certificateur', () => {
  it('tient en une archive : l’identité, l’organigramme, les sites, la déclaration ; rien de nos manques', async () => {
    comme(a)
    const zip = new Uint8Array(await (await brut('/qualite/certificateur.zip')).arrayBuffer())
    const fichiers = new Map(
      [...lireZip({ taille: zip.length, lire: (ou, n) => zip.subarray(ou, ou + n) })].map((f) => [
        f.nom,
        Buffer.from(f.octets).toString(),
      ]),
    )
    expect([...fichiers.keys()].sort()).toEqual(['index.html', 'organigramme.csv', 'sites.csv'])
    expect(fichiers.get('organigramme.csv')).toContain('Hanh;X;référence qualité')
    expect(fichiers.get('sites.csv')).toContain('Le Chapeau-Rouge')
    expect(fichiers.get('index.html')).toContain('déclare sur l’honneur')
    expect(fichiers.get('index.html')).not.toMatch(/<script|https?:/)
    comme(pair, pair.comptes.tom, ['formateur'])
    expect((await brut('/qualite/certificateur.zip')).status).toBe(403)
  })
})

describe('les fichiers joints à un registre', () => {
  const fichierDe = (octets: Uint8Array, nom: string) => {
    const f = new FormData()
    f.append('fichier', new Blob([octets.slice()]), nom)
    return f
  }
  let ligne = ''
  it('se reçoivent pour ce qu’ils sont : un fichier qui ment, un PDF qui agit, trop lourd : une phrase', async () => {
    comme(a, a.comptes.nadia, ['assistant'])
    ligne = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            id: string
          }>`select id from qualite.registre where organisme_id = ${a.organisme} and genre = 'cv' and personne_id = ${a.lena}`.execute(
            tx,
          )
        ).rows[0]?.id ?? '',
    )
    const ou = `/qualite/registres/cv/lignes/${ligne}/fichiers`
    const dire = (t: string) => new TextEncoder().encode(t)
    for (const [octets, nom, phrase] of [
      [dire('MZ\u0000 programme'), 'cv.pdf', 'Son contenu fait foi'],
      [dire('<html><script>1</script></html>'), 'cv.png', 'Son contenu fait foi'],
      [dire('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'cv.jpg', 'Son contenu fait foi'],
      [dire(pdfDEssai('', '/OpenAction<</S/JavaScript/JS(1)>>')), 'cv.pdf', 'porte un script'],
      [dire('%PDF-1.7'), 'cv.pdf', 'sa fin manque'],
      [dire(''), 'cv.pdf', 'vide'],
    ] as const) {
      const r = await envoyer(ou, {}, fichierDe(octets, nom))
      expect(r.status, nom).toBe(422)
      expect(r.texte).toContain(phrase)
    }
    const lourd = new Uint8Array(10_500_000)
    lourd.set(octetsPdf)
    expect((await envoyer(ou, {}, fichierDe(lourd, 'cv.pdf'))).texte).toContain(
      '10\u00a0Mo au plus'.replace('\u00a0', ' '),
    )
    expect(
      (await envoyer(ou, { fichierExpireLe: '01/01/2026' }, fichierDe(octetsPdf, 'cv.pdf'))).status,
    ).toBe(422)
    expect(
      (await envoyer(ou, { fichierExpireLe: bientot(5) }, fichierDe(octetsPdf, '../../é"t\u202ec.pdf')))
        .status,
    ).toBe(303)
    expect((await envoyer(ou, {}, fichierDe(octetsPdf, 'le-meme.pdf'))).texte).toContain('déjà joint')
  })
  it('se remettent en pièce jointe, isolés, à qui est d’ici seulement', async () => {
    const page = (await lire(`/qualite/registres/cv/lignes/${ligne}`)).texte
    const adresse = /href="([^"]+\/fichiers\/[0-9a-f-]{36})"/.exec(page)?.[1] ?? ''
    const r = await brut(adresse)
    expect(r.status).toBe(200)
    expect(r.headers.get('content-security-policy')).toContain('sandbox')
    expect(r.headers.get('x-content-type-options')).toBe('nosniff')
    expect(r.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.pdf"$/)
    comme(pair)
    expect((await brut(adresse)).status).toBe(404)
  })
  it('périmé, un fichier fait retomber la preuve ; le nouveau la relève', async () => {
    comme(a)
    const trou = async () => (await lire('/qualite/indicateurs/21')).texte.includes('aucun curriculum vitæ')
    expect(await trou()).toBe(false)
    await base.maintenance((tx) =>
      sql`update qualite.jointe set expire_le = (now() at time zone 'Europe/Paris')::date - 1 where ligne_id = ${ligne}`.execute(
        tx,
      ),
    )
    expect(await trou()).toBe(true)
    expect((await lire(`/qualite/registres/cv/lignes/${ligne}`)).texte).toContain('périmé')
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
      'base64',
    )
    const ou = `/qualite/registres/cv/lignes/${ligne}/fichiers`
    expect((await envoyer(ou, {}, fichierDe(png, 'cv.png'))).status).toBe(303)
    expect(await trou()).toBe(false)
    const retirer = [
      ...(await lire(`/qualite/registres/cv/lignes/${ligne}`)).texte.matchAll(/action="([^"]+\/retirer)"/g),
    ].map((m) => m[1] ?? '')
    expect((await envoyer(retirer[0] ?? '', {})).status).toBe(303)
    expect((await lire(`/qualite/registres/cv/lignes/${ligne}`)).texte).toContain('retiré')
    expect(await trou()).toBe(true)
  })
})

describe('l’audit interne', () => {
  const interne = { parIntervenant: 'on', genre: 'renouvellement', anciens: '' }
  it('tire une action par personne qui anime, se rejoue de sa graine, et ne retire personne dans l’année', async () => {
    const attendues = (
      await dans(etranger, (tx) =>
        sql<{
          id: string
        }>`select distinct a.personne_id as id from sessions.affectation a join sessions.seance e on e.organisme_id = a.organisme_id and e.id = a.seance_id
          join inscriptions.inscription i on i.organisme_id = e.organisme_id and i.session_id = e.session_id where e.tenue and a.personne_id is not null`.execute(
          tx,
        ),
      )
    ).rows.length
    let ou = await cadrer(etranger, interne)
    // Une action par personne : rien ne s’y choisit à la main.
    expect((await lire(ou)).texte).not.toContain('ouvrir les dossiers choisis')
    expect((await lire(`${ou}/dossiers`)).status).toBe(404)
    const choisis = await envoyer(`${ou}/dossiers`, { dossiers: `${newId()}:${newId()}` })
    expect([choisis.status, choisis.texte.includes('ses dossiers ne se choisissent pas')]).toEqual([
      409,
      true,
    ])
    // Personne ne sait encore qui ce gel tire : un second attend qu’on l’ouvre, même demandé au même instant.
    const autre = await cadrer(etranger, interne)
    const gels = await Promise.all(
      [ou, autre, ou, autre].map(async (audit) => ({ audit, ...(await envoyer(audit, { geste: 'geler' })) })),
    )
    expect(gels.map((g) => g.status).toSorted()).toEqual([303, 303, 409, 409])
    expect(gels.filter((g) => g.status === 409).every((g) => g.texte.includes('ouvrez-le d’abord'))).toBe(
      true,
    )
    ou = gels.find((g) => g.status === 303)?.audit ?? ''
    // Gelé deux fois, un audit ne l’est qu’une.
    const { rows: notes } = await dans(etranger, (tx) =>
      sql`select from journal.geste where geste = 'geler-audit' and objet_id = ${ou.split('/').at(-1) ?? ''}`.execute(
        tx,
      ),
    )
    expect(notes).toHaveLength(1)
    expect((await envoyer(ou, { geste: 'ouvrir' })).status).toBe(303)
    const { texte } = await lire(ou)
    expect(texte).toContain('Audit interne, une action par personne')
    expect(texte).toContain('le même tirage')
    expect(texte).toContain('une action de qui l’anime')
    const liste = (await lire('/qualite/audits')).texte
    expect(liste).toContain(`Audit interne de ${jourLocal(new Date(), ZONE_PAR_DEFAUT).slice(0, 4)}`)
    expect(liste.match(/>le \d/g)?.length).toBe(attendues)
    // Chacun a son action de l’année : un second tirage n’a plus rien à prendre.
    const second = await cadrer(etranger, interne)
    const gele = await envoyer(second, { geste: 'geler' })
    expect(gele.status).toBe(409)
    expect(gele.texte).toContain('a déjà son action de l’année')
  })
})

describe('un atelier interne', () => {
  const trou = async () =>
    (await lire('/qualite/indicateurs/22')).texte.includes('aucune action de développement')
  it('devient une preuve de l’indicateur 22 pour chaque personne présente, et cesse de l’être quand on se corrige', async () => {
    comme(etranger)
    await base.maintenance((tx) =>
      sql`delete from qualite.registre where organisme_id = ${etranger.organisme} and genre = 'developpement'`.execute(
        tx,
      ),
    )
    expect(await trou()).toBe(true)
    const formulaire = (await lire('/qualite/ateliers/nouveau')).texte
    const gens = [...formulaire.matchAll(/name="attendus"[^>]*value="([0-9a-f-]{36})"/g)].map(
      (m) => m[1] ?? '',
    )
    expect(gens.length).toBeGreaterThan(0)
    const voulu = {
      _jeton: newId(),
      titre: 'Écrire des objectifs',
      le: bientot(0),
      duree: '3 h',
      animateur: 'Hanh Nguyen',
      apport: 'Écrire des objectifs observables depuis une situation de travail',
      attendus: gens,
    }
    for (const [champs, phrase] of [
      [{ apport: 'RAS, tout va très bien' }, 'cinq mots'],
      [{ duree: '5 min' }, 'quart d’heure'],
    ] as const) {
      const r = await envoyer('/qualite/ateliers/nouveau', { ...voulu, ...champs })
      expect(r.status, phrase).toBe(422)
      expect(r.texte).toContain(phrase)
    }
    expect((await envoyer('/qualite/ateliers/nouveau', { ...voulu, attendus: [] })).status).toBe(409)
    const { vers } = await envoyer('/qualite/ateliers/nouveau', voulu)
    // Annoncé et pas pointé, il ne compte à personne.
    expect((await lire('/qualite/ateliers/personnes?format=csv')).texte).not.toContain(';1;')
    expect((await envoyer('/qualite/ateliers/nouveau', voulu)).vers).toBe(vers)
    const lignes = async () =>
      (
        await dans(etranger, (tx) =>
          sql<{
            n: number
          }>`select count(*)::int4 as n from (select distinct on (id) retire from qualite.registre where genre = 'developpement' order by id, rang desc) r where not retire`.execute(
            tx,
          ),
        )
      ).rows[0]?.n
    expect((await envoyer(`${vers}/pointer`, { presents: gens })).status).toBe(303)
    expect(await lignes()).toBe(gens.length)
    const { texte } = await lire(vers)
    expect(texte).toContain('présente ou présent')
    expect(texte).toContain('indicateur 22')
    // Pointée, la présence est déclarée ; rien ne l’appuie avant que la feuille signée soit jointe à sa ligne.
    expect(
      (
        await dans(etranger, (tx) =>
          listerFaits(tx, { jour: jourLocal(new Date(), ZONE_PAR_DEFAUT), cadre: cadreComplet }, ['22a']),
        )
      ).some((f) => f.declare && f.quoi.includes('feuille de présence de l’atelier')),
    ).toBe(true)
    expect((await lire('/qualite/ateliers/personnes?format=csv')).texte).toContain(';1;1;180')
    expect((await lire('/qualite/ateliers?format=csv')).texte).toContain('Écrire des objectifs')
    // Le filtre propose les années où un atelier se tient, et aucune autre.
    const { texte: parAnnee } = await lire('/qualite/ateliers')
    expect([...parAnnee.matchAll(/<option value="(\d{4})"/g)].map(([, a]) => a)).toEqual([
      bientot(0).slice(-4),
    ])
    // Une personne n’était pas là : sa ligne se retire, et ne revient pas d’un second envoi.
    for (let i = 0; i < 2; i += 1)
      expect(
        (await envoyer(`${vers}/pointer`, { presents: gens.slice(1), excuses: gens.slice(0, 1) })).status,
      ).toBe(303)
    expect(await lignes()).toBe(gens.length - 1)
    if (gens.length > 1) expect((await envoyer(`${vers}/annuler`, {})).status).toBe(409)
    // Qui n’agit que pour une autre enseigne ne voit pas ces présences : elle n’annule rien, et n’annonce rien.
    const ailleurs = { personne: etranger.comptes.maiwenn, portee: [newId<'Activite'>()] }
    const atelier = (vers?.split('/').at(-1) ?? '') as AtelierId
    expect(
      await base.enTantQue(etranger.organisme, ailleurs, (tx) => annulerAtelier(tx, atelier, new Date())),
    ).toBe(false)
    expect(
      await codeSql(() =>
        base.enTantQue(etranger.organisme, ailleurs, (tx) =>
          insererAtelier(
            tx,
            {
              id: newId<'Atelier'>(),
              titre: 'Forcé',
              le: '2026-01-05' as DateCivile,
              minutes: 60,
              animateur: 'Nul',
              apport: 'Rien de plus que cela',
            },
            new Date(),
          ),
        ),
      ),
    ).toBe('42501')
    const futur = await envoyer('/qualite/ateliers/nouveau', { ...voulu, _jeton: newId(), le: bientot(9) })
    expect((await envoyer(`${futur.vers}/pointer`, { presents: gens })).texte).toContain('pas encore eu lieu')
    expect((await envoyer(`${futur.vers}/annuler`, {})).status).toBe(303)
    comme(a)
    expect((await lire(vers)).status).toBe(404)
    comme(etranger, etranger.comptes.hanh, ['formateur'])
    expect((await envoyer(`${vers}/pointer`, { presents: gens })).status).toBe(403)
  })
})
