import { sql } from 'kysely'
import { delaisAffaire } from '../domain/affaires.ts'
import type { Regle } from './regles-offre.ts'

const vu = sql`a.organisme_id = (select app.organisme())`

/** Ce qui arrive et se traite : indicateurs 10, 12, 26 et 31. Tant que le délai court, rien ne manque. */
export const reglesAffaires: Readonly<Record<string, Regle>> = {
  '10b': ({ jour, cadre }) => sql`select '10b', a.id, null::uuid, a.activite_id, null::uuid,
      case when y.accorde is not null then y.faite is not null or ${jour}::date <= y.accorde + ${delaisAffaire.decision}::int4
        else y.refuse is not null or ${jour}::date <= a.recu_le + ${delaisAffaire.decision}::int4 end, coalesce(y.faite, y.accorde, y.refuse), false, a.recu_le,
      case when y.accorde is null and y.refuse is null then 'une demande d’adaptation attend sa réponse' else 'une mesure décidée n’est pas mise en œuvre' end
    from qualite.affaire a left join y on y.affaire_id = a.id
    where ${vu} and a.genre = 'adaptation' and a.recu_le between ${cadre.depuis}::date and ${jour}::date`,
  '12d': ({
    jour,
    cadre,
  }) => sql`select '12d', a.id, null::uuid, a.activite_id, null::uuid, y.le is not null or ${jour}::date <= a.recu_le + ${delaisAffaire.mesure}::int4,
      y.le, false, a.recu_le, 'un signalement n’a pas de mesure'
    from qualite.affaire a left join (select y.affaire_id, y.mesure as le from y) y on y.affaire_id = a.id
    where ${vu} and a.genre = 'signalement' and a.recu_le between ${cadre.depuis}::date and ${jour}::date`,
  '26c': ({
    jour,
    cadre,
  }) => sql`select '26c', a.id, null::uuid, a.activite_id, null::uuid, y.le is not null or ${jour}::date <= a.recu_le + ${delaisAffaire.decision}::int4,
      y.le, false, a.recu_le, 'une demande d’adaptation n’a pas de décision'
    from qualite.affaire a left join (select y.affaire_id, coalesce(y.accorde, y.refuse) as le from y) y on y.affaire_id = a.id
    where ${vu} and a.genre = 'adaptation' and a.recu_le between ${cadre.depuis}::date and ${jour}::date`,
  '31a': ({ jour, cadre }) => sql`select '31a', a.id, null::uuid, a.activite_id, null::uuid,
      (coalesce(y.accuse, ${jour}::date) <= a.recu_le + ${delaisAffaire.accuse}::int4) and (coalesce(y.reponse, ${jour}::date) <= a.recu_le + ${delaisAffaire.reponse}::int4),
      coalesce(y.reponse, y.accuse), false, a.recu_le,
      case when coalesce(y.accuse, ${jour}::date) > a.recu_le + ${delaisAffaire.accuse}::int4 then 'pas d’accusé dans les sept jours' else 'pas de réponse dans les trente jours' end
    from qualite.affaire a left join y on y.affaire_id = a.id
    where ${vu} and a.genre in ('reclamation', 'difficulte', 'alea') and a.recu_le between ${cadre.depuis}::date and ${jour}::date`,
}
