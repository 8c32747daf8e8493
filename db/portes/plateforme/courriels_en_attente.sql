set local role coforme_porte;

create or replace function porte.courriels_en_attente()
returns table (attente integer, retenus integer, depuis timestamptz, code text)
language sql stable security definer set search_path = ''
begin atomic
  select count(*)::integer, (count(*) filter (where c.tentatives > 0 and c.code is distinct from 'MATIN'))::integer,
      min(c.depose_le) filter (where c.tentatives > 0 and c.code is distinct from 'MATIN'),
      (array_agg(c.code order by c.depose_le desc) filter (where c.code is distinct from 'MATIN' and c.code is not null))[1]
    from plateforme.courriel c where c.etat = 'en-attente';
end;
comment on function porte.courriels_en_attente is 'Les courriels qui attendent ; ceux qu’un serveur d’envoi a déjà refusés pour le moment, depuis quand, et son dernier code.';
grant execute on function porte.courriels_en_attente to coforme_worker;
