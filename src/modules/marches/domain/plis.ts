/** Les prix scellés d’un dossier : ce que le serveur en sait. */
import type { OrganismeId } from '#kernel/id.ts'
import type { Membre } from './groupement.ts'

export type Cle = { readonly publique: string }
/** Quand elle fut donnée : un pli ou un secours d’avant n’est pas pour elle. */
export type CleDatee = Cle & { readonly le: Date }
export type Secours = {
  readonly k: number
  readonly destinataire: string
  readonly parts: readonly { readonly organisme: string; readonly part: string }[]
}
/** `part` : ses parts de chaque secours, séparées d’une espace, chiffrées pour cette clé du mandataire. */
export type PartRendue = { readonly part: string; readonly pour: string }
/** `plis` : les rangs que ce total additionne, pour qu’un pli scellé depuis se voie. */
export type Total = { readonly centimes: number; readonly plis: readonly number[]; readonly fideles: boolean }

/** Une clé publique age : le serveur ne retient rien d’autre sous ce nom. */
export const estClePublique = (t: string): boolean => /^age1[02-9ac-hj-np-z]{58}$/.test(t)

/** Octets d’un pli chiffré ; la base tient les mêmes bornes. */
export const PLI_MIN = 8192
export const PLI_MAX = 12_288

/**
 * Combien de parts rouvrent un dossier dont le mandataire a perdu sa clé : plus de la moitié des autres membres, deux au moins. Lui n’en a pas : elle
 * se perdrait avec sa clé. Rien à deux : l’autre membre, seul, lirait tout. Choix du produit.
 */
export const partsDuSecours = (membres: number): number | undefined =>
  membres < 3 ? undefined : Math.max(2, Math.floor((membres - 1) / 2) + 1)

/** Les destinataires d’un pli de ce membre, aujourd’hui : le mandataire, le secours, lui-même. */
export const destinatairesDuPli = (
  cles: ReadonlyMap<OrganismeId, Cle>,
  secours: Secours | undefined,
  mandataire: OrganismeId,
  moi: OrganismeId,
): ReadonlySet<string> =>
  new Set(
    [cles.get(mandataire)?.publique, secours?.destinataire, cles.get(moi)?.publique].filter(
      (x) => x !== undefined,
    ),
  )

/** Les mêmes, sans ordre. */
export const memes = <T>(a: Iterable<T>, b: Iterable<T>): boolean => {
  const [x, y] = [new Set(a), new Set(b)]
  return x.size === y.size && [...x].every((v) => y.has(v))
}

/** Le rang du dernier pli de chaque membre présent qui en a scellé un. */
export const derniersRangs = (
  presents: readonly Pick<Membre, 'organisme'>[],
  plis: readonly { readonly organisme: OrganismeId; readonly rang: number }[],
): readonly number[] => presents.flatMap((m) => plis.findLast((p) => p.organisme === m.organisme)?.rang ?? [])
/**
 * Le total dit aux membres, en centimes, s’il additionne encore le dernier pli de chacun et si chacun était fidèle ; rien sinon, ni quand une manche s’est
 * ouverte depuis (`mancheOuverteLe`) : l’acheteur fait revoir ce prix-là.
 */
export const totalQuiVaut = (
  total: { readonly le: Date; readonly contenu: Total } | undefined,
  rangs: readonly number[],
  mancheOuverteLe: Date | null,
): number | undefined =>
  total?.contenu.fideles &&
  memes(total.contenu.plis, rangs) &&
  (mancheOuverteLe === null || total.le >= mancheOuverteLe)
    ? total.contenu.centimes
    : undefined

/** Ce qui empêche encore de sceller, chaque phrase avec qui agit. */
export const manquesPourSceller = (
  presents: readonly Membre[],
  cles: ReadonlyMap<OrganismeId, CleDatee>,
  secours: (Secours & { readonly le: Date }) | undefined,
): readonly string[] => [
  ...presents.filter((m) => !cles.has(m.organisme)).map((m) => `${m.nom} prépare sa clé.`),
  ...(partsDuSecours(presents.length) === undefined
    ? []
    : secours === undefined
      ? ['Le mandataire prépare la clé de secours.']
      : presents
          .filter((m) => !m.mandataire)
          .filter(
            ({ organisme }) =>
              !secours.parts.some((p) => p.organisme === organisme) ||
              (cles.get(organisme)?.le ?? secours.le) > secours.le,
          )
          .map((m) => `${m.nom} n’a pas sa part du secours : le mandataire le prépare de nouveau.`)),
]
