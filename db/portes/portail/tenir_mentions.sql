set local role coforme_porte;

create or replace function porte.tenir_mentions(p_editeur text, p_directeur text, p_hebergeur text, p_contact text, p_nom text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance tient ses mentions.' using errcode = '42501';
  end if;
  insert into portail.mention (editeur, directeur, hebergeur, contact, nom, modifiee_le)
    values (p_editeur, p_directeur, p_hebergeur, p_contact, p_nom, p_le)
    on conflict (seul) do update set editeur = excluded.editeur, directeur = excluded.directeur, hebergeur = excluded.hebergeur,
      contact = excluded.contact, nom = excluded.nom, modifiee_le = excluded.modifiee_le;
  return true;
end $$;
grant execute on function porte.tenir_mentions to coforme_app;
