set local role coforme_porte;

-- À qui facture, chez qui envoie, une mission faite : l’adresse de qui reçoit, que la facture porte (CGI, annexe II, 242 nonies A, I, 1°).
create or replace function porte.mission_payeur(p_mission uuid) returns table (adresse text, code_postal text, ville text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-facturent')) then return; end if;
  return query select o.adresse, o.code_postal, o.ville from mutualisation.mission m join organisme.organisme o on o.organisme_id = m.de_organisme_id
    where m.id = p_mission and m.organisme_id = porte.organisme() and m.etat = 'faite';
end $$;
comment on function porte.mission_payeur is 'L’adresse de la coopérative qui a reçu une mission faite, pour la facture.';
grant execute on function porte.mission_payeur to coforme_app;
