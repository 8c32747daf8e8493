set local role coforme_porte;

-- Un membre d’un groupement constitué fait signer par lien la dernière convention, figée, par qui peut signer pour lui ce jour-là. La demande d’avant
-- se retire : son lien ne vaut plus.
create or replace function porte.demander_signature_de_convention(p_id uuid, p_demande uuid, p_nom text, p_qualite text, p_courriel text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare v_version integer;
begin
  p_le := porte.heure(p_le);
  if not p_id = any (porte.groupements()) then return 'refuse'; end if;
  if not coalesce(p_courriel = any (porte.courriels_qui_signent()), false) then return 'sans-pouvoir'; end if;
  perform from marches.groupement g where g.groupement_id = p_id for update;
  if not exists (select from marches.groupement g where g.groupement_id = p_id and g.etat = 'constitue') then return 'non-constitue'; end if;
  select max(c.version) into v_version from marches.convention c where c.groupement_id = p_id;
  if exists (select from marches.convention c where c.groupement_id = p_id and c.version = v_version and c.papier is null) then return 'sans-papier'; end if;
  if exists (select from marches.signature s where s.groupement_id = p_id and s.version = v_version and s.organisme_id = porte.organisme()
      and s.signee_le is not null) then return 'signee'; end if;
  update marches.signature s set retiree_le = p_le where s.groupement_id = p_id and s.organisme_id = porte.organisme() and s.signee_le is null
    and s.retiree_le is null;
  insert into marches.signature (groupement_id, id, organisme_id, version, nom, qualite, courriel, le, par)
    values (p_id, p_demande, porte.organisme(), v_version, p_nom, p_qualite, p_courriel, p_le, porte.personne());
  return 'demandee';
end $$;
grant execute on function porte.demander_signature_de_convention to coforme_app;
