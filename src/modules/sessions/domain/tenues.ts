import type { DateCivile } from '#kernel/dates.ts'

type Tenable = {
  readonly jour: DateCivile
  readonly debutMinutes: number
  readonly finMinutes: number
  readonly tenue: boolean
  /** Suspendue en route : la minute où elle s’est arrêtée. Nulle ou absente : elle s’est tenue entière, ou pas du tout. */
  readonly arreteeA?: number | null
}

export type PartTenue<S> = {
  readonly seances: readonly S[]
  /** Bords et durée de ce qui se tient ; nuls si rien ne se tient. */
  readonly debut: DateCivile | null
  readonly fin: DateCivile | null
  readonly minutes: number
}

/**
 * Ce qui se tient d’une session : ses demi-journées hors celles qu’une annulation, un report ou une interruption a suspendues, et leurs
 * premier et dernier jour. Celle que l’interruption a coupée en route s’est tenue jusque-là, et pas au-delà. `SessionLue.debut`, `fin` et `minutes` disent ce qui fut posé ; une pièce, un message ou une convocation ne promettent que ceci.
 */
export const partTenue = <S extends Tenable>(s: { readonly seances: readonly S[] }): PartTenue<S> => {
  const seances = s.seances.flatMap((x): S[] =>
    x.tenue ? [x] : x.arreteeA ? [{ ...x, finMinutes: x.arreteeA }] : [],
  )
  return {
    seances,
    debut: seances[0]?.jour ?? null,
    fin: seances.at(-1)?.jour ?? null,
    minutes: seances.reduce((t, x) => t + x.finMinutes - x.debutMinutes, 0),
  }
}
