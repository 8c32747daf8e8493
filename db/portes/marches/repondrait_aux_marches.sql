set local role coforme_porte;

-- Cette personne peut répondre pour cette coopérative : elle en a le rôle aujourd’hui, et n’anime aucun pôle où l’on se rapproche, ou s’est
-- rapproché. Qui anime voit les deux camps : elle n’est d’aucun, fût-ce pour sa propre coopérative. Une animation qu’on lui confie ne l’écarte
-- pas tant qu’elle ne l’a pas acceptée.
create or replace function porte.repondrait_aux_marches(p_organisme uuid, p_compte uuid) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from compte.adhesion a where a.organisme_id = p_organisme and a.compte_id = p_compte
      and a.roles && app.liste('roles-des-marches') and a.acceptee_le is not null
      and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()))
    and not exists (select from pole.mandat m join marches.ouverture o on o.pole_id = m.pole_id
      where m.compte_id = p_compte and m.role = 'animation' and not m.attend);
end $$;
revoke execute on function porte.repondrait_aux_marches from public;
