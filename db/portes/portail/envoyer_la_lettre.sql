set local role coforme_porte;

create or replace function porte.envoyer_la_lettre(p_pole uuid, p_lettre uuid) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare l record;
begin
  select departements, themes into l from portail.lettre where pole_id = p_pole and id = p_lettre;
  if not found or not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle envoie sa lettre.' using errcode = '42501';
  end if;
  perform porte.enfiler('portail.envoyer-lettre', jsonb_build_object('lettre', p_lettre), 'lettre:' || p_lettre, null);
  return porte.nombre_d_abonnes(p_pole, l.departements, l.themes);
end $$;
grant execute on function porte.envoyer_la_lettre to coforme_app;
