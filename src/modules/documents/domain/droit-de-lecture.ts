import {
  type DroitDeLecture,
  ficheDe,
  type GenrePiece,
  genres,
  listeGenres,
  type Relation,
} from './genres.ts'

/** Ce que l’on sait de qui lit : ses droits, tels que le tableau des droits les dit, et ce qu’une délégation lui fait signer. */
export type Lecteur = {
  peut(droit: DroitDeLecture, objet: { readonly estSien: boolean }): boolean
  /** Ce que ses délégations de signature couvrent (`organisme/domain/signataires.ts`). */
  signe(piece: string): boolean
}

/** D’un genre, cette personne lit toutes les pièces, les siennes, ou aucune. */
export type Portee = 'tout' | 'sien' | 'rien'

/** Les sessions, dossiers, inscriptions et factures de quelqu’un, par ce qui en fait les siens. */
export type Siens = Readonly<Record<Relation, ReadonlySet<string>>>

/** Un genre inconnu n’ouvre rien : ce qui n’est pas écrit dans une fiche est refusé. */
export const porteeDe = (genre: string, lecteur: Lecteur): Portee => {
  const fiche = ficheDe(genre)
  if (!fiche) return 'rien'
  const { droit, siens } = fiche.lecteurs
  if (lecteur.peut(droit, { estSien: false })) return 'tout'
  // Qui tient une délégation lit ce qu’on lui demande de signer.
  if (fiche.delegation !== null && lecteur.signe(fiche.delegation)) return 'tout'
  return siens.length > 0 && lecteur.peut(droit, { estSien: true }) ? 'sien' : 'rien'
}

/** La règle unique : cette personne lit-elle cette pièce ? `relations` : par quoi l’objet de la pièce est le sien. */
export const peutLire = (genre: string, lecteur: Lecteur, relations: ReadonlySet<Relation>): boolean => {
  const portee = porteeDe(genre, lecteur)
  return (
    portee === 'tout' ||
    (portee === 'sien' && ficheDe(genre)?.lecteurs.siens.some((r) => relations.has(r)) === true)
  )
}

/** La même règle, genre par genre, pour une liste : ceux qui se lisent tous, et ceux qui se lisent par chaque relation. */
export type Perimetre = {
  readonly tout: readonly GenrePiece[]
  readonly siens: Readonly<Record<Relation, readonly GenrePiece[]>>
}
export const perimetreDe = (lecteur: Lecteur): Perimetre => {
  const siens = listeGenres.filter((g) => porteeDe(g, lecteur) === 'sien')
  const par = (r: Relation) =>
    siens.filter((g) => (genres[g].lecteurs.siens as readonly Relation[]).includes(r))
  return {
    tout: listeGenres.filter((g) => porteeDe(g, lecteur) === 'tout'),
    siens: { anime: par('anime'), suit: par('suit'), enseigne: par('enseigne') },
  }
}
