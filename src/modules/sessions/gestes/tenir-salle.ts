import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { listerEtablissements } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import {
  corrigerSalle,
  fermerSalle,
  insererSalle,
  nomPris,
  type SalleSaisie,
} from '../db/salles.ecritures.ts'
import { lireSalle } from '../db/salles.queries.ts'
import type { SalleId } from '../domain/ou-et-qui.ts'

export type RefusSalle = Refus<'introuvable' | 'etablissement-introuvable' | 'nom-pris' | 'nom-vide'>

const vide = () => refus('nom-vide', 'Écrivez le nom de la salle.')
const pris = () => refus('nom-pris', 'Une salle ouverte de ce lieu porte déjà ce nom.')

/** Qui agit, et quand : la salle est à toute la coopérative, le journal l'inscrit sous l'enseigne de qui agit. */
type Par = { readonly activite: ActiviteId; readonly le: Date }

const noter = (tx: TenantTx, { activite, le }: Par, id: SalleId, geste: string, phrase: string) =>
  consigner(tx, { activite, faitLe: le, module: 'sessions', geste, objet: { genre: 'salle', id }, phrase })

/** Ajoute une salle. L'identifiant vient du formulaire : un second envoi n'en fait pas deux. */
export const ajouterSalle = async (
  tx: TenantTx,
  id: SalleId,
  etablissement: Id<'Etablissement'>,
  saisie: SalleSaisie,
  par: Par,
): Promise<Result<void, RefusSalle>> => {
  // Rien que des signes invisibles : `uneLigne` les a ôtés.
  if (saisie.nom === '') return ko(vide())
  const lieu = (await listerEtablissements(tx)).find((e) => e.id === etablissement && e.fermeLe === null)
  if (!lieu)
    return ko(refus('etablissement-introuvable', 'Ce lieu n’est plus ouvert. Choisissez-en un autre.'))
  const fait = await insererSalle(tx, id, etablissement, saisie, par.le)
  if (fait === 'nom-pris') return ko(pris())
  if (fait === 'ajoutee') await noter(tx, par, id, 'ajouter-salle', 'Une salle est ajoutée.')
  return ok(undefined)
}

/** Corrige le nom ou les places. Les sessions déjà planifiées gardent le lieu qu'elles disent. */
export const modifierSalle = async (
  tx: TenantTx,
  id: SalleId,
  saisie: SalleSaisie,
  par: Par,
): Promise<Result<void, RefusSalle>> => {
  const salle = await lireSalle(tx, id)
  if (!salle) return ko(refus('introuvable', 'Cette salle n’existe pas ici.'))
  if (saisie.nom === '') return ko(vide())
  if (salle.fermeeLe === null && (await nomPris(tx, salle.etablissement, saisie.nom, id))) return ko(pris())
  if (salle.nom === saisie.nom && salle.places === saisie.places) return ok(undefined)
  await corrigerSalle(tx, id, saisie)
  await noter(tx, par, id, 'corriger-salle', 'Une salle est corrigée.')
  return ok(undefined)
}

/** Ferme la salle, ou la rouvre (`jour` nul). Ce qui y est planifié s'y tient : fermer n'ôte rien. */
export const changerOuverture = async (
  tx: TenantTx,
  id: SalleId,
  jour: DateCivile | null,
  par: Par,
): Promise<Result<void, RefusSalle>> => {
  const salle = await lireSalle(tx, id)
  if (!salle) return ko(refus('introuvable', 'Cette salle n’existe pas ici.'))
  // Deux clics : déjà comme on la veut.
  if ((salle.fermeeLe === null) === (jour === null)) return ok(undefined)
  if (jour === null && (await nomPris(tx, salle.etablissement, salle.nom, id))) return ko(pris())
  await fermerSalle(tx, id, jour)
  await noter(
    tx,
    par,
    id,
    jour === null ? 'rouvrir-salle' : 'fermer-salle',
    jour === null ? 'Une salle est rouverte.' : 'Une salle est fermée.',
  )
  return ok(undefined)
}
