set local role coforme_porte;

-- De ce qui se vise sur sa page, hors des pièces : ce que la personne en vise elle-même, par la même règle que le visa.
create or replace function porte.visa_a_donner(p_genre text, p_montant bigint, out permis boolean, out pourquoi text)
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  permis := false;
  if porte.personne() is null or porte.par_lien() then
    pourquoi := 'introuvable';
    return;
  end if;
  select v.permis, v.pourquoi into permis, pourquoi from porte.visa_selon(porte.personne(), p_genre, null, p_montant) v;
end $$;
comment on function porte.visa_a_donner is 'La personne peut-elle viser elle-même ce genre, à ce montant (centimes hors taxes) ; sinon pourquoi.';
grant execute on function porte.visa_a_donner to coforme_app;
