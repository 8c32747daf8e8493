import type { DateCivile } from '#kernel/dates.ts'
import { ajouterMois, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { listerDepots } from '../db/depots.queries.ts'
import { insererExercice, reglerExercice } from '../db/exercices.ecritures.ts'
import { exercicesDits, type ReglageExercice, reglageDe } from '../db/exercices.queries.ts'
import type { Exercice } from '../domain/dossier.ts'
import type { Lectures } from '../domain/parametres.ts'

export const direExerciceUsage = 'Vingt-quatre mois au plus ; deux exercices ne se chevauchent pas.'

/** Un exercice que la clôture annuelle ne donne pas : création, changement de date, cessation. */
export const ajouterExercice = async (
  tx: TenantTx,
  e: Exercice,
  le: Date,
): Promise<Result<Exercice, Refus<'exercice-inverse' | 'exercice-long' | 'exercice-chevauche'>>> => {
  if (e.fin <= e.debut) return refuser('exercice-inverse', 'Le dernier jour précède le premier.')
  if (e.fin >= ajouterMois(e.debut, 24))
    return refuser('exercice-long', 'Un exercice dure vingt-quatre mois au plus.')
  const gene = [...(await exercicesDits(tx)), ...(await listerDepots(tx))].find(
    (d) => d.debut <= e.fin && e.debut <= d.fin && !(d.debut === e.debut && d.fin === e.fin),
  )
  if (gene)
    return refuser(
      'exercice-chevauche',
      `Il chevauche l’exercice du ${formaterDate(gene.debut)} au ${formaterDate(gene.fin)}.`,
    )
  await insererExercice(tx, e, le)
  return ok({ debut: e.debut, fin: e.fin })
}

export type Reglage = {
  readonly echeanceLe: DateCivile | null
  readonly lectures: Partial<Lectures>
  readonly adressePublique: boolean | null
  /** La version lue ; nulle si l'exercice n'était pas encore réglé. */
  readonly version: number | null
}

/** L'échéance et les doutes tranchés d'un exercice. Deux personnes qui règlent ensemble ne s'écrasent pas. */
export const regler = async (
  tx: TenantTx,
  e: Exercice,
  r: Reglage,
  le: Date,
): Promise<Result<ReglageExercice, Refus<'perime' | 'echeance-avant'>>> => {
  if (r.echeanceLe !== null && r.echeanceLe <= e.fin)
    return refuser('echeance-avant', 'Un bilan ne se transmet pas avant la clôture de son exercice.')
  const connu = await reglageDe(tx, e)
  if ((connu?.version ?? null) !== r.version)
    return refuser('perime', 'Quelqu’un a réglé cet exercice pendant ce temps : relisez, puis recommencez.')
  if (!connu) await insererExercice(tx, e, le)
  await reglerExercice(tx, e, r, le)
  const enseigne = await enseigneParDefaut(tx)
  if (enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: le,
      module: 'bpf',
      geste: 'regler-exercice',
      phrase: `L’exercice du ${e.debut} au ${e.fin} a été réglé pour le bilan.`,
      details: {
        echeance: r.echeanceLe,
        adressePublique: r.adressePublique,
        lectures: JSON.parse(JSON.stringify(r.lectures)),
      },
    })
  const regle = await reglageDe(tx, e)
  return regle ? ok(regle) : refuser('perime', 'Cet exercice n’a pas pu être relu.')
}
