/** Un avoir diminue une facture, ligne à ligne, et jamais au-delà de ce qu’elle vaut encore. */
import { centimes, formaterMontant, type Montant, moins, plus, proportion } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter, enumerer, typographier } from '#kernel/texte.ts'
import type { LigneDeFacture } from './facture.ts'

/** Une ligne de la facture d’origine, et ce que ses avoirs en ont déjà défait (positif). */
export type LigneADefaire = LigneDeFacture & {
  readonly rang: number
  readonly defait: Montant
  readonly minutesDefaites: ReadonlyMap<string, number>
}

export const resteDeLigne = (l: LigneADefaire): Montant =>
  centimes(l.montant >= 0 ? l.montant - l.defait : l.montant + l.defait)

/**
 * Ce qu’un avoir partiel fait des heures facturées : rendues au prorata (elles n’ont pas été suivies, ou pas par ce payeur),
 * ou gardées, et c’est une remise sur le prix : les heures suivies restent celles que le certificat atteste.
 */
export const sortsDesHeures = ['rendues', 'gardees'] as const
export type SortDesHeures = (typeof sortsDesHeures)[number]

/** À qui une part de ligne rend ses heures : les stagiaires choisis, et leur nom, que le papier dit. */
export type AQui = ReadonlyMap<number, ReadonlyMap<string, string>>
/** Au-delà, le papier compte les personnes au lieu de les nommer. */
const nommesAuPlus = 4

/** « …, 7 h suivies par chacun des 6 stagiaires » : ce que la ligne comptait de tous ne se redit pas d’une part rendue à quelques-uns. */
const sansHeuresDeTous = (libelle: string): string => libelle.replace(/, [^,]{1,20} suivies par .*$/, '')

/**
 * Les heures qu’une part de ligne rend : l’argent dit combien, en tout ; ceux qu’on a choisis se le partagent selon leurs heures.
 * Ils n’en rendent pas plus qu’il ne leur en reste, à l’arrondi près.
 */
const heuresRendues = (
  l: LigneADefaire,
  voulu: Montant,
  choisis: ReadonlyMap<string, string> | undefined,
) => {
  const [rendent, lesAutres] = [
    l.heures.filter((h) => !choisis || choisis.has(h.inscription)),
    l.heures.filter((h) => choisis && !choisis.has(h.inscription)),
  ]
  const part = (minutes: number) => proportion(centimes(minutes), voulu, Math.max(1, Math.abs(l.montant)))
  const siennes = rendent.reduce((t, h) => t + h.minutes, 0)
  const toutes = siennes + lesAutres.reduce((t, h) => t + h.minutes, 0)
  let trop = false
  const heures = rendent.map((h) => {
    const restent = h.minutes - (l.minutesDefaites.get(h.inscription) ?? 0)
    const dues =
      siennes === toutes ? part(h.minutes) : proportion(part(toutes), h.minutes, Math.max(1, siennes))
    if (lesAutres.length > 0 && dues > restent + 1) trop = true
    return { inscription: h.inscription, minutes: Math.min(restent, dues) }
  })
  return { heures, trop }
}

/** Ce que les certificats de quelqu’un attestent : leurs numéros, et leurs minutes ensemble. */
export type Certifie = { readonly numeros: string; readonly minutes: number }
export type HeuresCertifiees = {
  readonly inscription: string
  readonly minutes: number
  readonly numeros: string
}

/**
 * Les heures que l’avoir rend et qu’un certificat attestera encore : ce qu’il certifie au-delà de ce qui restera facturé, sans dépasser
 * ce qui est rendu. `facturees` : ce qui l’est avant lui.
 */
export const heuresEncoreCertifiees = (
  lignes: readonly LigneDeFacture[],
  facturees: ReadonlyMap<string, number>,
  certifies: ReadonlyMap<string, Certifie>,
): HeuresCertifiees[] => {
  const rendues = new Map<string, number>()
  for (const h of lignes.flatMap((l) => l.heures))
    rendues.set(h.inscription, (rendues.get(h.inscription) ?? 0) - h.minutes)
  return [...rendues].flatMap(([inscription, rendu]) => {
    const certifie = certifies.get(inscription)
    if (!certifie) return []
    const minutes = Math.min(rendu, certifie.minutes - ((facturees.get(inscription) ?? 0) - rendu))
    return minutes > 0 ? [{ inscription, minutes, numeros: certifie.numeros }] : []
  })
}

/**
 * Les lignes d’un avoir : pour chaque rang, le montant hors taxes à rendre (positif). Les heures suivent au prorata, sauf
 * remise, et une ligne entièrement rendue rend toutes les siennes. Un acompte déduit se rétablit avec l’annulation entière
 * seulement.
 */
export const defaire = (
  lignes: readonly LigneADefaire[],
  rendre: ReadonlyMap<number, Montant>,
  sort: SortDesHeures = 'rendues',
  aQui: AQui = new Map(),
): Result<readonly (LigneDeFacture & { readonly rang: number })[], Refus> => {
  const rendues: (LigneDeFacture & { readonly rang: number })[] = []
  for (const l of lignes) {
    const voulu = rendre.get(l.rang) ?? centimes(0)
    if (voulu === 0) continue
    const reste = resteDeLigne(l)
    if (voulu < 0 !== reste < 0 || Math.abs(voulu) > Math.abs(reste))
      return refuser(
        'avoir-trop-grand',
        `« ${l.libelle.slice(0, 60)} » ne vaut plus que ${formaterMontant(reste)} hors taxes : un avoir ne rend pas davantage.`,
      )
    const entiere = plus(voulu, l.montant >= 0 ? l.defait : centimes(-l.defait)) === l.montant
    const montant = centimes(-voulu)
    const remise = sort === 'gardees' && !entiere && l.heures.length > 0
    // L’argent d’une part de ligne ne dit pas de qui : qui n’en choisit aucun rend à tous, et le papier le dit.
    const partagee = !entiere && !remise && l.heures.length > 1
    const siens = aQui.get(l.rang)
    const choisis = partagee && siens && l.heures.some((h) => siens.has(h.inscription)) ? siens : undefined
    const nombre = choisis ? l.heures.filter((h) => choisis.has(h.inscription)).length : l.heures.length
    const pourEux =
      choisis && nombre <= nommesAuPlus && nombre < l.heures.length
        ? enumerer(l.heures.flatMap((h) => choisis.get(h.inscription) ?? []))
        : `${compter(nombre, 'stagiaire')}${nombre > 1 ? ' ensemble' : ''}`
    const part = entiere || remise ? undefined : heuresRendues(l, voulu, choisis)
    if (part?.trop)
      return refuser(
        'avoir-pour-trop-peu',
        `« ${l.libelle.slice(0, 60)} » : ce montant rend plus d’heures qu’il n’en reste à ${pourEux}. Choisissez plus de stagiaires, ou rendez moins.`,
      )
    const dite = remise
      ? `Remise sur : ${l.libelle}`
      : partagee
        ? `Part rendue pour ${pourEux} : ${sansHeuresDeTous(l.libelle)}`
        : l.libelle
    rendues.push({
      ...l,
      libelle: typographier(dite).slice(0, 500),
      quantite: 1000,
      unite: 'forfait',
      prix: montant,
      montant,
      heures: (
        part?.heures ??
        (remise ? [] : l.heures).map((h) => ({
          inscription: h.inscription,
          minutes: h.minutes - (l.minutesDefaites.get(h.inscription) ?? 0),
        }))
      ).flatMap((h) => (h.minutes === 0 ? [] : [{ inscription: h.inscription, minutes: -h.minutes }])),
    })
  }
  if (rendues.length === 0) return refuser('avoir-nul', 'Dites ce que l’avoir rend : au moins une ligne.')
  const total = rendues.reduce((t, l) => moins(t, l.montant), centimes(0))
  if (total < 0)
    return refuser(
      'avoir-negatif',
      'Un avoir rend quelque chose : son total ne peut pas demander davantage au client.',
    )
  return ok(rendues)
}
