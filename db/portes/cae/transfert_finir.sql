set local role coforme_porte;

-- La première direction se retire, ou la seconde refuse : ce qui avait été remis s’en va.
create or replace function porte.transfert_finir(p_id uuid, p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  t cae.transfert;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return 'refuse'; end if;
  select * into t from cae.transfert x where x.id = p_id and (x.organisme_id = moi or (x.vers_organisme_id = moi and x.remis_le is not null)) for update;
  if not found then return 'introuvable'; end if;
  if t.etat not in ('propose', 'remis') then return t.etat; end if;
  delete from cae.fichier_de_transfert f where f.organisme_id = t.organisme_id and f.transfert_id = p_id;
  update cae.transfert x set etat = case when t.organisme_id = moi then 'retire' else 'refuse' end, contenu = null, motif = p_motif, fini_le = p_le,
      fini_par = porte.personne() where x.organisme_id = t.organisme_id and x.id = p_id;
  return 'fini';
end $$;
comment on function porte.transfert_finir is 'La direction d’une des deux coopératives met fin à un transfert avant l’accueil.';
grant execute on function porte.transfert_finir to coforme_app;
