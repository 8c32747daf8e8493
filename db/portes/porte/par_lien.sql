set local role coforme_porte;

-- Ni personne, ni toute la coopérative : sous le rôle web, c'est un lien ou une tablette.
create or replace function porte.par_lien() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return session_user = 'coforme_web' and porte.organisme() is not null and porte.personne() is null and porte.portee() <> '*';
end $$;
comment on function porte.par_lien is 'La transaction tient d’un lien personnel ou d’une tablette, sans compte.';
grant execute on function porte.par_lien to coforme_app, coforme_owner;
