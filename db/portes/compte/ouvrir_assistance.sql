set local role coforme_porte;

-- « ouverte », « introuvable », « interdit », « sans-accord » : la coopérative accepte d'abord, et sa porte se referme avec son accord.
create or replace function porte.ouvrir_assistance(p_jeton bytea, p_code text, p_motif text, p_minutes integer) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare s record; o uuid; v uuid; fin timestamptz;
begin
  select x.* into s from porte.session_valable(p_jeton) x where porte.administre(x.compte);
  if not found or s.assistance is not null then return 'interdit'; end if;
  select organisme_id into o from organisme.organisme where code = p_code;
  if o is null then return 'introuvable'; end if;
  -- Tenu jusqu'à la fin : qui retire l'accord attend, puis voit la visite et la ferme.
  select x.expire_le into fin from support.accord x where x.organisme_id = o and x.expire_le > porte.present() for share;
  if fin is null then return 'sans-accord'; end if;
  insert into support.session (organisme_id, agent_id, motif, expire_le)
  values (o, s.compte, p_motif, least(now() + make_interval(mins => p_minutes), fin)) returning id into v;
  update compte.session set assistance_id = v where jeton = p_jeton;
  return 'ouverte';
end $$;
grant execute on function porte.ouvrir_assistance to coforme_app;
