set local role coforme_porte;

-- Dans une CAE, ni demande ni signature de ce qui lie sans un visa qui vaut : la base le refuse, quoi que fasse la page. Un accusé de
-- réception ne lie pas ; un certificat, le contrat d’une mission que sa page a déjà visée, se signent sans visa : ce qui engage se lit dans la fiche du genre.
create or replace function porte.exiger_visa() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Sans organisme, l’application n’écrit rien : c’est une restauration, et les lignes reviennent comme elles étaient.
  if porte.organisme() is null then
    return new;
  end if;
  if new.acte <> 'accuse' and exists (select from organisme.organisme o where o.organisme_id = new.organisme_id and o.cae)
    and not exists (select from documents.piece p where p.organisme_id = new.organisme_id and p.id = new.piece_id
      and p.genre = any (app.genres_sans_visa()))
    and not porte.piece_visee(new.piece_id) then
    raise exception 'sans-visa' using errcode = '42501';
  end if;
  return new;
end $$;
grant execute on function porte.exiger_visa to coforme_owner;
