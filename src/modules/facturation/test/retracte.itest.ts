/** Ce que doit un particulier qui s’est rétracté : rien, sinon ce qu’il a suivi d’une action qu’il avait demandé à commencer. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { lireDossier } from '#modules/inscriptions/index.ts'
import { lireSession } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { dossiersAFacturer } from '../db/a-facturer.queries.ts'
import { lireProjet } from '../db/projets.ts'
import { lireAFacturer, preparerDuDossier } from '../gestes/preparer.ts'
import { verifierProjet } from '../gestes/verifier-projet.ts'
import { type DossierDEssai, unDossier } from './dossier-d-essai.ts'

const base = await baseNeuve()
const dans = <T>(m: DossierDEssai, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)

/** Signé à distance le 20, demandé à commencer ou non ; la moitié suivie le 24 ; rétracté le soir même. */
const retracte = async (anticipe: boolean, circonstance = 'distance') => {
  const m = await unDossier(base, [{ dispositif: 'particulier', montant: 100_000 }], { venus: 1 })
  await base.maintenance(async (tx) => {
    const qui = sql`(select personne_id from inscriptions.inscription where dossier_id = ${m.dossier} order by id limit 1)`
    await sql`update inscriptions.dossier set acheteur = 'personne', entreprise_id = null, personne_id = ${qui},
        individuel_a_ses_frais = true, regime = 'contrat', circonstance = ${circonstance}, signe_le = '2026-11-20T09:00:00Z',
        signature_moyen = 'scan', debut_anticipe_le = ${anticipe ? '2026-11-20T09:00:00Z' : null},
        retracte_le = '2026-11-24T17:00:00Z' where id = ${m.dossier}`.execute(tx)
    await sql`update inscriptions.financement set payeur_entreprise_id = null, payeur_personne_id = ${qui}
      where dossier_id = ${m.dossier}`.execute(tx)
  })
  return m
}
const lire = (m: DossierDEssai, le: Date) =>
  dans(m, async (tx) => {
    const session = await lireSession(tx, m.fil.session)
    const d = session && (await lireDossier(tx, session.id, m.dossier))
    if (!session || !d) throw new Error('le dossier manque')
    return lireAFacturer(tx, session, d, le)
  })
const preparer = (m: DossierDEssai, le: Date) => {
  const id = newId<'ProjetFacture'>()
  return dans(m, async (tx) => {
    const p = await preparerDuDossier(
      tx,
      { id, session: m.fil.session, dossier: m.dossier, rang: 0, genre: 'facture' },
      le,
    )
    if (!p.ok) return [p.error.code]
    const projet = await lireProjet(tx, id)
    return ((projet && (await verifierProjet(m.services, tx, projet, le)))?.refus ?? []).map((r) => r.code)
  })
}
const attendus = (m: DossierDEssai) =>
  dans(m, async (tx) => (await dossiersAFacturer(tx, '2026-12-20' as DateCivile)).map((d) => d.dossier))
const apres = new Date('2026-12-10T09:00:00Z')

describe('rétracté', () => {
  it('sans avoir demandé à commencer, il ne doit rien, quoi qu’il ait suivi', async () => {
    const m = await retracte(false)
    const lu = await lire(m, apres)
    expect(lu.eteint).toBe(true)
    expect(lu.financements).toMatchObject([{ du: 0, lignes: [], acompte: null }])
    expect(await preparer(m, apres)).toEqual(['retracte'])
    expect(await attendus(m)).toEqual([])
  })

  it('l’ayant demandé, il doit la part suivie, une fois le délai passé (L6353-6)', async () => {
    const m = await retracte(true)
    const lu = await lire(m, apres)
    expect(lu.eteint).toBe(false)
    expect(lu.financements[0]).toMatchObject({ du: 50_000, acompte: null })
    expect(await preparer(m, new Date('2026-11-25T09:00:00Z'))).toContain('delai-en-cours')
    expect(await attendus(m)).toEqual([m.dossier])
  })

  it('les dossiers d’une session nommée viennent tous, quelle que soit la borne d’une liste', async () => {
    const m = await retracte(true)
    const dus = (parmi?: readonly (typeof m.fil.session)[]) =>
      dans(m, (tx) => dossiersAFacturer(tx, '2026-12-20' as DateCivile, undefined, 0, parmi))
    expect([(await dus()).length, (await dus([m.fil.session])).length]).toEqual([0, 1])
  })

  it('le délai passé, la facture de cette part n’est plus retenue par la rétractation', async () => {
    const codes = await preparer(await retracte(true), apres)
    expect(codes).not.toContain('retracte')
    expect(codes).not.toContain('delai-en-cours')
  })

  it('du délai de dix jours, sa demande ne fait rien devoir : L221-25 est du code de la consommation', async () => {
    const m = await retracte(true, 'etablissement')
    expect((await lire(m, apres)).eteint).toBe(true)
    expect(await attendus(m)).toEqual([])
  })
})
