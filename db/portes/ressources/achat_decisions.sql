set local role coforme_porte;

-- Le choix est un vote du pôle : la décision est adoptée, close après la clôture des volumes, et ne sert qu’à un achat. À qui conduit l’achat, tant qu’il choisit.
create or replace function porte.achat_decisions(p_achat uuid) returns table (id uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not porte.tient_les_achats() then return; end if;
  return query select d.id from ressources.achat a
    join pole.decision d on d.pole_id = a.pole_id and d.etat = 'close' and d.adoptee and d.genre = any (app.liste('decisions-qui-s-adoptent'))
      and d.close_le >= a.clos_le
   where a.organisme_id = porte.organisme() and a.id = p_achat and a.retenu_le is null and a.fini_le is null and a.pole_id = any (porte.poles())
     and not exists (select from ressources.achat x where x.pole_id = a.pole_id and x.decision_id = d.id);
end $$;
comment on function porte.achat_decisions is 'Les décisions du pôle d’après lesquelles cet achat peut retenir une offre.';
grant execute on function porte.achat_decisions to coforme_app;
