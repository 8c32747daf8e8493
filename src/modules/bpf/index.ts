/** L’index du module : le moteur, pur, et ses formes. */
export { chargesReprisesDe } from './db/argent.queries.ts'
export { listerDepots } from './db/depots.queries.ts'
export { portsDeReprise } from './db/reprise.ecritures.ts'
export { arrondirHeures } from './domain/arrondir-heures.ts'
export {
  type Bpf,
  type Case,
  type Contribution,
  calculerBpf,
  composerBpf,
} from './domain/composer.ts'
export type { Contexte, Niveau as NiveauDeControle } from './domain/controles/controle.ts'
export {
  type ControleId,
  type ControlePasse,
  controler,
  controles,
  estValidable,
} from './domain/controles/controler.ts'
export type * from './domain/dossier.ts'
export { type Echeance, echeanceDe, type Prolongation, prolongationsConnues } from './domain/echeance.ts'
export { etablirFaits, type Faits } from './domain/faits.ts'
export { type Formulaire, formulaires, versionPour } from './domain/formulaire.ts'
export { eurosDeCentimes, type Fraction, fraction, heuresDeMinutes } from './domain/fraction.ts'
export { enJson, type Lignes, type LignesJson } from './domain/lignes.ts'
export { specialites } from './domain/nsf.ts'
export { doutes, type Lectures, lecturesAu } from './domain/parametres.ts'
export { type Marque, type RegleId, regles } from './domain/regles.ts'
export { nsfProposee, type Situation, statutDe } from './domain/stagiaires.ts'
export { type Repris, reprendreDossier } from './gestes/reprendre-dossier.ts'
export { type Faute, lireDossier } from './lecture/lire-dossier.ts'
export { manquesAuBilan } from './lecture/lire-manques.ts'
export { bpf } from './module.ts'
