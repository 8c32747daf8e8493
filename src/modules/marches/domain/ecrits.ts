import type { OrganismeId } from '#kernel/id.ts'

/** Ce qui s’écrit d’un dossier. Les genres du mandataire sont fermés aux autres membres par la base. */
export type GenreDEcrit =
  | 'reglement'
  | 'capacite'
  | 'cle'
  | 'secours'
  | 'part'
  | 'total'
  | 'depot'
  | 'marche'
  | 'issue'
  | 'lecon'
  | 'commande'
  | 'execution'
  | 'visa'
  | 'question'
  | 'reponse'
  | 'negociation'
  | 'conseil'
  | 'bloc'
  | 'relecture'
  | 'commentaire'
  | 'memoire'
export type Ecrit = {
  readonly organisme: OrganismeId
  readonly genre: GenreDEcrit
  /** De plusieurs du même genre, lequel : une commande, un dépôt ; vide s’il n’y en a qu’un. */
  readonly cle: string
  readonly rang: number
  readonly contenu: unknown
  readonly motif: string
  readonly le: Date
}

/** La dernière version de ce genre, d’un membre ou de qui l’écrit. Sa forme est celle que la page a écrite : la base n’en reçoit pas d’autre. */
export const dernier = <T>(
  ecrits: readonly Ecrit[],
  genre: GenreDEcrit,
  organisme?: OrganismeId,
  cle = '',
): T | undefined =>
  ecrits.findLast(
    (e) => e.genre === genre && e.cle === cle && (organisme === undefined || e.organisme === organisme),
  )?.contenu as T | undefined

/** Un écrit de ce genre porte cette clé, de qui que ce soit : le même envoi est déjà venu. */
export const dejaEcrit = (ecrits: readonly Ecrit[], genre: GenreDEcrit, cle: string): boolean =>
  ecrits.some((e) => e.genre === genre && e.cle === cle)

/** Tous ceux de ce genre, chacun avec sa clé et qui l’a écrit. */
export const tous = <T>(
  ecrits: readonly Ecrit[],
  genre: GenreDEcrit,
): readonly {
  readonly cle: string
  readonly organisme: OrganismeId
  readonly le: Date
  readonly contenu: T
}[] => ecrits.filter((e) => e.genre === genre).map((e) => ({ ...e, contenu: e.contenu as T }))
