/**
 * Le plan de la journée d’audit : qui reçoit l’auditeur, sur quoi, à quelle heure. Déduit du programme, de la durée du devis et des rôles de
 * l’équipe ; une proposition qui s’imprime et se corrige à la main avec l’auditeur, qui reste maître de son ordre.
 */

/** Un moment de la journée : minutes depuis minuit, à Paris. */
export type Creneau = {
  /** Le premier jour est 1. */
  readonly jour: number
  readonly debut: number
  readonly fin: number
  readonly quoi: string
  /** Les indicateurs regardés ; aucun à l’ouverture et à la clôture. */
  readonly points: readonly string[]
  /** Qui reçoit l’auditeur. */
  readonly qui: readonly string[]
}

/** Un point du programme, et qui en répond. */
export type PointAPlacer = {
  readonly point: string
  readonly critere: number | null
  readonly qui: readonly string[]
}

const [ouvre, midi, reprise, ferme] = [9 * 60, 12 * 60 + 30, 13 * 60 + 30, 17 * 60 + 30]
const reunion = { ouverture: 15, cloture: 30 } as const
/** Un critère se regarde au moins ce temps. */
const auMoins = 10

/** La demi-journée où l’on en est, et la suivante quand elle est pleine. */
const suivant = ({ jour, a }: { jour: number; a: number }) =>
  a >= midi && a < reprise ? { jour, a: reprise } : a >= ferme ? { jour: jour + 1, a: ouvre } : { jour, a }

/**
 * L’ouverture, un moment par critère à proportion de ses points, puis ce qui n’est d’aucun critère, et la clôture. Rien sur le déjeuner, rien
 * le soir : un moment trop long pour sa demi-journée se coupe. `minutes` : la durée du devis, réunions comprises.
 */
export const planDeJournee = (
  points: readonly PointAPlacer[],
  { minutes, direction }: { readonly minutes: number; readonly direction: string },
  nommerCritere: (critere: number) => string,
): Creneau[] => {
  const criteres = [...new Set(points.map((p) => p.critere))].toSorted((x, y) => (x ?? 99) - (y ?? 99))
  const reste = Math.max(0, minutes - reunion.ouverture - reunion.cloture)
  const moments = [
    {
      quoi: 'Réunion d’ouverture',
      points: [] as string[],
      qui: [direction],
      duree: reunion.ouverture as number,
    },
    ...criteres.map((critere) => {
      const siens = points.filter((p) => p.critere === critere)
      return {
        quoi: critere === null ? 'Le certificat et la marque' : nommerCritere(critere),
        points: siens.map((p) => p.point),
        qui: [...new Set(siens.flatMap((p) => p.qui))],
        // Au pas de cinq minutes.
        duree: Math.max(auMoins, Math.round((reste * siens.length) / points.length / 5) * 5),
      }
    }),
    {
      quoi: 'Réunion de clôture',
      points: [] as string[],
      qui: [direction],
      duree: reunion.cloture as number,
    },
  ]
  const plan: Creneau[] = []
  let ici = { jour: 1, a: ouvre }
  for (const { duree, ...moment } of moments) {
    let aPlacer = duree
    while (aPlacer > 0) {
      ici = suivant(ici)
      const borne = ici.a < midi ? midi : ferme
      const fin = Math.min(ici.a + aPlacer, borne)
      plan.push({ ...moment, jour: ici.jour, debut: ici.a, fin })
      aPlacer -= fin - ici.a
      ici = { ...ici, a: fin }
    }
  }
  return plan
}
