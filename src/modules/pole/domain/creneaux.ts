/** Les dates qu'un pôle se propose, et celle qui convient au plus grand nombre. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

export type Creneau = { readonly debut: Date; readonly fin: Date }

/** Dates proposées au plus : au-delà, plus personne ne répond à toutes. */
export const CRENEAUX_MAX = 8

/** De deux à `CRENEAUX_MAX` créneaux à venir, sans doublon, dans l'ordre du temps. */
export const lireCreneaux = (
  dits: readonly Creneau[],
  maintenant: Date,
): Result<readonly Creneau[], Refus<'nombre' | 'ordre' | 'passe' | 'double'>> => {
  if (dits.length < 2 || dits.length > CRENEAUX_MAX)
    return refuser('nombre', `Proposez de deux à ${CRENEAUX_MAX} dates.`)
  if (dits.some((c) => c.fin <= c.debut)) return refuser('ordre', 'La fin vient après le début.')
  if (dits.some((c) => c.debut <= maintenant)) return refuser('passe', 'Une de ces dates est passée.')
  const tries = dits.toSorted(
    (a, b) => a.debut.getTime() - b.debut.getTime() || a.fin.getTime() - b.fin.getTime(),
  )
  if (
    tries.some((c, i) => {
      const avant = tries[i - 1]
      return avant?.debut.getTime() === c.debut.getTime() && avant.fin.getTime() === c.fin.getTime()
    })
  )
    return refuser('double', 'La même date est proposée deux fois.')
  return ok(tries)
}

/** Ce qui empêche de proposer ces dates, par champ du formulaire ; rien quand elles se proposent. */
export const fautesDuSondage = (s: {
  readonly creneaux: ReturnType<typeof lireCreneaux>
  /** Le soir où l’on cesse de répondre. */
  readonly fermeLe: Date
  readonly le: Date
  readonly sansLieu: boolean
}): Readonly<Record<string, string>> | undefined => {
  const premiere = s.creneaux.ok ? s.creneaux.value[0]?.debut : undefined
  const fautes = {
    ...(s.creneaux.ok ? {} : { dates: s.creneaux.error.phrase }),
    ...(s.fermeLe <= s.le ? { ferme: 'Un jour à venir, ou ce soir.' } : {}),
    ...(premiere && s.fermeLe > premiere
      ? { ferme: 'Avant la première date proposée, pour qu’elle puisse être retenue.' }
      : {}),
    ...(s.sansLieu ? { lieu: 'Dites où l’on se retrouve : un lieu, ou une adresse de visio.' } : {}),
  }
  return Object.keys(fautes).length > 0 ? fautes : undefined
}

/** Ce que chaque créneau a reçu. `voix` : par coopérative, 2 oui, 1 peut-être, 0 non, dans l'ordre des créneaux. */
export const compterCreneaux = (
  nombre: number,
  voix: readonly (readonly number[])[],
): readonly { readonly oui: number; readonly peutEtre: number }[] =>
  Array.from({ length: nombre }, (_, i) => ({
    oui: voix.filter((v) => v[i] === 2).length,
    peutEtre: voix.filter((v) => v[i] === 1).length,
  }))
