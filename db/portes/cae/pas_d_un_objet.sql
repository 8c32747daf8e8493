set local role coforme_porte;

-- « connu » : il est d’ici, qu’un pas en soit écrit ou non ; une option tombée n’en a pas. Ce que l’on demande ailleurs l’est tant qu’il attend notre visa.
create or replace function porte.pas_d_un_objet(p_id uuid) returns table (pas text, le timestamptz, par uuid, au_nom_de uuid, note text, roles text[], pour text, plafond bigint)
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-visent')) then return; end if;
  return query
    select p.pas, p.le, p.par, p.supplee_id, p.note, p.roles, k.pour, k.plafond_centimes from cae.pas_de_visa p
      left join cae.plafond k on k.organisme_id = p.organisme_id and k.id = p.plafond_id
     where p.organisme_id = moi and p.objet_id = p_id and p.pas <> 'ouverture'
    union all select 'connu', null, null, null, '', null, null, null where exists (select from mutualisation.mission m where (m.organisme_id = moi or m.de_organisme_id = moi and m.a_viser) and m.id = p_id)
      or exists (select from mutualisation.reservation r where (r.organisme_id = moi or r.de_organisme_id = moi and r.a_viser) and r.id = p_id)
      or exists (select from ressources.demande_de_part d where d.organisme_id = moi and d.id = p_id);
end $$;
comment on function porte.pas_d_un_objet is 'Qui a visé, refusé ou levé les conditions de ce qui se vise sans pièce émise ici, quand, et ce qui fut écrit ; à qui vise.';
grant execute on function porte.pas_d_un_objet to coforme_app;
