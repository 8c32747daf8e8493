set local role coforme_porte;

-- « montant » : positif, on lui doit ; négatif, elle doit ; zéro tant que la ligne attend. « attente » : ce que la ligne tient encore.
create or replace function porte.courant_releve(p_pole uuid)
returns table (mouvement uuid, le timestamptz, avec uuid, nom text, genre text, montant bigint, attente bigint, fait_genre text, fait_le date, libelle text,
  piece text, motif text, arrete uuid, expire_le timestamptz, denouee text, conteste_par text[], motif_conteste text, a_moi boolean, corrige bigint)
language sql stable security definer set search_path = ''
begin atomic
  select m.id, m.le, x.avec, o.nom, m.genre, case when m.genre = 'attente' then 0 else x.signe * m.montant_centimes end,
      case when m.genre = 'attente' and d.id is null then x.signe * m.montant_centimes else 0 end,
      coalesce(p.fait_genre, 'compensation'), coalesce(p.fait_le, (m.le at time zone 'Europe/Paris')::date), coalesce(p.libelle, 'Virement de compensation'),
      coalesce(p.piece, ''), coalesce(p.motif, ''), m.arrete_id, m.expire_le, d.genre, l.qui, l.motif,
      m.genre = 'attente' and d.id is null and x.moi = case when m.arrete_id is null then m.crediteur_id else m.debiteur_id end,
      coalesce((select sum(c.montant_centimes) from mutualisation.mouvement c where c.corrige_id = m.id), 0)::bigint
    from mutualisation.mouvement m
    cross join lateral (select (select porte.organisme()) as moi, case when m.debiteur_id = (select porte.organisme()) then m.crediteur_id else m.debiteur_id end as avec,
      case when m.debiteur_id = (select porte.organisme()) then -1 else 1 end as signe) x
    join organisme.organisme o on o.organisme_id = x.avec
    left join mutualisation.proposition p on p.id = m.proposition_id
    left join mutualisation.mouvement d on d.attente_id = m.id
    left join lateral (select array_agg(case when y.organisme_id = x.moi then 'nous' else 'elle' end) as qui, min(y.motif) as motif
      from mutualisation.desaccord y where y.mouvement_id = m.id and y.leve_le is null) l on true
   where m.pole_id = p_pole and (select porte.courant_lit()) and (select porte.organisme()) in (m.debiteur_id, m.crediteur_id)
     and m.genre not in ('liberation', 'expiration')
   order by m.le desc, m.id desc;
end;
comment on function porte.courant_releve is 'Le relevé de sa coopérative dans un pôle : ses lignes, et elles seules.';
grant execute on function porte.courant_releve to coforme_app;
