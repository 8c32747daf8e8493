set local role coforme_porte;

create or replace function porte.donner_avis(p_id uuid, p_preuve bytea, p_avis text, p_texte text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare n text;
begin
  if not porte.avis_attendu(p_id, p_preuve) then return false; end if;
  select a.delegue into n from porte.avis_a_demander(p_id) a;
  update pole.proposition set avis = p_avis, avis_texte = p_texte, avis_de = n, avis_le = porte.heure(p_le) where id = p_id;
  perform porte.enfiler('pole.avis-donne', jsonb_build_object('organisme', organisme_id, 'proposition', id), 'avis-donne:' || p_id, null)
    from pole.proposition where id = p_id;
  return true;
end $$;
grant execute on function porte.donner_avis to coforme_app;
