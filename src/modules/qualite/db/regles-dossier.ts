import { sql } from 'kysely'
import { jourParis } from './population.ts'
import { apresCoup, type Regle } from './regles-offre.ts'

const suivi = sql`coalesce(i.suivi_par, i.formateur_id)`
/** La dernière pièce de ce genre émise pour l’inscription, celle que rien ne remplace. */
const piece = (
  genre: string,
) => sql`(select z.objet_id, min(${jourParis(sql`z.emise_le`)}) as le from documents.piece z
  where z.organisme_id = (select app.organisme()) and z.genre = ${genre} and z.objet_genre = 'inscription' group by z.objet_id)`

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
  '4a': () => sql`select '4a', i.id, i.session_id, i.activite_id, ${suivi},
      coalesce(n.recueilli_le <= i.premier_jour, false) or coalesce(q.le <= i.premier_jour, false), coalesce(n.recueilli_le, q.le),
      ${apresCoup(sql`n.inscrit_le`, sql`n.recueilli_le`)}, i.premier_jour,
      case when n.recueilli_le is null and q.le is null then 'aucun recueil du besoin' else 'le recueil est daté d’après le début' end
    from i left join n on n.inscription_id = i.id left join ${repondue('besoin')} q on q.inscription_id = i.id`,
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
  '8a': () => sql`select '8a', i.id, i.session_id, i.activite_id, i.formateur_id,
      coalesce(n.positionne_le <= i.premier_jour and n.resultat <> '', false), n.positionne_le, ${apresCoup(sql`n.inscrit_le`, sql`n.positionne_le`)},
      i.premier_jour, case when n.positionne_le is null then 'aucun positionnement' when n.resultat = '' then 'le résultat du positionnement n’est pas écrit'
        else 'le positionnement est daté d’après le début' end
    from i left join n on n.inscription_id = i.id`,
  '8b': () => sql`select '8b', i.id, i.session_id, i.activite_id, i.formateur_id, n.decision is not null, n.positionne_le, false, i.premier_jour,
      'aucune suite donnée au positionnement'
    from i left join n on n.inscription_id = i.id`,
  '8c': () => sql`select '8c', i.id, i.session_id, i.activite_id, ${suivi}, coalesce(n.prerequis <> 'non-verifies', false), n.recueilli_le, false,
      i.premier_jour, 'les prérequis ne sont pas vérifiés'
    from i left join n on n.inscription_id = i.id`,
  '9a': () => sql`select '9a', i.id, i.session_id, i.activite_id, ${suivi}, coalesce(z.le < i.premier_jour, false), z.le, false, i.premier_jour,
      case when z.le is null then 'aucune convocation' else 'la convocation est du premier jour, ou d’après' end
    from i left join ${piece('convocation')} z on z.objet_id = i.id`,
  '9b': () => sql`select '9b', i.id, i.session_id, i.activite_id, ${suivi}, coalesce(${jourParis(sql`z.remis_le`)} < i.premier_jour, false),
      ${jourParis(sql`z.remis_le`)}, false, i.premier_jour,
      case when z.remis_le is null then 'le règlement intérieur n’est pas remis' else 'le règlement intérieur est remis après le début' end
    from i left join inscriptions.remise z on z.organisme_id = i.organisme_id and z.inscription_id = i.id and z.genre = 'reglement-interieur'`,
  '10a': ({ jour }) => sql`select '10a', i.id, i.session_id, i.activite_id, i.formateur_id,
      s.le is not null and (n.decision is distinct from 'adapter' or s.ajuste is not null), s.le, coalesce(s.tard, false), i.dernier_jour,
      case when s.le is null then 'aucune trace de suivi' else 'l’ajustement décidé à l’entrée n’est pas écrit' end
    from i left join n on n.inscription_id = i.id
      left join (select s.inscription_id, max(s.le) filter (where s.genre <> 'relance') as le, max(s.le) filter (where s.genre = 'ajustement') as ajuste,
          bool_and(${apresCoup(sql`s.inscrit_le`, sql`s.le`)}) as tard
        from qualite.suivi s where s.organisme_id = (select app.organisme()) group by s.inscription_id) s on s.inscription_id = i.id
    where i.dernier_jour < ${jour}::date and i.etat = 'inscrit'`,
  '11a': ({
    jour,
  }) => sql`select '11a', i.id, i.session_id, i.activite_id, i.formateur_id, coalesce(z.evaluee, false) or coalesce(q.complete, false),
      coalesce(case when z.evaluee then z.le end, q.le, z.le), false, i.dernier_jour,
      case when z.le is null and q.le is null then 'aucune évaluation : ni attestation, ni évaluation des acquis' else 'un objectif au moins n’est pas évalué' end
    from i left join ${evaluee} q on q.inscription_id = i.id left join (select distinct on (z.objet_id) z.objet_id, ${jourParis(sql`z.emise_le`)} as le,
          strpos(z.donnees, '"resultat":"') > 0 and strpos(z.donnees, '"resultat":"non-evalue"') = 0 as evaluee
        from documents.piece z where z.organisme_id = (select app.organisme()) and z.genre = 'attestation' and z.objet_genre = 'inscription'
        order by z.objet_id, z.emise_le desc, z.id desc) z on z.objet_id = i.id
    where i.dernier_jour < ${jour}::date and i.etat = 'inscrit'`,
  '11b': ({
    jour,
  }) => sql`select '11b', i.id, i.session_id, i.activite_id, ${suivi}, coalesce(z.le >= i.dernier_jour, false), z.le, false, i.dernier_jour,
      'le certificat de réalisation n’est pas émis'
    from i left join ${piece('certificat-realisation')} z on z.objet_id = i.id
    where i.dernier_jour < ${jour}::date and i.etat = 'inscrit'`,
  '12a':
    () => sql`select '12a', i.id, i.session_id, i.activite_id, ${suivi}, coalesce(r.le >= a.jour, false), r.le, false, a.jour,
      'une absence non justifiée n’a pas de relance écrite'
    from i join (select a.inscription_id, min(e.jour) as jour from emargement.absence a
        join sessions.seance e on e.organisme_id = a.organisme_id and e.id = a.seance_id
        where a.organisme_id = (select app.organisme()) and not a.justifiee
          and not exists (select from emargement.rectification x where x.organisme_id = a.organisme_id and x.inscription_id = a.inscription_id
            and x.seance_id = a.seance_id and x.etat = 'presente')
        group by a.inscription_id) a on a.inscription_id = i.id
      left join (select s.inscription_id, max(s.le) as le from qualite.suivi s where s.organisme_id = (select app.organisme()) and s.genre = 'relance'
        group by s.inscription_id) r on r.inscription_id = i.id
    union all
    select '12a', i.id, i.session_id, i.activite_id, ${suivi}, coalesce(i.motif, '') <> '', ${jourParis(sql`i.close_le`)}, false, i.dernier_jour,
      'l’abandon n’a pas de motif' from i where i.etat = 'abandon'`,
}
