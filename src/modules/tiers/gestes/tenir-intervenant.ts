import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enReposantLesCles } from '../db/cles.ts'
import {
  autreDuCompte,
  corrigerStatut,
  type FicheVoulue,
  insererStatut,
  oterStatut,
  poserIntervenant,
  verrouillerIntervenant,
} from '../db/intervenants.ecritures.ts'
import { lireIntervenant, statutsDe } from '../db/intervenants.queries.ts'
import { trouverOuCreerEntreprise } from '../db/tiers.ecritures.ts'
import { retenirTiers } from '../db/tiers.queries.ts'
import type { Statut, StatutId, Tiers, TiersId } from '../domain/lus.ts'
import type { Employeur } from '../domain/saisie.ts'
import { type CodeStatut, direPeriode, type RefusStatut, refuserStatut, statuts } from '../domain/statuts.ts'

/** Fait d'une personne une intervenante, ou corrige ses titres. Un compte ne désigne qu'une personne. */
export const garderIntervenant = async (
  tx: TenantTx,
  tiers: Tiers,
  voulu: FicheVoulue,
  le: Date,
): Promise<Result<void, Refus<'compte-pris' | 'heures-prises'>>> => {
  const avant = await lireIntervenant(tx, tiers.id)
  if (
    voulu.compte !== undefined &&
    (await autreDuCompte(tx, voulu.compte, [avant?.personne ?? tiers.id])) !== undefined
  )
    return refuser('compte-pris', 'Ce compte est déjà celui d’un autre intervenant.')
  const poser = () => poserIntervenant(tx, avant?.personne ?? tiers.id, tiers.activite, voulu, le)
  if ((avant?.compte ?? null) === (voulu.compte ?? null)) await poser()
  else if (!(await enReposantLesCles(tx, [tiers.id], avant?.compte ?? null, poser)))
    return refuser(
      'heures-prises',
      'Ce compte est déjà pris, ici ou dans une autre maison, à une heure où cette personne intervient : changez d’abord l’affectation.',
    )
  if (
    avant &&
    avant.titres === voulu.titres &&
    avant.rapport === voulu.rapport &&
    avant.compte === (voulu.compte ?? null)
  )
    return ok(undefined)
  await consigner(tx, {
    activite: tiers.activite,
    faitLe: le,
    module: 'tiers',
    geste: avant ? 'corriger-intervenant' : 'faire-intervenant',
    objet: { genre: 'tiers', id: tiers.id },
    phrase: avant
      ? `Les titres et qualités de {tiers:${tiers.id}} sont corrigés.`
      : `{tiers:${tiers.id}} peut animer des formations.`,
  })
  return ok(undefined)
}

/**
 * Écrit ses titres et qualités à qui n'en a pas encore : on les a sous la main en planifiant, et la convention les dira.
 * Le reste de sa fiche ne change pas ; ceux qu'il a déjà non plus. `de` : le dossier remis d’où ils viennent. Faux : la fiche en avait.
 */
export const direTitres = async (
  tx: TenantTx,
  personne: TiersId,
  titres: string,
  le: Date,
  de?: string,
): Promise<boolean> => {
  const tiers = await retenirTiers(tx, personne)
  const fiche = await lireIntervenant(tx, personne)
  if (!tiers || (fiche && fiche.titres !== '')) return false
  return (
    await garderIntervenant(
      tx,
      tiers,
      { titres, rapport: fiche?.rapport ?? '', compte: fiche?.compte ?? undefined, titresDe: de },
      le,
    )
  ).ok
}

export type SaisieStatut = {
  readonly du: DateCivile
  readonly au: DateCivile | null
  readonly statut: CodeStatut
  readonly chez?: Employeur | undefined
}

export type RefusTenir = RefusStatut | Refus<'pas-intervenant' | 'introuvable'>

const dire = (s: Pick<SaisieStatut, 'du' | 'au' | 'statut'>) => `${statuts[s.statut].nom}, ${direPeriode(s)}`

/**
 * Ouvre un statut, ou corrige celui qui porte cet identifiant. Deux écritures pour la même personne s'attendent ; la
 * base refuse de toute façon deux statuts qui se chevauchent. Le même envoi reçu deux fois n'écrit qu'une.
 */
export const garderStatut = async (
  tx: TenantTx,
  tiers: Tiers,
  id: StatutId,
  voulu: SaisieStatut,
  le: Date,
): Promise<Result<void, RefusTenir>> => {
  const fiche = await lireIntervenant(tx, tiers.id)
  if (!fiche || !(await verrouillerIntervenant(tx, fiche.personne)))
    return refuser('pas-intervenant', 'Écrivez d’abord les titres et qualités de cette personne.')
  const tous = await statutsDe(tx, tiers.id)
  const avant = tous.find((s) => s.id === id)
  const gene = refuserStatut(
    { ...voulu, chez: voulu.chez?.nom ?? '' },
    tous.filter((s) => s.id !== id),
  )
  if (gene) return ko(gene)
  const entreprise =
    voulu.chez && statuts[voulu.statut].chez
      ? await trouverOuCreerEntreprise(tx, tiers.activite, voulu.chez, le)
      : null
  if (avant) await corrigerStatut(tx, id, { ...voulu, entreprise })
  else await insererStatut(tx, id, fiche.personne, tiers.activite, { ...voulu, entreprise }, le)
  if (
    avant &&
    avant.du === voulu.du &&
    avant.au === voulu.au &&
    avant.statut === voulu.statut &&
    avant.entreprise === entreprise
  )
    return ok(undefined)
  await consigner(tx, {
    activite: tiers.activite,
    faitLe: le,
    module: 'tiers',
    geste: avant ? 'corriger-statut' : 'ouvrir-statut',
    objet: { genre: 'tiers', id: tiers.id },
    phrase: `{tiers:${tiers.id}} : ${dire(voulu)}${avant ? ` (auparavant ${dire(avant)})` : ''}.`,
  })
  return ok(undefined)
}

/** Retire un statut écrit par erreur ; le journal garde ce qu'il disait. */
export const retirerStatut = async (tx: TenantTx, tiers: Tiers, statut: Statut, le: Date): Promise<void> => {
  await oterStatut(tx, statut.id)
  await consigner(tx, {
    activite: tiers.activite,
    faitLe: le,
    module: 'tiers',
    geste: 'retirer-statut',
    objet: { genre: 'tiers', id: tiers.id },
    phrase: `Un statut écrit par erreur est retiré à {tiers:${tiers.id}} : ${dire(statut)}.`,
  })
}
