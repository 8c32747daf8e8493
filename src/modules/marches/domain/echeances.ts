import { type DateCivile, dateCivile, ecartEnJours } from '#kernel/dates.ts'
import { instantDe, type Zone } from '#kernel/zones.ts'

/** Un terme lu : l’instant s’il a une heure, le jour sinon ; `faux` : il ne peut pas exister. */
export type Terme =
  | { readonly instant: string; readonly jour: DateCivile }
  | { readonly instant: null; readonly jour: DateCivile }
  | { readonly faux: true }

/** Le fuseau d’un département d’outre-mer ; partout ailleurs, Paris. Une heure sans fuseau est celle de l’acheteur. */
const zonesDOutreMer: Readonly<Record<string, Zone>> = {
  '971': 'America/Guadeloupe',
  '972': 'America/Martinique',
  '973': 'America/Cayenne',
  '974': 'Indian/Reunion',
  '975': 'America/Miquelon',
  '976': 'Indian/Mayotte',
  '977': 'America/St_Barthelemy',
  '978': 'America/Marigot',
  '986': 'Pacific/Wallis',
  '987': 'Pacific/Tahiti',
  '988': 'Pacific/Noumea',
}
export const zoneDe = (departements: readonly string[]): Zone => {
  const zones = new Set(departements.map((d) => zonesDOutreMer[d] ?? 'Europe/Paris'))
  const [seule] = zones
  return seule !== undefined && zones.size === 1 ? seule : 'Europe/Paris'
}

const forme =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

const minutesDe = (decalage: string): number | undefined => {
  if (/^z$/i.test(decalage)) return 0
  const lu = /^([+-])(\d{2}):?(\d{2})$/.exec(decalage)
  const minutes = lu ? Number(lu[2]) * 60 + Number(lu[3]) : Number.NaN
  // Les pendules du monde vont de −12 h à +14 h.
  if (!lu || Number(lu[3]) > 59 || minutes > 14 * 60) return undefined
  return lu[1] === '-' ? -minutes : minutes
}

const enTexte = (d: Date): string => `${d.toISOString().slice(0, 19)}Z`

/**
 * Lit un terme publié : `AAAA-MM-JJ`, avec ou sans heure, avec ou sans fuseau. Rien : ce n’est pas un terme. L’heure sans fuseau
 * est celle de la pendule de l’acheteur.
 */
export const lireTerme = (texte: string, zone: Zone): Terme | undefined => {
  const lu = forme.exec(texte.trim())
  if (!lu) return undefined
  const [, date = '', h, m, s, decalage] = lu
  const jour = dateCivile(date)
  const [heure, minute, seconde] = [Number(h ?? 0), Number(m ?? 0), Number(s ?? 0)]
  if (!jour || heure > 24 || minute > 59 || seconde > 60 || (heure === 24 && minute + seconde > 0))
    return { faux: true }
  if (h === undefined) return { instant: null, jour }
  const duJour = heure * 60 + minute
  if (decalage === undefined) {
    const { instant } = instantDe(jour, duJour, zone)
    return { instant: enTexte(new Date(instant.getTime() + seconde * 1000)), jour }
  }
  const ecart = minutesDe(decalage)
  if (ecart === undefined) return { faux: true }
  const minuit = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)))
  return { instant: enTexte(new Date(minuit + (duJour - ecart) * 60_000 + seconde * 1000)), jour }
}

/** Au-delà de deux ans après la parution, l’échéance est une faute de frappe ou un système ouvert : elle se vérifie. */
export const joursAuPlus = 730

/**
 * Une échéance à ne pas croire : d’avant la parution, ou de plus de deux ans après. Sans parution, l’année du numéro au BOAMP en tient
 * lieu ; sans rien, seules les années d’avant 2000 et d’après 2045 se signalent (on en publie en 2048 à 2050).
 */
export const estAbsurde = (jour: DateCivile, parution: string | null, idweb: string): boolean => {
  const parue = parution === null ? undefined : dateCivile(parution)
  if (parue) return ecartEnJours(parue, jour) < 0 || ecartEnJours(parue, jour) > joursAuPlus
  const an = /^(\d{2})-\d+$/.exec(idweb)?.[1]
  const annee = Number(jour.slice(0, 4))
  if (an !== undefined) return annee < 2000 + Number(an) || annee > 2000 + Number(an) + 2
  return annee < 2000 || annee > 2045
}
