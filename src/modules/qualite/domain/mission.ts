/** Confier le rôle de l’auditeur : à un pair d’une autre coopérative, ou à qui tient un lien. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'

/** Le plus loin qu’une mission peut finir : un an. */
export const termeLePlusLoin = (jour: DateCivile): DateCivile => ajouterJours(jour, 365)

/** Par champ, ce qui manque ou ne se peut pas ; rien si le rôle peut se proposer. */
export const refusDeMission = (
  r: {
    readonly genre: 'pair' | 'externe'
    readonly pair: string | undefined
    readonly nom: string
    readonly expireLe: DateCivile
  },
  jour: DateCivile,
): Readonly<Partial<Record<'pair' | 'nom' | 'expireLe', string>>> | undefined => {
  const fautes = {
    ...(r.genre === 'pair' && r.pair === undefined ? { pair: 'Choisissez la coopérative du pair.' } : {}),
    ...(r.genre === 'externe' && r.nom.length < 2
      ? { nom: 'Écrivez le nom de l’auditeur : c’est lui que nommera le registre des lectures.' }
      : {}),
    ...(r.expireLe < jour || r.expireLe > termeLePlusLoin(jour)
      ? { expireLe: 'Cet accès finit d’aujourd’hui à un an au plus.' }
      : {}),
  }
  return Object.keys(fautes).length > 0 ? fautes : undefined
}

/** Une mission qui court : proposée, ou acceptée. Son terme passé, elle est échue. */
export const missionsQuiCourent = ['propose', 'accepte'] as const
export const court = (m: { readonly etat: string }): boolean =>
  (missionsQuiCourent as readonly string[]).includes(m.etat)
