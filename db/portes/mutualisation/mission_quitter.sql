set local role coforme_porte;

-- Qui reçoit lève ; qui envoie, ou la personne, se retire. Ses heures sont libres à l’instant. Les deux le lisent, et personne d’autre. Commencée, elle
-- ne s’annule plus : ce qui eut lieu se constate.
create or replace function porte.mission_quitter(p_id uuid, p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  m mutualisation.mission;
  moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or porte.personne() is null then return 'refuse'; end if;
  select * into m from mutualisation.mission x where x.id = p_id
    and ((x.de_organisme_id = moi and porte.tient_partout(app.liste('roles-des-appels')))
      or (x.organisme_id = moi and (x.compte_id = porte.personne() or porte.tient_partout(app.liste('roles-qui-visent'))))) for update;
  if not found then return 'introuvable'; end if;
  if m.etat = 'faite' or not m.etat = any (app.liste('missions-vives')) then return m.etat; end if;
  if lower(m.creneaux) <= p_le then return 'passee'; end if;
  update mutualisation.mission x set etat = 'annulee', finie_le = p_le, finie_par_organisme = moi, motif = p_motif
   where x.organisme_id = m.organisme_id and x.id = p_id;
  return 'quittee';
end $$;
comment on function porte.mission_quitter is 'L’une des deux coopératives, ou la personne, met fin à une mission qui n’a pas commencé.';
grant execute on function porte.mission_quitter to coforme_app;
