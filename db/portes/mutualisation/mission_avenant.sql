set local role coforme_porte;

create or replace function porte.mission_avenant(p_id uuid, p_piece uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-visent')) then return 'refuse'; end if;
  if not exists (select from documents.piece x where x.organisme_id = moi and x.id = p_piece and x.genre = 'avenant-de-pret' and x.objet_id = p_id) then
    return 'introuvable';
  end if;
  update mutualisation.mission m set avenant_id = p_piece
    where m.organisme_id = moi and m.id = p_id and m.etat = 'option' and m.forme = 'pret' and m.piece_id is not null and m.avenant_signe_le is null;
  return case when found then 'redige' else 'introuvable' end;
end $$;
comment on function porte.mission_avenant is 'L’employeur garde l’avenant d’un prêt, avant qu’il soit signé.';
grant execute on function porte.mission_avenant to coforme_app;
