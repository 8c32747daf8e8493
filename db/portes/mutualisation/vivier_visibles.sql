set local role coforme_porte;

-- Qui se voit d’ici : avec son accord, membre encore de sa coopérative, d’un rôle qui tient une fiche, d’un pôle commun, et pour cette coopérative si elle les choisit.
create or replace function porte.vivier_visibles() returns setof mutualisation.fiche
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if moi is null or not porte.vivier_lit() then return; end if;
  return query select f.* from mutualisation.fiche f
    where porte.vivier_accepte(f.organisme_id, f.compte_id, 'fiche')
      and (f.portee = 'pole' or moi = f.organisme_id or moi = any (f.choisies))
      and porte.vivier_membre(f.organisme_id, f.compte_id)
      and exists (select from pole.adhesion p where p.organisme_id = f.organisme_id and p.etat = 'active' and p.pole_id = any (porte.poles()));
end $$;
revoke execute on function porte.vivier_visibles from public;
