import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { passerALEtat } from '#modules/sessions/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { graine, semer } from '../../../../test/base/semer.ts'
import { enregistrerFacture } from '../gestes/enregistrer.ts'
import {
  chargesDeLExercice,
  chiffresDeLExercice,
  ecrituresDeLExercice,
  heuresFactureesDe,
  heuresParInscription,
  produitsDeLExercice,
} from '../index.ts'
import { unDossier } from './dossier-d-essai.ts'

const base = await baseNeuve()
const jour = (t: string) => dateCivile(t) as NonNullable<ReturnType<typeof dateCivile>>
const an = (a: number) => ({ debut: jour(`${a}-01-01`), fin: jour(`${a}-12-31`) })

const g = graine('A')
await base.maintenance((tx) => semer(tx, g))

it('l’exercice rend ses lignes, ses écritures, ses charges et son chiffre d’affaires', async () => {
  await base.enTantQue(g.organisme, {}, async (tx) => {
    const produits = await produitsDeLExercice(tx, an(2026))
    expect(produits).toHaveLength(2)
    expect(produits[0]).toMatchObject({
      origine: 'entreprise',
      montant: 100_000,
      provenance: 'emise',
      outil: 'coforme',
      aEcritures: true,
      rattache: 100_000,
      ecritureLe: '2026-02-10',
    })
    expect(await chargesDeLExercice(tx, an(2026))).toHaveLength(2)
    expect(await ecrituresDeLExercice(tx, an(2026))).toHaveLength(2)
    expect(await chiffresDeLExercice(tx, an(2026))).toMatchObject({ chiffreAffaires: 10_000_000 })
    const [premier] = produits
    if (!premier?.session) throw new Error('la ligne a une session')
    const heures = await heuresFactureesDe(tx, premier.session)
    expect([...heuresParInscription(heures).values()]).toEqual([180])
  })
})

it('une écriture d’un autre exercice y tire le produit, et n’en laisse rien dans celui de la facture', async () => {
  await base.enTantQue(g.organisme, {}, async (tx) => {
    expect(await produitsDeLExercice(tx, an(2025))).toMatchObject([{ rattache: 0 }, { rattache: 0 }])
    expect(await chargesDeLExercice(tx, an(2025))).toEqual([])
    expect(await chiffresDeLExercice(tx, an(2025))).toBeUndefined()
  })
})

it('la dernière affectation dit l’origine ; retirée, une facture d’ailleurs ne compte plus', async () => {
  const ajouter = (retiree: boolean, source: string | null) => sql`insert into facturation.affectation
    (activite_id, facture_id, rang, source, retiree, motif, le)
    select activite_id, id, ${retiree ? 3 : 2}, ${source}, ${retiree}, ${retiree ? 'saisie deux fois' : null}, now()
      from facturation.facture order by numero limit 1`
  await base.enTantQue(g.organisme, { personne: g.personne }, async (tx) => {
    await ajouter(false, null).execute(tx)
    expect((await produitsDeLExercice(tx, an(2026))).map((p) => p.origine).sort()).toEqual([
      'entreprise',
      null,
    ])
  })
  // Une facture d’ici ne se retire pas : la base le refuse.
  await expect(
    base.enTantQue(g.organisme, { personne: g.personne }, (tx) => ajouter(true, null).execute(tx)),
  ).rejects.toMatchObject({ code: '42501' })
})

it('les affectations d’une session se cherchent par un index, sans parcourir celles de la coopérative', async () => {
  const plan = await base.enTantQue(g.organisme, { personne: g.personne }, async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx)
    return (
      await sql<{
        'QUERY PLAN': string
      }>`explain select from facturation.affectation f where f.session_id = ${g.organisme}::uuid`.execute(tx)
    ).rows.map((l) => l['QUERY PLAN'])
  })
  expect(plan.join('\n')).toMatch(/Index Cond:.*session_id/)
})

it('enregistrée sans période, la facture d’une session coupée en route touche l’exercice où elle s’est arrêtée', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  const chez = base.enTantQue
  const produits = (a: number) =>
    chez(m.fil.organisme, {}, async (tx) => (await produitsDeLExercice(tx, an(a))).map((p) => p.numero))
  await chez(m.fil.organisme, { personne: m.fil.personne }, async (tx) => {
    const facture = await enregistrerFacture(
      tx,
      'ancien',
      {
        numero: 'A-1',
        genre: 'facture',
        emiseLe: jour('2027-01-05'),
        echeance: null,
        client: 'Clinique',
        siren: null,
        ht: centimes(50_000),
        tva: centimes(0),
        source: null,
        nature: 'formation',
        libelle: 'Anglais professionnel',
        session: 'S-2026-001',
        periode: null,
        corrige: null,
      },
      new Date('2027-01-05T09:00:00Z'),
    )
    if (!facture.ok) throw new Error(facture.error.phrase)
    // Elle n’avait qu’un matin, signé, et coupé à onze heures.
    const arret = await passerALEtat(
      tx,
      { id: m.fil.session, vers: 'interrompue', motif: 'Dégât des eaux', ailleurs: {} },
      new Date('2026-11-24T10:00:00Z'),
    )
    if (!arret.ok) throw new Error(arret.error.phrase)
  })
  expect(await produits(2026)).toEqual(['A-1'])
  // Annulée avant de commencer, rien ne s’en est tenu cette année-là.
  await base.maintenance((tx) =>
    sql`delete from journal.geste where organisme_id = ${m.fil.organisme} and geste = 'interrompre-session'`.execute(
      tx,
    ),
  )
  expect(await produits(2026)).toEqual([])
})
