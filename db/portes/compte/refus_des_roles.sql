set local role coforme_porte;

-- La règle de l'équipe (`organisme/domain/equipe.ts`, donnerRoles), tenue ici aussi : hors de la direction, on ne fait ni ne défait une
-- personne responsable, et l'on ne donne ni ne prolonge ce qui ouvre des données sensibles. Null : rien à redire.
create or replace function porte.refus_des_roles(p_compte uuid, p_apres text[], p_au date) returns text
language plpgsql stable security definer set search_path = '' as $$
declare avant text[]; terme date; prolonge boolean;
begin
  if porte.est_une_tache() or porte.dirige() then return null; end if;
  select a.roles, a.au into avant, terme from compte.adhesion a
   where a.organisme_id = porte.organisme() and a.compte_id = p_compte and (a.au is null or a.au >= porte.aujourd_hui());
  avant := coalesce(avant, '{}');
  prolonge := terme is not null and (p_au is null or p_au > terme);
  if (avant && app.liste('roles-qui-deleguent')) <> (p_apres && app.liste('roles-qui-deleguent')) then return 'interdit'; end if;
  if exists (select from unnest(app.liste('roles-sensibles')) r where r = any (p_apres) and (prolonge or r <> all (avant))) then return 'interdit'; end if;
  return null;
end $$;
comment on function porte.refus_des_roles is '« interdit » : la direction seule fait ou défait une personne responsable, et donne ou prolonge un rôle sensible.';
revoke execute on function porte.refus_des_roles from public;
