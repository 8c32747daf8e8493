set local role coforme_porte;

-- L'une ou l'autre cesse ; ce qui est déjà gardé le reste.
create or replace function porte.retirer_temoin(p_autre uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null then return false; end if;
  update emargement.temoin set etat = 'retire', repondu_le = p_le, repondu_par = porte.personne()
   where ((organisme_id = moi and temoin_id = p_autre) or (organisme_id = p_autre and temoin_id = moi)) and etat = any (app.liste('temoignages-en-cours'));
  return found;
end $$;
grant execute on function porte.retirer_temoin to coforme_app;
