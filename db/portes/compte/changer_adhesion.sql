set local role coforme_porte;

-- « fait », « interdit », « introuvable », « enseigne-inconnue », « dernier », « terme-passe », « auditeur-borne ».
-- p_au nul ôte la date : prolonger, avancer et rendre sans fin sont le même geste.
create or replace function porte.changer_adhesion(p_compte uuid, p_roles text[], p_toutes boolean, p_activites uuid[], p_au date) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme(); refus text;
begin
  if o is null or not porte.administre_ici() then return 'interdit'; end if;
  if not porte.activites_connues(o, p_activites) then return 'enseigne-inconnue'; end if;
  refus := coalesce(porte.refus_des_roles(p_compte, p_roles, p_au), porte.refus_du_terme(p_roles, p_toutes, p_au));
  if refus is not null then return refus; end if;
  if not (p_roles && app.liste('roles-qui-administrent') and p_toutes and p_au is null) and not porte.resterait_administre(p_compte) then
    return 'dernier';
  end if;
  update compte.adhesion set roles = p_roles, toutes = p_toutes, activites = case when p_toutes then '{}' else p_activites end, au = p_au
   where organisme_id = o and compte_id = p_compte and (au is null or au >= porte.aujourd_hui());
  return case when found then 'fait' else 'introuvable' end;
end $$;
grant execute on function porte.changer_adhesion to coforme_app;
