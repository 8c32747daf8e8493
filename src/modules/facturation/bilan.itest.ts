import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { graine, semer } from '../../../test/base/semer.ts'
import {
  chargesDeLExercice,
  chiffresDeLExercice,
  ecrituresDeLExercice,
  heuresFactureesDe,
  heuresParInscription,
  produitsDeLExercice,
} from './index.ts'

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
