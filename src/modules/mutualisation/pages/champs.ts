import type { DateCivile } from '#kernel/dates.ts'
import { refus } from '#kernel/refus.ts'
import { ko } from '#kernel/result.ts'
import { lireDateEcrite, viaParser } from '#web/fields.ts'
import { JOURS_PAR_DATE } from '../domain/appels.ts'

/** « 14/01/2027, 15/01/2027 » : des jours qui vont ensemble, chacun une fois, dans l’ordre. */
export const jours = (vide?: string) =>
  viaParser(
    (t): readonly DateCivile[] | undefined => {
      const lues = t.split(/\s*[,;]\s*/).map((j) => lireDateEcrite(j))
      const bons = lues.flatMap((l) => (l.ok ? [l.value] : []))
      return bons.length === lues.length && bons.length <= JOURS_PAR_DATE
        ? [...new Set(bons)].sort()
        : undefined
    },
    `Écrivez les jours ainsi : 14/01/2027, 15/01/2027 ; ${JOURS_PAR_DATE} au plus.`,
    vide ? { vide } : {},
  )

/** Un refus dit sous son champ. */
export const champFaux = (champ: string, phrase: string) => {
  const r = refus('champ', phrase)
  return ko({ ...r, champs: { [champ]: r.phrase } })
}
