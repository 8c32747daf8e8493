/** Ce que la personne peut signer maintenant : la fenêtre est une règle de l’émargement, que l’espace lui demande. */
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { fenetreDe } from '#modules/emargement/index.ts'
import type { Espace } from '../domain/espace.ts'

export const aEmargerMaintenant = (
  e: Pick<Espace, 'aEmarger' | 'sessions'>,
  maintenant: Date,
): NonNullable<Espace['aEmarger']> =>
  (e.aEmarger ?? []).filter((v) => {
    const session = e.sessions.find((s) => s.seances.some((x) => x.id === v.seance))
    const seance = session?.seances.find((x) => x.id === v.seance)
    if (!session || !seance) return false
    const { ouvreLe, fermeLe } = fenetreDe({
      id: seance.id as Id<'Seance'>,
      date: seance.jour as DateCivile,
      debut: seance.debut,
      fin: seance.fin,
      zone: session.zone,
      avanceMin: v.avance,
      close: false,
    })
    return ouvreLe <= maintenant && maintenant <= fermeLe
  })
