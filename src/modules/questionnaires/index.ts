/** L’index du module : ce que les modules de rang supérieur et `app/` peuvent employer. */

export { demandesDeLInscription, lireCampagne as lireRecueil, lireDemande } from './db/campagnes.ts'
export { type Publication, publicationsEnColonne, relirePublications } from './db/publications.ts'
export { lireReglage as lireReglageDesQuestionnaires } from './db/reglage.ts'
export {
  type AmenagementDemande,
  amenagementsDemandes,
  type GenreSuite,
  lireReponse,
  type Reponse,
  type ReponseDonnee,
  reponseDuStagiaire,
  suitesDe,
} from './db/reponses.ts'
export {
  type CodeAcquis,
  demandeUneAdaptation,
  direQuestion,
  motsAcquis,
  type QuestionPosee,
  reservees,
} from './domain/contenu.ts'
export { ditLEntree, type Genre, genres } from './domain/genres.ts'
export { ecartDe } from './domain/moments.ts'
export { direReponse } from './domain/repondre.ts'
export { direPart } from './domain/resultats.ts'
export { donnerSuite } from './gestes/donner-suite.ts'
export { type AcquisEvalues, acquisDeLaSession } from './lecture/acquis.ts'
export {
  campagneUrl,
  questionnairesDeSessionUrl,
  reglagesUrl as reglagesDesQuestionnairesUrl,
  reponseUrl,
} from './liens.ts'
export { moduleQuestionnaires } from './module.ts'
export type { PrisesQuestionnaires } from './prises.ts'
