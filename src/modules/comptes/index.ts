/** L’index des comptes : ce que les autres modules et `app/` peuvent employer. */

export {
  type Adhesion,
  adhesions,
  assistances,
  changerAdhesion,
  deconnecterMembre,
  exigenceSecondFacteur,
  exigerSecondFacteur,
  type Invitation,
  inviter,
  presentes,
  type RefusAdhesion,
  retirerAdhesion,
  type VisiteDAssistance,
} from './db/adhesions.ts'
export {
  consommerLien,
  creerLien,
  type Destinataire,
  lireDestinataire,
  type NouveauLien,
  retirerLiens,
} from './db/liens.ts'
export { comptesPresents } from './db/presents.queries.ts'
export { estAFonder } from './db/visiteur.queries.ts'
export { dureeEnMots } from './domain/liens.ts'
export type { LienLu, NouvelOrganisme } from './domain/ports.ts'
export { fonder, type Gestes, gestesDe, jugerPhrase } from './gestes/composer.ts'
export type { Fonde } from './gestes/fonder.ts'
export { secretDeFondation } from './gestes/secret-de-fondation.ts'
export { comptes } from './module.ts'
export {
  assistanceUrl,
  lienUrl,
  secondFacteurUrl,
  sessionsUrl as appareilsUrl,
  visitesUrl,
} from './web/liens.ts'
export {
  exigerCompte,
  exigerConnexion,
  exigerInstance,
  exigerRole,
  jetonDe,
  oterTemoin,
  poserTemoin,
  reconnaitreAppareil,
  visiteurMiddleware,
} from './web/visiteur.ts'
