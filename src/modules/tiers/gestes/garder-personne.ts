import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { corrigerTiers, insererTiers, trouverOuCreerEntreprise } from '../db/tiers.ecritures.ts'
import type { Tiers, TiersId } from '../domain/lus.ts'
import type { Saisie } from '../domain/saisie.ts'

const entrepriseDe = (tx: TenantTx, activite: ActiviteId, { employeur }: Saisie, le: Date) =>
  employeur ? trouverOuCreerEntreprise(tx, activite, employeur, le) : Promise.resolve(undefined)

/** Fait entrer une personne. L'identifiant vient du formulaire : un second envoi n'écrit rien. */
export const creerTiers = async (
  tx: TenantTx,
  id: TiersId,
  activite: ActiviteId,
  saisie: Saisie,
  le: Date,
): Promise<void> => {
  const entreprise = await entrepriseDe(tx, activite, saisie, le)
  if (!(await insererTiers(tx, { ...saisie, id, activite, entreprise }, le))) return
  await consigner(tx, {
    activite,
    faitLe: le,
    module: 'tiers',
    geste: 'creer-personne',
    objet: { genre: 'tiers', id },
    phrase: `{tiers:${id}} entre dans les personnes connues.`,
  })
}

/** Corrige une fiche. Les pièces déjà émises gardent le nom qu'elles portent. */
export const modifierTiers = async (tx: TenantTx, tiers: Tiers, saisie: Saisie, le: Date): Promise<void> => {
  const entreprise = await entrepriseDe(tx, tiers.activite, saisie, le)
  await corrigerTiers(tx, tiers.id, { ...saisie, entreprise })
  const differe = (champ: 'telephone' | 'adresse' | 'codePostal' | 'ville' | 'courriel') =>
    tiers[champ] !== (saisie[champ] ?? null)
  const change = [
    tiers.prenom !== saisie.prenom || tiers.nom !== saisie.nom ? 'nom' : '',
    differe('courriel') ? 'courriel' : '',
    differe('telephone') ? 'telephone' : '',
    differe('adresse') || differe('codePostal') || differe('ville') ? 'adresse' : '',
    tiers.entreprise !== (entreprise ?? null) ? 'employeur' : '',
  ].filter(Boolean)
  if (change.length === 0) return
  await consigner(tx, {
    activite: tiers.activite,
    faitLe: le,
    module: 'tiers',
    geste: 'corriger-personne',
    objet: { genre: 'tiers', id: tiers.id },
    phrase: `La fiche de {tiers:${tiers.id}} est corrigée.`,
    details: { change },
  })
}
