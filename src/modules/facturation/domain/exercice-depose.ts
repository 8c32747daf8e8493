/** Un exercice dont le bilan est transmis ne bouge plus en silence : ce qui s’y date dit pourquoi. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'

export type ExerciceDepose = {
  readonly debut: DateCivile
  readonly fin: DateCivile
  readonly transmisLe: DateCivile
}

/** Ce que le geste écrit : un jour, ou une période. */
export type Date = { readonly du: DateCivile; readonly au: DateCivile }
export const leJour = (jour: DateCivile): Date => ({ du: jour, au: jour })

/** Refuse, tant que personne n’a dit pourquoi, ce qui tombe dans un exercice transmis. Une raison a trois signes au moins. */
export const refusSansRaison = (
  quoi: string,
  dates: readonly Date[],
  deposes: readonly ExerciceDepose[],
  raison: string,
): Refus | undefined => {
  if (raison.trim().length >= 3) return undefined
  const e = deposes.find((x) => dates.some((d) => d.du <= x.fin && d.au >= x.debut))
  return (
    e &&
    refus(
      'exercice-depose',
      `Le bilan de l’exercice du ${formaterDate(e.debut)} au ${formaterDate(e.fin)} a été transmis le ${formaterDate(e.transmisLe)}, et ${quoi} le changerait. Dites pourquoi : votre raison reste au journal.`,
    )
  )
}

/** La phrase du journal, sa raison avec elle. */
export const avecRaison = (phrase: string, raison: string): string =>
  raison.trim() === '' ? phrase : `${phrase} Raison : ${raison.trim()}`
