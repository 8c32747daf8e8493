// Long parce que les émissions se jouent sur une même session, lourde à poser.
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { ko } from '#kernel/result.ts'
import { lirePiece, type PieceId } from '#modules/documents/index.ts'
import { lireQuiForme } from '#modules/inscriptions/index.ts'
import { uneEnseigne } from '#modules/organisme/test/organismes.ts'
import { poserIntervenant } from '#modules/sessions/test/poser.ts'
import { newId } from '#platform/db/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { lireTexte, serre } from '../../../../test/documents/texte.ts'
import { cloreLaFeuille, noterAbsence, regulariser } from '../gestes/composer.ts'
import { direLaSequence } from '../gestes/dire-sequence.ts'
import {
  emettreCertificat,
  emettreCertificatEnTache,
  emettreCertificats,
  epreuveDuCertificat,
  lireCertificats,
} from '../gestes/emettre-certificats.ts'
import { emettreFeuille } from '../gestes/emettre-feuille.ts'
import {
  acces,
  poserSessionDEssai,
  type ServicesDEssai,
  type SessionDEssai,
  servicesDe,
  type Voulu,
} from './session-d-essai.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
afterAll(() => pdf.close())

const apres = '2026-11-24T17:30:00Z'
const deux = [
  [540, 750],
  [810, 1020],
] as const

const preparer = async (voulu: Voulu = {}, instant = apres) => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, voulu))
  const services: ServicesDEssai = { ...servicesDe(base, fil, instant), pdf }
  return { fil, services }
}
const a = (s: ServicesDEssai, instant: string): ServicesDEssai => ({ ...s.a(instant), pdf })
const premier = <T>(liste: readonly T[], rang = 0): T => {
  const v = liste[rang]
  if (v === undefined) throw new Error('la liste est trop courte')
  return v
}
const qui = (fil: SessionDEssai) => ({ acces, id: fil.personne, nom: 'Tom Okafor' })

/** Statue toutes les cases d’une inscription : présente, sauf aux rangs donnés. */
const statuer = async (
  fil: SessionDEssai,
  services: ServicesDEssai,
  rang = 0,
  absences: readonly number[] = [],
) => {
  const inscription = premier(fil.inscriptions, rang)
  for (const [i, seance] of fil.seances.entries()) {
    const ou = { session: fil.session, seance, inscription }
    const r = absences.includes(i)
      ? await noterAbsence(services, qui(fil), { ...ou, motif: 'inconnu' })
      : await regulariser(services, qui(fil), { ...ou, motif: 'Signature recueillie sur papier' })
    if (!r.ok) throw new Error(r.error.phrase)
  }
  return inscription
}
const donneesDe = async (fil: SessionDEssai, piece: PieceId) => {
  const { rows } = await base.enTantQue(fil.organisme, {}, (tx) =>
    sql<{ donnees: string }>`select donnees from documents.piece where id = ${piece}::uuid`.execute(tx),
  )
  return JSON.parse(premier(rows).donnees)
}
const tard = '2026-11-25T09:00:00Z'

describe('Ce qui fut travaillé', () => {
  it('se dit demi-journée par demi-journée, s’imprime, et ne change plus quand la feuille est close', async () => {
    const { fil, services } = await preparer({ creneaux: deux, stagiaires: 1 }, tard)
    await statuer(fil, services)
    const ou = { session: fil.session, seance: premier(fil.seances) }
    expect((await direLaSequence(services, qui(fil), { ...ou, texte: 'Accueillir un client' })).ok).toBe(true)
    expect((await direLaSequence(services, { ...qui(fil), id: newId() }, { ...ou, texte: 'Autre' })).ok).toBe(
      false,
    )
    const emise = await emettreFeuille(services, acces, fil.session)
    if (!emise.ok) throw new Error(emise.error.phrase)
    const donnees = await donneesDe(fil, emise.value.piece)
    expect(donnees.seances.map((s: { sequence: string }) => s.sequence)).toEqual(['Accueillir un client', ''])
    // Attestée le lendemain : la case dit le jour, et non une heure seule sous un autre jour.
    expect(donnees.stagiaires[0].presences.s1).toMatchObject({
      etat: 'regularisee',
      a: '10:00',
      le: '2026-11-25',
    })
    expect((await cloreLaFeuille(services, qui(fil), { ...ou, ip: '192.0.2.7', agent: 'essai' })).ok).toBe(
      true,
    )
    expect(await direLaSequence(services, qui(fil), { ...ou, texte: 'Après coup' })).toMatchObject({
      ok: false,
      error: { code: 'feuille-close' },
    })
    // Ni par SQL, sous le rôle de l’application : la base laisse la ligne telle que la feuille l’a figée.
    const changees = await base.enTantQue(fil.organisme, { personne: fil.personne, portee: '*' }, (tx) =>
      sql`update emargement.sequence_suivie set texte = 'Après coup' where seance_id = ${ou.seance}`.execute(
        tx,
      ),
    )
    expect(changees.numAffectedRows).toBe(0n)
  })
})

describe('Émettre un certificat de réalisation', () => {
  it('dit les heures suivies d’après le registre, jamais les prévues', async () => {
    const { fil, services } = await preparer({ creneaux: deux }, tard)
    const inscription = await statuer(fil, services, 0, [1])
    const r = await emettreCertificat(services, acces, inscription)
    if (!r.ok) throw new Error(r.error.phrase)
    expect(r.value).toMatchObject({ numero: 'CR-2026-0001', neuf: true, remplace: false })
    const donnees = await donneesDe(fil, r.value.piece)
    expect(donnees).toMatchObject({
      numero: 'CR-2026-0001',
      action: { minutesRealisees: 210, debut: '2026-11-24', fin: '2026-11-24', nature: 'formation' },
      beneficiaire: { prenom: 'Agathe', nom: 'Pons' },
      signataire: { nom: 'Hélène Roussillon', qualite: 'directrice générale' },
      fait: { le: '2026-11-25' },
    })
    // Sans enseigne, le papier reste celui d’avant.
    expect(donnees.action).not.toHaveProperty('animateurs')
    // Aucun identifiant de la base n'est figé dans la pièce.
    expect(JSON.stringify(donnees)).not.toContain(inscription)
  })

  it('mêmes faits, même pièce ; une correction en fait une autre, qui dit laquelle elle remplace', async () => {
    const { fil, services } = await preparer({ creneaux: deux }, tard)
    const inscription = await statuer(fil, services, 0, [1])
    const une = await emettreCertificat(services, acces, inscription)
    const encore = await emettreCertificat(a(services, '2026-12-03T09:00:00Z'), acces, inscription)
    if (!une.ok || !encore.ok) throw new Error('refus')
    expect(encore.value).toMatchObject({ piece: une.value.piece, neuf: false })
    await regulariser(services, qui(fil), {
      session: fil.session,
      seance: premier(fil.seances, 1),
      inscription,
      motif: 'Absence notée par erreur de ligne',
    })
    const autre = await emettreCertificat(a(services, '2026-12-04T09:00:00Z'), acces, inscription)
    if (!autre.ok) throw new Error(autre.error.phrase)
    expect(autre.value).toMatchObject({ numero: 'CR-2026-0002', neuf: true, remplace: true })
    const piece = await base.enTantQue(fil.organisme, {}, (tx) => lirePiece(tx, autre.value.piece))
    expect(piece?.remplace).toBe(une.value.piece)
    expect((await donneesDe(fil, autre.value.piece)).action.minutesRealisees).toBe(420)
  })

  it('dix demandes au même instant n’émettent qu’une pièce', async () => {
    const { fil, services } = await preparer({}, tard)
    const inscription = await statuer(fil, services)
    const issues = await Promise.all(
      Array.from({ length: 10 }, () => emettreCertificat(services, acces, inscription)),
    )
    const numeros = new Set(issues.map((r) => (r.ok ? r.value.numero : r.error.phrase)))
    expect([...numeros]).toEqual(['CR-2026-0001'])
  })

  it.each([
    ['avant la fin', {}, '2026-11-24T10:00:00Z', 'action-non-finie'],
    ['avec une demi-journée non statuée', {}, tard, 'demi-journees-non-statuees'],
    ['sans signataire', { signataire: false }, tard, 'signataire-sans-pouvoir'],
  ] as const)('est refusé %s', async (_, voulu, instant, code) => {
    const { fil, services } = await preparer(voulu, instant)
    const r = await emettreCertificat(services, acces, premier(fil.inscriptions))
    expect(r.ok ? '' : r.error.code).toBe(code)
  })

  it('est refusé sans une heure suivie, et le numéro n’est pas pris', async () => {
    const { fil, services } = await preparer({ stagiaires: 2 }, tard)
    const absente = await statuer(fil, services, 0, [0])
    expect(await emettreCertificat(services, acces, absente)).toMatchObject({
      error: { code: 'aucune-heure' },
    })
    const presente = await statuer(fil, services, 1)
    expect(await emettreCertificat(services, acces, presente)).toMatchObject({
      value: { numero: 'CR-2026-0001' },
    })
  })

  it('celui d’un voisin est introuvable', async () => {
    const un = await preparer({}, tard)
    const autre = await preparer({}, tard)
    const inscription = await statuer(un.fil, un.services)
    expect(await emettreCertificat(autre.services, acces, inscription)).toMatchObject({
      error: { code: 'introuvable' },
    })
  })

  it('son épreuve se voit sans rien garder', async () => {
    const { fil, services } = await preparer({}, tard)
    const inscription = await statuer(fil, services)
    const r = await epreuveDuCertificat(services, acces, { session: fil.session, inscription })
    if (!r.ok) throw new Error(r.error.phrase)
    expect(Buffer.from(r.value.pdf.subarray(0, 5)).toString()).toBe('%PDF-')
    const { rows } = await base.enTantQue(fil.organisme, {}, (tx) =>
      sql`select 1 from documents.piece`.execute(tx),
    )
    expect(rows).toHaveLength(0)
  })
})

it('sous une enseigne, le certificat, seul ou d’un lot, nomme qui a animé ce que la personne a suivi, et personne d’autre', async () => {
  const { fil, services } = await preparer({ creneaux: deux }, tard)
  await base.maintenance(async (tx) => {
    await sql`update organisme.activite set commune = false, nom = 'Fil à plomb' where organisme_id = ${fil.organisme}`.execute(
      tx,
    )
    const [matin, apresMidi] = [premier(fil.seances), premier(fil.seances, 1)]
    await poserIntervenant(tx, fil, [matin as never], { prenom: 'Salomé', nom: 'Diallo' })
    await poserIntervenant(tx, fil, [apresMidi as never], { prenom: 'Ousmane', nom: 'Kanté' })
  })
  const entiere = await statuer(fil, services)
  await statuer(fil, services, 1, [1])
  const une = await emettreCertificat(services, acces, entiere)
  if (!une.ok) throw new Error(une.error.phrase)
  expect((await donneesDe(fil, une.value.piece)).action.animateurs).toEqual([
    'Salomé Diallo',
    'Ousmane Kanté',
  ])
  expect(await emettreCertificats(services, acces, fil.session)).toMatchObject({
    value: { emis: 1, deja: 1 },
  })
  const lues = await lireCertificats(services, acces, fil.session)
  const autre = lues?.lignes.find((l) => l.inscription.id !== entiere)?.piece
  expect((await donneesDe(fil, autre?.id as PieceId)).action.animateurs).toEqual(['Salomé Diallo'])
})

/** Les données de deux certificats, l’un émis par une personne, l’autre par une tâche. */
const actionsDesDeux = async (fil: SessionDEssai, services: ServicesDEssai) => {
  const [une, autre] = [await statuer(fil, services), await statuer(fil, services, 1)]
  const emis = await emettreCertificat(services, acces, une)
  if (!emis.ok) throw new Error(emis.error.phrase)
  await emettreCertificatEnTache({ organisme: fil.organisme, inscription: autre }, services)
  const lues = await lireCertificats(services, acces, fil.session)
  const pieces = lues?.lignes.flatMap((l) => l.piece?.id ?? []) ?? []
  expect(pieces).toHaveLength(2)
  return Promise.all(pieces.map((piece) => donneesDe(fil, piece)))
}

it('quand une fiche est d’une autre enseigne, il ne nomme personne, qu’une personne l’émette ou une tâche, qui lit tout', async () => {
  const { fil, services } = await preparer({}, tard)
  await base.maintenance(async (tx) => {
    await sql`update organisme.activite set commune = false, nom = 'Fil à plomb' where organisme_id = ${fil.organisme}`.execute(
      tx,
    )
    const chez = await uneEnseigne(tx, fil.organisme, 'Ourlet numérique')
    const seances = [premier(fil.seances) as never]
    await poserIntervenant(tx, fil, seances, { prenom: 'Salomé', nom: 'Diallo' })
    await poserIntervenant(tx, fil, seances, { prenom: 'Ousmane', nom: 'Kanté', chez })
  })
  for (const { action } of await actionsDesDeux(fil, services))
    expect(action).not.toHaveProperty('animateurs')
})

it('une fiche de l’activité commune n’est pas d’une autre enseigne : il la nomme, qu’une enseigne l’émette ou une tâche', async () => {
  const { fil } = await preparer({}, tard)
  await base.maintenance(async (tx) => {
    await sql`update organisme.activite set commune = false, nom = 'Fil à plomb' where organisme_id = ${fil.organisme}`.execute(
      tx,
    )
    const chez = await uneEnseigne(tx, fil.organisme, 'La coopérative')
    await sql`update organisme.activite set commune = true where id = ${chez}`.execute(tx)
    const seances = [premier(fil.seances) as never]
    await poserIntervenant(tx, fil, seances, { prenom: 'Salomé', nom: 'Diallo' })
    await poserIntervenant(tx, fil, seances, { prenom: 'Yann', nom: 'Abgrall', chez })
  })
  const services: ServicesDEssai = { ...servicesDe(base, fil, tard, [fil.activite]), pdf }
  for (const { action } of await actionsDesDeux(fil, services))
    expect(action.animateurs).toEqual(['Yann Abgrall', 'Salomé Diallo'])
  // La convention et l’extrait les nomment aussi, avec leurs titres.
  const quiForme = await services.db.withTenant(acces, (tx) => lireQuiForme(tx, [premier(fil.seances)], ''))
  expect(quiForme?.map((f) => [f.prenom, f.titres])).toEqual([
    ['Yann', 'Master d’anglais, CELTA'],
    ['Salomé', 'Master d’anglais, CELTA'],
  ])
})

describe('Émettre tous les certificats d’une session', () => {
  it('ceux qui se peuvent, en disant pourquoi pas les autres ; recommencer n’ajoute rien', async () => {
    const { fil, services } = await preparer({ stagiaires: 3 }, tard)
    await statuer(fil, services, 0)
    await statuer(fil, services, 1)
    const r = await emettreCertificats(services, acces, fil.session)
    expect(r).toMatchObject({ ok: true, value: { emis: 2, refuses: 1, enFile: 0 } })
    expect(await emettreCertificats(services, acces, fil.session)).toMatchObject({
      value: { emis: 0, deja: 2, refuses: 1 },
    })
    const lues = await lireCertificats(services, acces, fil.session)
    expect(lues?.lignes.map((l) => l.piece?.numero ?? l.refus?.code)).toContain('demi-journees-non-statuees')
  })

  it('au-delà de douze, des tâches les émettent, une fois chacune', async () => {
    const { fil, services } = await preparer({ stagiaires: 13 }, tard)
    for (let i = 0; i < 13; i++) await statuer(fil, services, i)
    expect(await emettreCertificats(services, acces, fil.session)).toMatchObject({
      value: { emis: 0, enFile: 13 },
    })
    const admin = await base.client('admin')
    const { rows } = await admin.query<{ payload: Parameters<typeof emettreCertificatEnTache>[0] }>(
      `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'emargement.emettre-certificat' and j.payload ->> 'organisme' = $1`,
      [fil.organisme],
    )
    expect(rows).toHaveLength(13)
    for (const { payload } of [...rows, ...rows]) await emettreCertificatEnTache(payload, services)
    const lues = await lireCertificats(services, acces, fil.session)
    expect(new Set(lues?.lignes.map((l) => l.piece?.numero)).size).toBe(13)
    // Deux à refaire sur treize : le fichier de tous en nomme treize, et ces deux-là ne se réunissent pas d’avance.
    await base.maintenance((tx) =>
      sql`update tiers.personne set nom = 'Renommée' where organisme_id = ${fil.organisme}
        and id in (select personne_id from inscriptions.inscription where id in (${sql.join(fil.inscriptions.slice(0, 2))}))`.execute(
        tx,
      ),
    )
    let reunions = 0
    const dAvance = { commencer: () => void reunions++, reunie: () => undefined }
    const espion = { ...services, pdf: { ...pdf, dAvance } }
    expect(await emettreCertificats(espion, acces, fil.session)).toMatchObject({
      value: { emis: 2, deja: 11 },
    })
    expect(reunions).toBe(0)
  })
})

describe('Douze certificats d’un geste', () => {
  const numeros = async (fil: SessionDEssai) => {
    const { rows } = await base.enTantQue(fil.organisme, {}, (tx) =>
      sql<{ numero: string; range: boolean }>`select p.numero, f.empreinte is not null as range
        from documents.piece p left join plateforme.fichier f
          on f.organisme_id = p.organisme_id and encode(f.empreinte, 'hex') = p.fichier
        order by p.numero`.execute(tx),
    )
    return rows
  }
  const suite = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      numero: `CR-2026-${String(i + 1).padStart(4, '0')}`,
      range: true,
    }))
  const prepares = async (stagiaires: number) => {
    const pose = await preparer({ stagiaires }, tard)
    for (let i = 0; i < stagiaires; i++) await statuer(pose.fil, pose.services, i)
    return pose
  }
  /** La n-ième composition ne revient pas : ce que `faute` fait arrive à sa place. */
  const fautif = (services: ServicesDEssai, rang: number, faute: () => Promise<void>): ServicesDEssai => {
    let n = 0
    return {
      ...services,
      pdf: {
        ...pdf,
        async render(demande) {
          n += 1
          if (n === rang) await faute()
          return pdf.render(demande)
        },
      },
    }
  }

  it.each([
    [
      'l’atelier qui meurt',
      async () => {
        throw new Error('l’atelier est mort')
      },
    ],
    [
      'la base qui coupe',
      async () => {
        const admin = await base.client('admin')
        await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`)
      },
    ],
  ] as const)(
    '%s au septième n’en laisse aucun, ni numéro pris ; recommencer les émet tous',
    async (_, faute) => {
      const { fil, services } = await prepares(12)
      await expect(emettreCertificats(fautif(services, 7, faute), acces, fil.session)).rejects.toThrow()
      expect(await numeros(fil)).toEqual([])
      expect(await emettreCertificats(services, acces, fil.session)).toMatchObject({ value: { emis: 12 } })
      expect(await numeros(fil)).toEqual(suite(12))
    },
  )

  it('l’un que l’atelier refuse n’arrête pas les autres, et ne laisse pas de place vide', async () => {
    const { fil, services } = await prepares(3)
    const lues = await lireCertificats(services, acces, fil.session)
    const refusee = premier(lues?.lignes ?? [], 1).inscription.nom
    const sauf: ServicesDEssai = {
      ...services,
      pdf: {
        ...pdf,
        render: async (demande) =>
          (demande.donnees.beneficiaire as { nom: string }).nom === refusee
            ? ko({ code: 'trop-lourd', phrase: 'Ce document est trop long.' })
            : pdf.render(demande),
      },
    }
    expect(await emettreCertificats(sauf, acces, fil.session)).toMatchObject({
      value: { emis: 2, refuses: 1, phrase: 'Ce document est trop long.' },
    })
    expect(await numeros(fil)).toEqual(suite(2))
  })

  it('deux gestes au même instant n’en émettent que douze', async () => {
    const { fil, services } = await prepares(12)
    await Promise.all([1, 2].map(() => emettreCertificats(services, acces, fil.session)))
    expect(await numeros(fil)).toEqual(suite(12))
  })
})

describe('Émettre la feuille d’émargement', () => {
  it('reprend le registre, rend la même sans rien de neuf, remplace dès qu’il a grandi', async () => {
    const { fil, services } = await preparer({ stagiaires: 2 }, tard)
    await statuer(fil, services, 0)
    const une = await emettreFeuille(services, acces, fil.session)
    if (!une.ok) throw new Error(une.error.phrase)
    expect(une.value).toMatchObject({ numero: 'EM-2026-0001', neuve: true })
    expect(await emettreFeuille(services, acces, fil.session)).toMatchObject({
      value: { piece: une.value.piece, neuve: false },
    })
    expect(await donneesDe(fil, une.value.piece)).toMatchObject({
      registre: { premiere: 1, derniere: 1, empreinte: expect.stringMatching(/^[0-9a-f]{64}$/) },
      totaux: { minutesPrevues: 420, minutesRealisees: 210 },
    })
    await statuer(fil, services, 1, [0])
    expect(await emettreFeuille(services, acces, fil.session)).toMatchObject({
      value: { numero: 'EM-2026-0002', neuve: true },
    })
  })
})

it('la feuille et le certificat disent l’employeur de l’inscription, quoi que dise la fiche depuis', async () => {
  const { fil, services } = await preparer({ stagiaires: 1 }, tard)
  const inscription = await statuer(fil, services)
  const { organisme, activite } = fil
  await base.maintenance(async (tx) => {
    const [alors, depuis] = [newId(), newId()]
    for (const [id, nom] of [
      [alors, 'Scierie du Vercors'],
      [depuis, 'Menuiserie Kervern'],
    ])
      await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le)
        values (${organisme}, ${id}, ${activite}, ${nom}, 'e', now())`.execute(tx)
    await sql`update inscriptions.inscription set employeur_id = ${alors}, statut_f1 = 'salarie-prive' where id = ${inscription}`.execute(
      tx,
    )
    await sql`update tiers.personne set entreprise_id = ${depuis} where organisme_id = ${organisme}`.execute(
      tx,
    )
  })
  const certificat = await emettreCertificat(services, acces, inscription)
  const feuille = await emettreFeuille(services, acces, fil.session)
  if (!certificat.ok || !feuille.ok) throw new Error('refus')
  expect((await donneesDe(fil, certificat.value.piece)).beneficiaire.entreprise).toBe('Scierie du Vercors')
  expect((await donneesDe(fil, feuille.value.piece)).stagiaires[0].entreprise).toBe('Scierie du Vercors')
})

it('la feuille dit quand elle fut établie ; le temps de signer passé, une case vide n’est plus « à signer »', async () => {
  const { fil, services } = await preparer({ stagiaires: 1 }, '2026-11-24T11:00:00Z')
  const une = await emettreFeuille(services, acces, fil.session)
  const autre = await emettreFeuille(a(services, tard), acces, fil.session)
  const encore = await emettreFeuille(a(services, '2026-11-26T09:00:00Z'), acces, fil.session)
  if (!une.ok || !autre.ok || !encore.ok) throw new Error('refus')
  expect(await donneesDe(fil, une.value.piece)).toMatchObject({
    etablie: { le: '2026-11-24', a: '12:00' },
    stagiaires: [{ presences: { s1: { etat: 'a-signer' } } }],
  })
  // Rien de neuf au registre, mais la feuille ne dit plus la même chose : elle remplace la précédente.
  expect(await donneesDe(fil, autre.value.piece)).toMatchObject({
    etablie: { le: '2026-11-25', a: '10:00' },
    stagiaires: [{ presences: { s1: { etat: 'non-statuee' } } }],
  })
  expect(encore.value).toMatchObject({ piece: autre.value.piece, neuve: false })
})

it('une classe virtuelle compte à distance au certificat, avec les activités', async () => {
  const { fil, services } = await preparer({ creneaux: deux }, tard)
  const inscription = await statuer(fil, services)
  const [, virtuelle] = fil.seances
  await base.maintenance(async (tx) => {
    await sql`update sessions.session set modalite = 'mixte' where id = ${fil.session}`.execute(tx)
    await sql`insert into emargement.liste_connexion (organisme_id, id, activite_id, seance_id, logiciel, fichier, fichier_nom, recue_le)
      values (${fil.organisme}, ${crypto.randomUUID()}, ${fil.activite}, ${virtuelle}, 'zoom', ${'a'.repeat(64)}, 'zoom.csv', now())`.execute(
      tx,
    )
  })
  const r = await emettreCertificat(services, acces, inscription)
  if (!r.ok) throw new Error(r.error.phrase)
  expect((await donneesDe(fil, r.value.piece)).action).toMatchObject({
    minutesRealisees: 420,
    minutesDistance: 210,
    minutesEstimees: 0,
  })
})

it('ce qu’une demi-journée dit d’elle-même l’emporte sur la liste de connexion, au certificat comme à la feuille', async () => {
  const { fil, services } = await preparer({ creneaux: deux }, tard)
  const [salle, classe] = fil.seances
  await base.maintenance(async (tx) => {
    await sql`update sessions.session set modalite = 'mixte' where id = ${fil.session}`.execute(tx)
    await sql`update sessions.seance set modalite = case id when ${classe}::uuid then 'distance' else 'presentiel' end
      where session_id = ${fil.session}`.execute(tx)
    // Une liste déposée sur la mauvaise demi-journée ne fait pas d’une salle une classe virtuelle.
    await sql`insert into emargement.liste_connexion (organisme_id, id, activite_id, seance_id, logiciel, fichier, fichier_nom, recue_le)
      values (${fil.organisme}, ${crypto.randomUUID()}, ${fil.activite}, ${salle}, 'zoom', ${'a'.repeat(64)}, 'zoom.csv', now())`.execute(
      tx,
    )
  })
  const inscription = await statuer(fil, services, 0, [0])
  const r = await emettreCertificat(services, acces, inscription)
  const feuille = await emettreFeuille(services, acces, fil.session)
  if (!r.ok || !feuille.ok) throw new Error('refus')
  expect((await donneesDe(fil, r.value.piece)).action).toMatchObject({
    minutesRealisees: 210,
    minutesDistance: 210,
    minutesEstimees: 0,
  })
  expect((await donneesDe(fil, feuille.value.piece)).seances).toMatchObject([
    { modalite: 'sur place' },
    { modalite: 'à distance' },
  ])
})

it('le certificat d’une session mixte, lu : les heures suivies, et d’elles la part à distance ; le reste l’est sur place', async () => {
  const lu = async (absences: readonly number[]) => {
    const { fil, services } = await preparer({ creneaux: deux }, tard)
    const [, classe] = fil.seances
    await base.maintenance(async (tx) => {
      await sql`update sessions.session set modalite = 'mixte' where id = ${fil.session}`.execute(tx)
      await sql`update sessions.seance set modalite = case id when ${classe}::uuid then 'distance' else 'presentiel' end
        where session_id = ${fil.session}`.execute(tx)
    })
    const r = await emettreCertificat(services, acces, await statuer(fil, services, 0, absences))
    if (!r.ok) throw new Error(r.error.phrase)
    const octets = await base.enTantQue(fil.organisme, {}, async (tx) => {
      const piece = await lirePiece(tx, r.value.piece)
      return piece && (await services.storage.get(tx, piece.fichier))?.octets
    })
    return lireTexte(octets ?? new Uint8Array())
  }
  // Trois heures et demie en salle, autant en classe virtuelle.
  const entier = await lu([])
  expect(entier).toContain(serre('7 h réellement suivies'))
  expect(entier).toContain(serre('dont 3 h 30 à distance, en classe virtuelle, comptées au temps suivi.'))
  // Absente de la classe virtuelle : tout ce qui reste fut sur place, et le certificat ne dit pas qu’elle suivit à distance.
  const enSalle = await lu([1])
  expect(enSalle).toContain(serre('3 h 30 réellement suivies'))
  expect(enSalle).toContain(serre('En présentiel. Pour une action à distance'))
  expect(enSalle).not.toContain(serre('en classe virtuelle'))
  // Absente de la salle : tout fut à distance.
  expect(await lu([0])).toContain(
    serre('3 h 30 réellement suivies dont 3 h 30 à distance, en classe virtuelle, comptées au temps suivi.'),
  )
})

it('la feuille d’une session en présence, ou mixte qui n’en dit rien, ne dit rien de ses demi-journées', async () => {
  const { fil, services } = await preparer({ creneaux: deux }, tard)
  const une = await emettreFeuille(services, acces, fil.session)
  await base.maintenance((tx) =>
    sql`update sessions.session set modalite = 'mixte' where id = ${fil.session}`.execute(tx),
  )
  const autre = await emettreFeuille(services, acces, fil.session)
  if (!une.ok || !autre.ok) throw new Error('refus')
  expect(autre.value).toMatchObject({ piece: une.value.piece, neuve: false })
  expect(Object.keys((await donneesDe(fil, une.value.piece)).seances[0])).not.toContain('modalite')
})

it('la feuille d’un formateur sans compte dit qui a formé, et qui a signé à sa place', async () => {
  const { fil, services } = await preparer({ stagiaires: 1, formateur: null })
  const [seance] = fil.seances
  const inscription = premier(fil.inscriptions)
  if (!seance) throw new Error('séance')
  const lea = { acces, id: fil.personne, nom: 'Léa Pin', supplee: true }
  const ou = { session: fil.session, seance }
  await regulariser(services, lea, { ...ou, inscription, motif: 'Signature recueillie sur papier' })
  await cloreLaFeuille(services, lea, { ...ou, ip: '192.0.2.7', agent: 'essai' })
  const r = await emettreFeuille(services, acces, fil.session)
  if (!r.ok) throw new Error(r.error.phrase)
  expect((await donneesDe(fil, r.value.piece)).formateurs).toMatchObject([
    { nom: 'Tom Okafor', qualite: 'signé à sa place par Léa Pin', presences: { s1: { etat: 'signee' } } },
  ])
})
