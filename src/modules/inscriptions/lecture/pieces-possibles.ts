import { refus } from '#kernel/refus.ts'
import type { GenreQuiEngage } from '#modules/documents/index.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'

export type GenreDuDossier = Exclude<GenreQuiEngage, 'avenant'>

/**
 * Une convention pour qui n’est pas un particulier à ses frais, un contrat pour lui : le régime, jamais un choix. Rien pour qui s’est
 * rétracté.
 */
export const genresPossibles = (d: DossierLu): readonly GenreDuDossier[] =>
  d.retracteLe !== null
    ? []
    : d.regime === 'convention'
      ? ['devis', 'convention']
      : d.regime === 'contrat'
        ? ['contrat']
        : []

export const sansVersion = () =>
  refus(
    'sans-version',
    'L’offre de cette session n’a pas de version figée : validez-la, ses pièces en sont tirées.',
  )

export const sansStagiaire = () =>
  refus('sans-stagiaire', 'Inscrivez d’abord une personne dans ce dossier : la pièce nomme qui est formé.')

export const sansSignataire = () =>
  refus('sans-signataire', 'Personne n’a le pouvoir de signer cette pièce à ce jour : nommez un signataire.')

export const sansReglement = () =>
  refus(
    'sans-reglement',
    'Établissez d’abord le règlement intérieur (L6352-3) : il se joint à la convention et se remet à chacun.',
  )
