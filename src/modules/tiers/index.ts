/** La porte des tiers : ce que les modules de rang supérieur et `app/` peuvent employer. */
export { type Employeur, trouverOuCreerEntreprise } from './db/tiers.ecritures.ts'
export {
  type EntrepriseId,
  homonymes,
  lireTiers,
  nommerTiers,
  type Tiers,
  type TiersId,
} from './db/tiers.queries.ts'
export { creerTiers, type Saisie } from './garder-personne.ts'
export { personnesUrl, personneUrl } from './liens.ts'
export { tiers } from './module.ts'
