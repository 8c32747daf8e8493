import type pg from 'pg'
import type { OrganismeId } from '../src/kernel/id.ts'

/** Un organisme : ses sessions de dix personnes et vingt demi-journées, toutes signées ; clés étrangères au repos. */
export const peupler = async (client: pg.Client, code: string, sessions: number): Promise<OrganismeId> => {
  const { rows } = await client.query<{ o: OrganismeId; a: string }>('select uuidv7() as o, uuidv7() as a')
  const [{ o, a } = { o: '' as OrganismeId, a: '' }] = rows
  const poser = (texte: string, ...suite: unknown[]) => client.query(texte, [o, a, ...suite])
  await poser(
    `insert into organisme.organisme (organisme_id, code, nom, forme, siret) select $1::uuid, $3, 'Banc', 'autre', '99912047000011' where $2::uuid is not null`,
    code,
  )
  await poser(
    `insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le) values ($1, $2, 'Banc', true, '2020-01-01')`,
  )
  await poser(`insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, pli, nature, codes_nsf, objectif_f3, cree_le, modifiee_le)
    select $1::uuid, uuidv7(), $2::uuid, 'brouillon', 'O' || i, 'o', 'formation', array[(310 + i)::text], 'd', now(), now() from generate_series(0, 6) i`)
  await poser(`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
    select $1::uuid, uuidv7(), $2::uuid, 'F', 'F' || i, 'f', now() from generate_series(1, 40) i`)
  await poser(`insert into tiers.statut (organisme_id, id, activite_id, personne_id, du, statut, cree_le)
    select $1::uuid, uuidv7(), $2::uuid, p.id, '2020-01-01', (array['salarie', 'honoraires', 'entrepreneur-salarie'])[1 + (row_number() over (order by p.id) % 3)], now()
    from tiers.personne p where p.organisme_id = $1`)
  await poser(
    `insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, intitule, nature, etat, lieu, formateur, sel, cree_le, premier_jour, dernier_jour)
    select $1::uuid, uuidv7(), $2::uuid, 'S-' || i, (select o.id from catalogue.offre o where o.organisme_id = $1 order by o.intitule offset i % 7 limit 1), 'S' || i,
      'formation', 'terminee', 'L', 'F', sha256('s'), now(), '2025-01-01', '2025-12-31' from generate_series(1, $3::int) i`,
    sessions,
  )
  await poser(`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
    select $1::uuid, uuidv7(), $2::uuid, s.id, j.jour, j.demi, j.debut, j.debut + 210, j.jour + make_interval(mins => j.debut), j.jour + make_interval(mins => j.debut + 210)
    from sessions.session s cross join lateral (select ('2024-12-20'::date + (substring(s.numero from 3)::int % 340) + k / 2) as jour,
      (array['matin', 'apres-midi'])[1 + k % 2] as demi, (array[540, 840])[1 + k % 2] as debut from generate_series(0, 19) k) j
    where s.organisme_id = $1 and $2::uuid is not null`)
  await poser(`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, minutes, cle)
    select $1::uuid, uuidv7(), $2::uuid, x.id, p.id, 210, p.id from (select x.id, row_number() over (order by x.id) as r from sessions.seance x where x.organisme_id = $1) x
      join (select p.id, row_number() over (order by p.id) as r from tiers.personne p where p.organisme_id = $1 and p.prenom = 'F') p on p.r = 1 + x.r % 40`)
  await poser(`with gens as (insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      select $1::uuid, uuidv7(), $2::uuid, 'P', s.numero || '-' || i, 'p', now() from sessions.session s cross join generate_series(1, 10) i
       where s.organisme_id = $1 returning id, nom)
    insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le, statut_f1)
    select $1::uuid, uuidv7(), $2::uuid, s.id, g.id, 'inscrit', now(), (array['salarie-prive', 'recherche-emploi', 'agent-public'])[1 + (hashtext(g.nom) & 1)]
    from gens g join sessions.session s on s.organisme_id = $1 and g.nom like s.numero || '-%'`)
  await poser(`insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le, retard_min)
    select $1::uuid, $2::uuid, i.id, x.id, uuidv7(), x.debut, case when hashtext(i.id::text) % 9 = 0 then 15 else 0 end
    from inscriptions.inscription i join sessions.seance x on x.organisme_id = i.organisme_id and x.session_id = i.session_id where i.organisme_id = $1 and $2::uuid is not null`)
  return o
}
