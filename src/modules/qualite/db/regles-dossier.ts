import { type RawBuilder, sql } from 'kysely'
import { joursApresCoup } from '../domain/controles/parametres.ts'
import { jourParis } from './population.ts'
import type { Regle } from './regles-offre.ts'

const suivi = sql`coalesce(m.suivi_par, m.formateur_id)`
/** L’entrée écrite bien après le jour qu’elle dit. */
const entreeTard = (le: RawBuilder<unknown>) =>
  sql`coalesce(m.entree_le > ${le} + ${joursApresCoup}::int4, false)`

/** Le jour où ce stagiaire a répondu à ce questionnaire. */
const repondue = (genre: string) => sql`(select d.inscription_id, min(d.repondue_le) as le
  from questionnaires.demande d join questionnaires.campagne k on k.organisme_id = d.organisme_id and k.id = d.campagne_id
  where d.organisme_id = (select app.organisme()) and k.genre = ${genre} and d.repondue_le is not null group by 1)`
/** Son évaluation des acquis : complète, si nul objectif n’y est « non évalué ». */
const evaluee = sql`(select d.inscription_id, max(r.le) as le, bool_and(v.code <> 'non-evalue') as complete
  from questionnaires.demande d join questionnaires.campagne k on k.organisme_id = d.organisme_id and k.id = d.campagne_id and k.genre = 'acquis'
    join questionnaires.reponse r on r.organisme_id = d.organisme_id and r.demande_id = d.id
    join questionnaires.valeur v on v.organisme_id = r.organisme_id and v.reponse_id = r.id and v.code in ('acquis', 'en-cours', 'non-acquis', 'non-evalue')
  where d.organisme_id = (select app.organisme()) group by 1)`

/** Un stagiaire, de son entrée à sa sortie : indicateurs 4, 5, 8, 9, 10, 11 et 12. */
export const reglesDossier: Readonly<Record<string, Regle>> = {
  '4a': () => sql`select '4a', m.id, m.session_id, m.activite_id, ${suivi},
      coalesce(m.recueilli_le <= m.premier_jour, false) or coalesce(q.le <= m.premier_jour, false), coalesce(m.recueilli_le, q.le),
      ${entreeTard(sql`m.recueilli_le`)}, m.premier_jour,
      case when m.recueilli_le is null and q.le is null then 'aucun recueil du besoin' else 'le recueil est daté d’après le début' end
    from m left join ${repondue('besoin')} q on q.inscription_id = m.id`,
  '4b': () => sql`select '4b', d.id, d.session_id, d.activite_id, d.suivi_par, coalesce(d.objectif, '') <> '', ${jourParis(sql`d.cree_le`)}, false,
      p.premier_jour, 'l’objectif du client n’est pas écrit'
    from inscriptions.dossier d join p on p.organisme_id = d.organisme_id and p.id = d.session_id
    where d.organisme_id = (select app.organisme()) and d.acheteur = 'entreprise' and d.retracte_le is null
      and exists (select from i where i.dossier_id = d.id)`,
  '5b': () => sql`select '5b', d.id, d.session_id, d.activite_id, d.suivi_par,
      coalesce(${jourParis(sql`d.signe_le`)} <= p.premier_jour and d.signature_piece_id is not null, false), ${jourParis(sql`d.signe_le`)}, false,
      p.premier_jour, case when d.signe_le is null then 'la pièce n’est pas signée du client'
        when d.signature_piece_id is null then 'la signature n’est pas sur une pièce d’ici, qui porterait les objectifs'
        else 'signée après le premier jour' end
    from inscriptions.dossier d join p on p.organisme_id = d.organisme_id and p.id = d.session_id
    where d.organisme_id = (select app.organisme()) and d.regime in ('convention', 'contrat') and d.retracte_le is null
      and exists (select from i where i.dossier_id = d.id)`,
  '8a': () => sql`select '8a', m.id, m.session_id, m.activite_id, m.formateur_id,
      coalesce(m.positionne_le <= m.premier_jour and m.resultat <> '', false), m.positionne_le, ${entreeTard(sql`m.positionne_le`)},
      m.premier_jour, case when m.positionne_le is null then 'aucun positionnement' when m.resultat = '' then 'le résultat du positionnement n’est pas écrit'
        else 'le positionnement est daté d’après le début' end
    from m`,
  '8b': () => sql`select '8b', m.id, m.session_id, m.activite_id, m.formateur_id, m.decision is not null, m.positionne_le, false, m.premier_jour,
      'aucune suite donnée au positionnement' from m`,
  '8c': () => sql`select '8c', m.id, m.session_id, m.activite_id, ${suivi}, coalesce(m.prerequis <> 'non-verifies', false), m.recueilli_le, false,
      m.premier_jour, 'les prérequis ne sont pas vérifiés' from m`,
  '9a': () => sql`select '9a', m.id, m.session_id, m.activite_id, ${suivi}, coalesce(m.convoque_le < m.premier_jour, false), m.convoque_le, false,
      m.premier_jour, case when m.convoque_le is null then 'aucune convocation' else 'la convocation est du premier jour, ou d’après' end from m`,
  '9b': () => sql`select '9b', m.id, m.session_id, m.activite_id, ${suivi}, coalesce(m.reglement_le < m.premier_jour, false), m.reglement_le, false,
      m.premier_jour, case when m.reglement_le is null then 'le règlement intérieur n’est pas remis' else 'le règlement intérieur est remis après le début' end
    from m`,
  '10a': ({ jour }) => sql`select '10a', m.id, m.session_id, m.activite_id, m.formateur_id,
      m.suivi_le is not null and (m.decision is distinct from 'adapter' or m.ajuste_le is not null), m.suivi_le, m.suivi_tard, m.dernier_jour,
      case when m.suivi_le is null then 'aucune trace de suivi' else 'l’ajustement décidé à l’entrée n’est pas écrit' end
    from m where m.dernier_jour < ${jour}::date and m.etat = 'inscrit'`,
  '11a': ({
    jour,
  }) => sql`select '11a', m.id, m.session_id, m.activite_id, m.formateur_id, coalesce(m.evaluee, false) or coalesce(q.complete, false),
      coalesce(case when m.evaluee then m.atteste_le end, q.le, m.atteste_le), false, m.dernier_jour,
      case when m.atteste_le is null and q.le is null then 'aucune évaluation : ni attestation, ni évaluation des acquis'
        else 'un objectif au moins n’est pas évalué' end
    from m left join ${evaluee} q on q.inscription_id = m.id where m.dernier_jour < ${jour}::date and m.etat = 'inscrit'`,
  '11b': ({
    jour,
  }) => sql`select '11b', m.id, m.session_id, m.activite_id, ${suivi}, coalesce(m.certifie_le >= m.dernier_jour, false), m.certifie_le, false,
      m.dernier_jour, 'le certificat de réalisation n’est pas émis'
    from m where m.dernier_jour < ${jour}::date and m.etat = 'inscrit'`,
  '12a':
    () => sql`select '12a', m.id, m.session_id, m.activite_id, ${suivi}, coalesce(m.relance_le >= a.jour, false), m.relance_le, false, a.jour,
      'une absence non justifiée n’a pas de relance écrite'
    from m join (select a.inscription_id, min(e.jour) as jour from emargement.absence a
        join sessions.seance e on e.organisme_id = a.organisme_id and e.id = a.seance_id
        where a.organisme_id = (select app.organisme()) and not a.justifiee
          and not exists (select from emargement.rectification x where x.organisme_id = a.organisme_id and x.inscription_id = a.inscription_id
            and x.seance_id = a.seance_id and x.etat = 'presente')
        group by a.inscription_id) a on a.inscription_id = m.id
    union all
    select '12a', m.id, m.session_id, m.activite_id, ${suivi}, coalesce(m.motif, '') <> '', ${jourParis(sql`m.close_le`)}, false, m.dernier_jour,
      'l’abandon n’a pas de motif' from m where m.etat = 'abandon'`,
}
