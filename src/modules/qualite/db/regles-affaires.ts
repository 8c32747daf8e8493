import { sql } from 'kysely'
import { delaisAffaire } from '../domain/affaires.ts'
import type { Regle } from './regles-offre.ts'

const vu = sql`a.organisme_id = (select app.organisme())`

/** Ce qui arrive et se traite : indicateurs 10, 12, 26 et 31. Tant que le délai court, rien ne manque, et rien n’est prouvé. */
export const reglesAffaires: Readonly<Record<string, Regle>> = {
  '10b': ({ jour, cadre }) => sql`select '10b', a.id, null::uuid, a.activite_id, null::uuid,
      x.tenu, coalesce(y.faite, y.accorde, y.refuse), false, a.recu_le,
      case when y.accorde is null and y.refuse is null then 'une demande d’adaptation attend sa réponse' else 'une mesure décidée n’est pas mise en œuvre' end, false, null::uuid
    from qualite.affaire a left join y on y.affaire_id = a.id
      cross join lateral (select case when y.accorde is not null then y.faite else y.refuse end is not null as tenu) x
    where ${vu} and a.genre = 'adaptation' and a.recu_le between ${cadre.depuis}::date and ${jour}::date
      and (x.tenu or ${jour}::date > coalesce(y.accorde, a.recu_le) + ${delaisAffaire.decision}::int4)`,
  '12d': ({
    jour,
    cadre,
  }) => sql`select '12d', a.id, null::uuid, a.activite_id, null::uuid, y.le is not null, y.le, false, a.recu_le, 'un signalement n’a pas de mesure', false, null::uuid
    from qualite.affaire a left join (select y.affaire_id, y.mesure as le from y) y on y.affaire_id = a.id
    where ${vu} and a.genre = 'signalement' and a.recu_le between ${cadre.depuis}::date and ${jour}::date
      and (y.le is not null or ${jour}::date > a.recu_le + ${delaisAffaire.mesure}::int4)`,
  '26c': ({
    jour,
    cadre,
  }) => sql`select '26c', a.id, null::uuid, a.activite_id, null::uuid, y.le is not null, y.le, false, a.recu_le, 'une demande d’adaptation n’a pas de décision', false, null::uuid
    from qualite.affaire a left join (select y.affaire_id, coalesce(y.accorde, y.refuse) as le from y) y on y.affaire_id = a.id
    where ${vu} and a.genre = 'adaptation' and a.recu_le between ${cadre.depuis}::date and ${jour}::date
      and (y.le is not null or ${jour}::date > a.recu_le + ${delaisAffaire.decision}::int4)`,
  // Dans les délais que la coopérative publie ; à défaut, ceux de Coforme. Tant qu’ils courent, elle n’est ni traitée ni en faute.
  // Un retard ne se rattrape pas : il se corrige, par une action close qui en vient.
  '31a': ({
    jour,
    cadre,
  }) => sql`select '31a', x.id, null::uuid, x.activite_id, null::uuid, x.dans_les_delais and x.cloture is not null or x.corrigee is not null,
      coalesce(x.cloture, x.reponse, x.accuse, x.corrigee), false, x.recu_le,
      case when coalesce(x.accuse, ${jour}::date) > x.recu_le + x.accuser then 'pas d’accusé dans les ' || x.accuser || ' jours'
        when coalesce(x.reponse, ${jour}::date) > x.recu_le + x.repondre then 'pas de réponse dans les ' || x.repondre || ' jours que dit la procédure'
        else 'répondue, et pas close' end, false, null::uuid
    from (select a.id, a.activite_id, a.recu_le, y.accuse, y.reponse, y.cloture, d.repondre, d.accuser, c.le as corrigee,
          coalesce(y.accuse, ${jour}::date) <= a.recu_le + d.accuser and coalesce(y.reponse, ${jour}::date) <= a.recu_le + d.repondre as dans_les_delais
        from qualite.affaire a left join y on y.affaire_id = a.id
          cross join lateral (select coalesce((select (g.contenu ->> 'delai')::int4 from g where g.genre = 'procedure-reclamation' and g.force = 'prouve' and g.le <= a.recu_le
            order by g.le desc limit 1), ${delaisAffaire.reponse}::int4) as repondre) n
          cross join lateral (select n.repondre, least(${delaisAffaire.accuse}::int4, n.repondre) as accuser) d
          left join lateral (select max(g.le) as le from g where g.genre = 'action' and g.force = 'prouve' and g.origine_id = a.id) c on true
        where ${vu} and a.genre in ('reclamation', 'difficulte', 'alea') and a.recu_le between ${cadre.depuis}::date and ${jour}::date) x
    where not (x.dans_les_delais and x.cloture is null and ${jour}::date <= greatest(x.recu_le + x.repondre, coalesce(x.reponse, x.recu_le) + ${delaisAffaire.cloture}::int4))`,
}
