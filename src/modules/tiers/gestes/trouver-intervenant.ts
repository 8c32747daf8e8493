import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { insererIntervenant } from '../db/intervenants.declaration.ecritures.ts'
import { intervenants } from '../db/intervenants.queries.ts'
import type { Intervenant, TiersId } from '../domain/lus.ts'
import { creerTiers } from './garder-personne.ts'

export type QuiAnime = {
  readonly prenom: string
  readonly nom: string
  readonly compte?: PersonneId | undefined
}

/**
 * L'intervenant de ce compte ou, sans compte, de ce nom plié, lu d'un trait : « Marie » « Claire Le Goff » est
 * « Marie Claire » « Le Goff ». Un stagiaire du même nom n'en est pas un ; deux comptes du même nom sont deux personnes.
 */
export const reconnaitreIntervenant = (
  connus: readonly Intervenant[],
  { prenom, nom, compte }: QuiAnime,
): Intervenant | undefined =>
  compte
    ? connus.find((i) => i.compte === compte)
    : connus.find((i) => plier(`${i.prenom} ${i.nom}`) === plier(`${prenom} ${nom}`))

/** Une fiche neuve de qui anime, avec son entrée au journal : une autre peut porter le même nom. */
export const creerIntervenant = async (
  tx: TenantTx,
  activite: ActiviteId,
  qui: QuiAnime,
  le: Date,
): Promise<TiersId> => {
  const id = newId<'Tiers'>(le)
  await creerTiers(tx, id, activite, { prenom: qui.prenom, nom: qui.nom }, le)
  await insererIntervenant(tx, { personne: id, activite, compte: qui.compte ?? null }, le)
  return id
}

/** La fiche de qui anime : celle que l'on connaît, ou une neuve. */
export const trouverOuCreerIntervenant = async (
  tx: TenantTx,
  activite: ActiviteId,
  qui: QuiAnime,
  le: Date,
): Promise<TiersId> => {
  const connu = reconnaitreIntervenant(await intervenants(tx), qui)
  return connu ? connu.personne : creerIntervenant(tx, activite, qui, le)
}
