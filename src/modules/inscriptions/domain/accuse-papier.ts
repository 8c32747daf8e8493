import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

/** Le jour qu’un accusé papier porte : ni à venir, ni d’avant la dernière des remises qu’il accuse. */
export const accusePapierRecevable = (
  recuLe: DateCivile,
  { remisLe, aujourdhui }: { readonly remisLe: readonly DateCivile[]; readonly aujourdhui: DateCivile },
): Result<undefined, Refus> => {
  const derniere = remisLe.toSorted().at(-1)
  if (!derniere) return refuser('rien-a-accuser', 'Personne n’a ici de remise qui attende son accusé.')
  if (recuLe > aujourdhui)
    return refuser('date-a-venir', 'Cette date d’accusé est à venir : écrivez celle du papier.')
  if (recuLe < derniere)
    return refuser(
      'avant-remise',
      `Une remise est du ${formaterDate(derniere)} : elle n’a pas pu être accusée avant.`,
    )
  return ok(undefined)
}
