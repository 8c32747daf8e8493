import { lireDate } from '#kernel/dates.ts'
import { lireHeure } from '#kernel/heures.ts'
import type { RendezVous } from './dire-envoi.ts'

/** Ce que le gabarit de la convocation fige de l’action ; une autre pièce n’a pas tout. */
type Fige = {
  readonly action?: {
    readonly lieu?: { readonly nom?: string; readonly adresse?: { readonly ville?: string } }
    readonly seances?: readonly {
      readonly date: string
      readonly debut: string
      readonly modalite?: string
    }[]
  }
}

/** Où et quand, selon les données figées d’une convocation ; rien d’une pièce qui n’en dit rien. */
export const rendezVousFige = (donnees: string): RendezVous | undefined => {
  const { lieu, seances } = (JSON.parse(donnees) as Fige).action ?? {}
  if (!lieu?.nom || !seances) return undefined
  const ville = lieu.adresse?.ville
  return {
    lieu: ville && !lieu.nom.includes(ville) ? `${lieu.nom}, ${ville}` : lieu.nom,
    seances: seances.flatMap((x) => {
      const [jour, debut] = [lireDate(x.date), lireHeure(x.debut)]
      return jour.ok && debut.ok
        ? [
            {
              jour: jour.value,
              debutMinutes: debut.value,
              ...(x.modalite ? { modalite: x.modalite } : {}),
            },
          ]
        : []
    }),
  }
}
