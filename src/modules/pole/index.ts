/** L’index du pôle : ce que les modules de rang supérieur et `app/` peuvent employer. */

export { agendaDesPoles, type Rencontre } from './db/agenda.ts'
export { type DecisionClose, decisionsCloses } from './db/decisions.ts'
export { dejaIci, type IdentiteAViser, identitesAViser } from './db/identites.ts'
export {
  type Avis,
  avisAttendu,
  demanderLAvis,
  joursDAnnonce,
  type PoleANaitre,
  type PropositionId,
  polesANaitre,
  signaturesDUnPole,
} from './db/naissances.ts'
export {
  membresDuPole,
  mesPoles,
  nommerPoles,
  type PoleId,
  type PoleOuvert,
  polesOuverts,
} from './db/poles.ts'
export { aRencontre } from './db/presence.queries.ts'
export { type RetourEnListe, type RetourPublie, retourParAdresse, retoursPublies } from './db/retours.ts'
export { type GenreVeille, genresVeille, type Veille, veillesPartagees } from './db/veille.ts'
export type { DecisionId } from './domain/decision.ts'
export { direMoment, formats } from './domain/dire.ts'
export { identiteAttendue } from './domain/identite.ts'
export { etatDuLivrable, type Licence, licences } from './domain/livrable.ts'
export { imagesDuRecit } from './domain/recit.ts'
export { direPole, type RetourSur } from './domain/retour-sur.ts'
export { donnerUnAvis, reglerLesNaissances } from './gestes/naitre.ts'
export { noter } from './gestes/noter.ts'
export { viserLIdentite } from './gestes/viser-identite.ts'
export { type Regard, regarder } from './lecture/regard.ts'
export {
  actualitesDuPoleUrl,
  avisUrl,
  decisionUrl,
  fonderUrl,
  lettreDuPoleUrl,
  nouvelleDecisionUrl,
  polesUrl,
  poleUrl,
  proposerUrl,
  propositionUrl,
  rejoindreUrl,
  retourPublieUrl,
  reunionUrl,
  veilleUrl,
} from './liens.ts'
export { poleModule } from './module.ts'
export {
  adresseDuBrouillon,
  type Brouillon,
  BrouillonRepris,
  GarderBrouillon,
  oublierBrouillon,
  reprendreBrouillon,
} from './pages/brouillon.page.tsx'
export { Exporter } from './pages/exporter.tsx'
export { LireVersion } from './pages/lire-version.tsx'
export { etatsLivrable } from './pages/livrables-table.tsx'
export { Recit } from './pages/recit.tsx'
export { direProchaine, RetourLu } from './pages/retour-lu.tsx'
export { TitreDeSource } from './pages/veille.page.tsx'
