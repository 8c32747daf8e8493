set local role coforme_porte;

create or replace function porte.retirer_adhesion(p_compte uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare o uuid := porte.organisme();
begin
  if o is null or not porte.administre_ici() then return 'interdit'; end if;
  if not exists (select from compte.adhesion where organisme_id = o and compte_id = p_compte and (au is null or au >= porte.aujourd_hui())) then
    return 'introuvable';
  end if;
  if porte.refus_des_roles(p_compte, '{}', null) is not null then return 'interdit'; end if;
  if not porte.resterait_administre(p_compte) then return 'dernier'; end if;
  -- « au » est le dernier jour : la veille, pour que la porte se ferme à l'instant.
  update compte.adhesion set au = porte.aujourd_hui() - 1 where organisme_id = o and compte_id = p_compte;
  update compte.lien set retire_le = now() where organisme_id = o and compte_id = p_compte and usage = 'invitation'
     and consomme_le is null and retire_le is null;
  return 'fait';
end $$;
grant execute on function porte.retirer_adhesion to coforme_app;
