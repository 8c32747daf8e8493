/** Qui intervient, sous quel contrat, et ce que le CPF laisse confier : dits à la session, tenus à sa confirmation. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { passerALEtat, type SessionId } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pdfDEssai } from '../../../../test/pdf-d-essai.ts'
import { contributionIntervenant } from '../contributions/intervenant.tsx'
import { contributionSessionQualite } from '../contributions/qualite.tsx'
import { lireContrats, lireVolumesCpf } from '../db/sous-traitance.ts'
import { classerMission } from '../gestes/classer-mission.ts'
import { type Complet, poserComplet, poserLigne } from './complet.ts'

const base = await baseNeuve()
const maintenant = new Date('2026-11-10T10:00:00Z')
let a: Complet
beforeEach(async () => {
  a = await base.maintenance((tx) => poserComplet(tx))
  await base.maintenance((tx) =>
    sql`update sessions.session set etat = 'ouverte' where id in (${a.confiee}, ${a.session})`.execute(tx),
  )
})
const chez = <T>(
  w: Parameters<typeof base.enTantQue>[2] extends (tx: infer X, ...r: never[]) => unknown
    ? (tx: X) => Promise<T>
    : never,
) => base.enTantQue(a.organisme, { personne: a.comptes.maiwenn }, w)
const faits = (session: string, role = 'responsable') =>
  chez(
    async (tx) =>
      (await contributionSessionQualite.faits?.(tx, session, unVisiteur({ roles: [role] }), maintenant)) ??
      {},
  )
const ecrire = (q: ReturnType<typeof sql>) => base.maintenance((tx) => q.execute(tx))
const dit = async (session: string) =>
  ((await faits(session)).manques ?? []).map((m) => String(m.chose).replace(/<[^>]+>/g, ' '))

describe('confirmer une session', () => {
  it('ne se retient pas quand chaque dossier est complet et le contrat signé avant', async () => {
    for (const s of [a.session, a.confiee]) {
      expect((await faits(s)).gardes).toEqual({
        'dossier-formateur-a-jour': true,
        'sous-traitance-signee': true,
      })
      expect(await dit(s)).toEqual([])
    }
  })
  it('dit les titres qui manquent à qui anime, avec leur article', async () => {
    await ecrire(
      sql`update tiers.intervenant set titres = '' where organisme_id = ${a.organisme} and personne_id = ${a.tom}`,
    )
    expect((await dit(a.session))[0]).toMatch(/titres et qualités de .* ne sont pas écrits.*L6352-1/)
    expect((await faits(a.session)).gardes).toMatchObject({ 'dossier-formateur-a-jour': true })
  })
  it.each([
    ['manque', sql`update qualite.registre set retire = true`],
    ['est échue au premier jour', sql`update qualite.registre set expire_le = '2026-11-09'`],
  ])(
    'attend l’habilitation du certificateur, quand elle %s : le passage est refusé, rien ne change',
    async (_, q) => {
      await ecrire(sql`${q} where organisme_id = ${a.organisme} and genre = 'habilitation'`)
      expect((await dit(a.session))[0]).toContain('Aucune habilitation')
      const ailleurs = { ...(await faits(a.session)).gardes, 'effectif-atteint': true }
      const fait = await chez((tx) =>
        passerALEtat(tx, { id: a.session as SessionId, vers: 'confirmee', motif: '', ailleurs }, maintenant),
      )
      expect(fait).toMatchObject({ ok: false, error: { manquent: ['dossier-formateur-a-jour'] } })
    },
  )
  it.each([
    ['manque', sql`update qualite.registre set retire = true`],
    ['est signé après le premier jour', sql`update qualite.registre set le = '2026-11-13'`],
    [
      'oublie une clause de R6333-6-2',
      sql`update qualite.registre set contenu = jsonb_set(contenu, '{clauses}', (contenu -> 'clauses') - 0)`,
    ],
    ['ne répartit pas les indicateurs', sql`update qualite.registre set contenu = contenu - 'indicateurs'`],
  ])('attend le contrat de qui vient du dehors, quand il %s', async (_, q) => {
    await ecrire(sql`${q} where organisme_id = ${a.organisme} and genre = 'contrat-sous-traitance'`)
    expect((await faits(a.confiee)).gardes).toMatchObject({ 'sous-traitance-signee': false })
    expect((await dit(a.confiee)).join()).toContain('Aucun contrat complet')
    // Une session animée chez soi n’en attend pas.
    expect((await faits(a.session)).gardes).toMatchObject({ 'sous-traitance-signee': true })
  })
  it('attend le contrat dont le fichier n’est pas joint, comme la grille (27a)', async () => {
    await ecrire(
      sql`delete from qualite.jointe j using qualite.registre r where r.organisme_id = j.organisme_id and r.id = j.ligne_id
        and r.organisme_id = ${a.organisme} and r.genre = 'contrat-sous-traitance'`,
    )
    expect((await faits(a.confiee)).gardes).toMatchObject({ 'sous-traitance-signee': false })
  })
  it('tient pour signé le contrat d’une mission classé avec la session, une fois ; sans lui, elle attend', async () => {
    await ecrire(
      sql`update qualite.registre set retire = true where organisme_id = ${a.organisme} and genre = 'contrat-sous-traitance'`,
    )
    expect((await faits(a.confiee)).gardes).toMatchObject({ 'sous-traitance-signee': false })
    const mission = {
      cle: newId(),
      le: maintenant,
      activite: a.activite,
      session: a.confiee as SessionId,
      entreprise: a.structure,
      personne: a.lena,
      nom: 'Lena',
      numero: 'CM-2026-0001',
      contrat: Buffer.from(pdfDEssai('contrat')),
      signeLe: '2026-11-10' as DateCivile,
      montant: 62_000,
      cpf: false,
      clauses: ['missions', 'contenu', 'sanction', 'moyens', 'suivi', 'duree', 'periode', 'prix'],
      indicateurs: [21, 22, 27],
      consigne:
        'Public : formatrices. Ce qui est attendu : un recueil publié par le groupe, et de quoi recommencer.',
    }
    for (const _ of [1, 2])
      expect(
        await chez((tx) => classerMission({ storage: postgresStorage() }, tx, mission, maintenant)),
      ).toMatchObject({ ok: true })
    expect((await faits(a.confiee)).gardes).toMatchObject({ 'sous-traitance-signee': true })
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from qualite.registre where organisme_id = ${a.organisme} and titre like '%CM-2026-0001%'`.execute(
        tx,
      ),
    )
    expect(rows[0]?.n).toBe(2)
  })
  it('ne compte pas un contrat rattaché depuis à une autre session', async () => {
    await ecrire(
      sql`insert into qualite.registre (organisme_id, activite_id, id, rang, genre, titre, le, session_id, entreprise_id, contenu, inscrit_le)
        select organisme_id, activite_id, id, rang + 1, genre, titre, le, ${a.session}::uuid, entreprise_id, contenu, inscrit_le
        from qualite.registre where organisme_id = ${a.organisme} and genre = 'contrat-sous-traitance'`,
    )
    expect((await faits(a.confiee)).gardes).toMatchObject({ 'sous-traitance-signee': false })
  })
  it('tient pour échue une habilitation dont tous les fichiers le sont', async () => {
    await ecrire(
      sql`delete from qualite.jointe j using qualite.registre r where r.organisme_id = j.organisme_id and r.id = j.ligne_id
        and r.organisme_id = ${a.organisme} and r.genre = 'habilitation'`,
    )
    await ecrire(
      sql`insert into qualite.jointe (organisme_id, activite_id, id, ligne_id, nom, fichier, type, taille, expire_le, jointe_le, par)
        select organisme_id, activite_id, gen_random_uuid(), id, 'a.pdf', repeat('a', 64), 'application/pdf', 10, '2026-09-30', now(), ${a.comptes.maiwenn}
        from qualite.registre where organisme_id = ${a.organisme} and genre = 'habilitation'`,
    )
    expect((await faits(a.session)).gardes).toMatchObject({ 'dossier-formateur-a-jour': false })
  })
  it('dit un curriculum vitæ trop vieux sans rien retenir ; qui ne planifie pas ne lit que la réponse', async () => {
    await ecrire(
      sql`update qualite.registre set le = '2022-01-01' where organisme_id = ${a.organisme} and genre = 'cv'`,
    )
    expect((await faits(a.session)).gardes).toMatchObject({ 'dossier-formateur-a-jour': true })
    expect((await dit(a.session)).join()).toContain('curriculum vitæ')
    expect((await faits(a.session, 'comptable')).manques).toBeUndefined()
  })
  it('confirmée, se redit sur la fiche de qui anime, une fois pour toutes ses sessions ; à qui planifie seulement', async () => {
    await ecrire(
      sql`update tiers.intervenant set titres = '' where organisme_id = ${a.organisme} and personne_id = ${a.tom}`,
    )
    const fiche = async (role = 'responsable') =>
      String(
        (await chez((tx) =>
          contributionIntervenant.section(tx, [a.tom], unVisiteur({ roles: [role] }), new Date()),
        )) ?? '',
      )
    expect(await fiche()).toBe('')
    await ecrire(sql`update sessions.session set etat = 'confirmee' where id = ${a.session}`)
    const vue = await fiche()
    expect(vue.match(/titres et qualités de/g)).toHaveLength(1)
    expect(vue).toContain(`/sessions/${a.session}`)
    expect(await fiche('comptable')).toBe('')
    await ecrire(
      sql`update tiers.intervenant set titres = 'Master LEA' where organisme_id = ${a.organisme} and personne_id = ${a.tom}`,
    )
    expect(await fiche()).not.toContain('titres et qualités')
  })
  it.each(['confirmee', 'terminee'])('d’une session %s, plus rien ne se dit ici', async (etat) => {
    await ecrire(sql`update sessions.session set etat = ${etat} where id = ${a.session}`)
    expect(await faits(a.session)).toEqual({})
  })
})

describe('le plafond du CPF', () => {
  it('compte ce que le CPF paie, et non le prix entier, et les contrats dits « CPF » de l’année de leur session', async () => {
    await ecrire(
      sql`update inscriptions.dossier set regime = 'cpf', prix_centimes = 130000 where organisme_id = ${a.organisme} and session_id = ${a.confiee}`,
    )
    await ecrire(sql`delete from inscriptions.financement f using inscriptions.dossier d
      where d.organisme_id = f.organisme_id and d.id = f.dossier_id and d.organisme_id = ${a.organisme} and d.session_id = ${a.confiee}`)
    for (const [rang, dispositif, montant] of [
      [0, 'cdc-cpf', 100_000],
      [1, 'entreprise', 30_000],
    ] as const)
      await ecrire(sql`insert into inscriptions.financement (organisme_id, id, activite_id, dossier_id, rang, payeur_entreprise_id,
          dispositif, montant_ht_centimes)
        select d.organisme_id, gen_random_uuid(), d.activite_id, d.id, ${rang}, ${a.structure}::uuid, ${dispositif}, ${montant}
          from inscriptions.dossier d where d.organisme_id = ${a.organisme} and d.session_id = ${a.confiee}`)
    await base.maintenance((tx) =>
      poserLigne(tx, a, {
        genre: 'contrat-sous-traitance',
        session: a.confiee,
        entreprise: a.structure,
        le: '2026-11-01',
        contenu: { cpf: 'oui', montant: '850,50', clauses: ['prix'] },
      }),
    )
    expect(await chez(lireVolumesCpf)).toEqual([
      { annee: '2026', chiffre: 100_000, confie: 85_050, contrats: 1, sansMontant: 0 },
    ])
    const [k] = await chez(lireContrats)
    expect(k).toMatchObject({ montant: 85_050, clauses: 1, cpf: true, aTemps: true, annee: '2026' })
  })
})
