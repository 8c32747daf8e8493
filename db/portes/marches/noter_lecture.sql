set local role coforme_porte;

-- Une personne entrée dans ce dossier vient d’en ouvrir une page. D’un autre dossier, ou d’aucun, rien ne s’écrit.
create or replace function porte.noter_lecture(p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not coalesce(p_id = any (porte.groupements()), false) then return false; end if;
  insert into marches.lecture as l (groupement_id, organisme_id, compte_id, jour, fois, premiere, derniere)
    values (p_id, porte.organisme(), porte.personne(), (p_le at time zone 'Europe/Paris')::date, 1, p_le, p_le)
    on conflict (groupement_id, compte_id, jour) do update set fois = l.fois + 1, derniere = greatest(l.derniere, excluded.derniere);
  return true;
end $$;
comment on function porte.noter_lecture is 'Note qu’une personne a ouvert une page d’un dossier où elle est entrée.';
grant execute on function porte.noter_lecture to coforme_app;
