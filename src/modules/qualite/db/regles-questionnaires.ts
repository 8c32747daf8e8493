import { sql } from 'kysely'
import { delaisQuestionnaires as delais } from '../domain/controles/parametres.ts'
import { demandes } from './population.ts'
import type { Regle } from './regles-offre.ts'

/** Ce que les questionnaires prouvent d’une session : indicateurs 17 et 30 (d’un dossier : `regles-dossier.ts`). Une évaluation des acquis n’y compte pas. */
export const reglesQuestionnaires: Readonly<Record<string, Regle>> = {
  '17c': ({
    jour,
  }) => sql`select '17c', p.id, p.id, p.activite_id, null::uuid, k.le is not null, k.le, false, p.dernier_jour + ${delais.moyens}::int4,
      'le questionnaire à chaud ne demande rien des moyens, ou n’est pas parti', false, null::uuid
    from p left join (select k.session_id, max(k.jour) as le from questionnaires.campagne k where k.organisme_id = (select app.organisme())
        and k.genre = 'chaud' and k.contenu @> '{"questions":[{"sert":"moyens"}]}'::jsonb group by 1) k on k.session_id = p.id
    where p.dernier_jour + ${delais.moyens}::int4 < ${jour}::date and p.id in (select suivie.id from suivie where suivie.inscrite)`,
  '30c': ({
    jour,
  }) => sql`select '30c', p.id, p.id, p.activite_id, null::uuid, x.sans = 0, x.le, false, p.dernier_jour + ${delais.entreprise}::int4,
      x.sans || case when x.sans > 1 then ' entreprises clientes n’ont pas été sollicitées' else ' entreprise cliente n’a pas été sollicitée' end, false, null::uuid
    from p join (select d.session_id, count(*) filter (where q.repondue is null and q.envoye is null) as sans, max(coalesce(q.repondue, q.dernier)) as le
        from inscriptions.dossier d left join ${demandes('entreprise')} q on q.dossier_id = d.id
        where d.organisme_id = (select app.organisme()) and d.acheteur = 'entreprise' and d.retracte_le is null
          and d.id in (select client.id from client) group by 1) x on x.session_id = p.id
    where p.dernier_jour + ${delais.entreprise}::int4 < ${jour}::date`,
  '30d': ({
    jour,
  }) => sql`select '30d', p.id, p.id, p.activite_id, p.formateur_id, q.repondue is not null, q.repondue, false,
      p.dernier_jour + ${delais.intervenant}::int4, 'le bilan de la personne qui a formé n’est pas rempli', false, null::uuid
    from p left join (select session_id, max(repondue) as repondue from ${demandes('intervenant')} x group by 1) q on q.session_id = p.id
    where p.dernier_jour + ${delais.intervenant}::int4 < ${jour}::date and p.id in (select suivie.id from suivie)`,
}
