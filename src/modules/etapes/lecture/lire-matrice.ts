/** La matrice d’une session : qui, quelle étape, où l’on en est. Les faits sont ceux des modules ; rien n’est gardé deux fois. */
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireReglageDesControles } from '#modules/controles/index.ts'
import { casesUneFois } from '#modules/emargement/index.ts'
import { dossiersUneFois, inscritsUneFois } from '#modules/inscriptions/index.ts'
import { ecartDe, genres, lireReglageDesQuestionnaires } from '#modules/questionnaires/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { cleDAdresse, etatsDAdresses } from '../db/adresses.ts'
import { type ArretLu, listerArrets } from '../db/arrets.ts'
import { intervenantsDe } from '../db/destinataires.ts'
import { derniersEnvois, envoisDeLaSession } from '../db/envois.ts'
import * as lus from '../db/faits.queries.ts'
import { messagesDeLaSession } from '../db/messages.ts'
import { armeeDe, armementsDe, lireReglages } from '../db/reglages.ts'
import { empechementsDe } from '../db/tournee.queries.ts'
import type { Public } from '../domain/etapes.ts'
import { arretDe, jourDe } from '../domain/plan.ts'
import type { Colonne, Ligne, Lu, Matrice } from './matrice.ts'
import { remplirLignes } from './remplir-matrice.ts'

export const publics: readonly Public[] = ['stagiaires', 'clients', 'intervenants', 'financeurs']

const regleesDe = async (tx: TenantTx, session: SessionLue, arrets: readonly ArretLu[]) => {
  const [reglees, armements, questionnaires, controles] = await Promise.all([
    lireReglages(tx),
    armementsDe(tx, session.id),
    lireReglageDesQuestionnaires(tx),
    lireReglageDesControles(tx),
  ])
  const desControles: Readonly<Record<string, boolean>> = {
    'rappel-signature': controles.rappelStagiaire,
    feuille: controles.rappelFormateur,
    'avis-employeur': controles.avisEmployeur,
    'avis-financeur': controles.avisFinanceur,
  }
  const dates = { debut: session.debut as DateCivile, fin: session.fin as DateCivile }
  const colonnes = reglees
    .filter((e) => e.active)
    .map((e): Colonne => {
      const genre = Object.hasOwn(genres, e.code) ? (e.code as keyof typeof genres) : undefined
      const ecart = genre && e.conduite === 'questionnaires' ? ecartDe(genre, questionnaires) : e.ecart
      const armee = armeeDe(e, armements)
      return {
        ...e,
        ecart,
        armee,
        seul:
          e.conduite === 'questionnaires'
            ? genre !== undefined && questionnaires.automatiques.includes(genre)
            : e.conduite === 'controles'
              ? desControles[e.code] === true
              : armee === 'session' || armee === 'partout',
        jour: jourDe(dates, { ancre: e.ancre, ecart }),
        arret: arretDe(
          arrets.filter((a) => a.personne === null),
          { session: session.id, code: e.code },
        ),
      }
    })
    .toSorted((a, b) => (a.jour < b.jour ? -1 : a.jour > b.jour ? 1 : 0))
  return colonnes
}

/** La session a ses dates : sans elles, rien n’a de jour. */
export const lireMatrice = async (
  tx: TenantTx,
  session: SessionLue,
  {
    keys,
    organisme,
    maintenant,
  }: { readonly keys: Keys; readonly organisme: OrganismeId; readonly maintenant: Date },
): Promise<Matrice> => {
  const id = session.id
  const arrets = await listerArrets(tx, id)
  const [colonnes, inscrits, dossiers, gens, pieces, remises, liens, cases] = await Promise.all([
    regleesDe(tx, session, arrets),
    inscritsUneFois(tx, id),
    dossiersUneFois(tx, id),
    intervenantsDe(tx, id),
    lus.piecesRemises(tx, id),
    lus.remisesDInformation(tx, id),
    lus.liensPartis(tx, id),
    casesUneFois(tx, id),
  ])
  const [feuilles, demandes, factures, conventions, absences, messages, envois, derniers, empechements] =
    await Promise.all([
      lus.feuillesDe(tx, id, maintenant),
      lus.questionnairesDe(tx, id),
      lus.facturesDites(tx, id),
      lus.conventionsParties(tx, id),
      lus.absencesDites(tx, id),
      messagesDeLaSession(tx, id),
      envoisDeLaSession(tx, id),
      derniersEnvois(tx, id),
      empechementsDe(tx, id),
    ])
  const jour = jourLocal(maintenant, session.zone)
  const lu: Lu = {
    session,
    jour,
    maintenant,
    inscrits: inscrits.filter((i) => i.closeLe === null || i.etat === 'inscrit'),
    dossiers: dossiers.filter((d) => d.retracteLe === null),
    gens,
    pieces,
    remises,
    liens,
    cases,
    feuilles,
    demandes,
    factures,
    conventions,
    absences,
    messages,
    derniers,
    arrets,
  }
  const par = new Map(publics.map((p) => [p, colonnes.filter((c) => c.publics === p)]))
  const nues = remplirLignes(lu, par)
  const cle = (courriel: string) => cleDAdresse(keys, organisme, courriel)
  const adresses = [...nues.values()].flat().flatMap((l) => (l.courriel ? [cle(l.courriel)] : []))
  const etats = await etatsDAdresses(tx, adresses)
  return {
    jour,
    colonnes: par,
    arrets,
    envois,
    empechements,
    lignes: new Map(
      [...nues].map(([p, lignes]) => [
        p,
        lignes.map((l): Ligne => {
          const hexa = l.courriel ? cle(l.courriel).toString('hex') : ''
          return {
            ...l,
            sansCourriel: l.courriel === null && p !== 'financeurs',
            defaut: etats.defauts.get(hexa),
            desabonnee: etats.desabonnees.has(hexa),
            arret: l.personne
              ? arrets.find((a) => a.personne === l.personne && (a.session === null || a.session === id))
              : undefined,
          }
        }),
      ]),
    ),
  }
}
