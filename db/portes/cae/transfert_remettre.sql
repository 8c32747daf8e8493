set local role coforme_porte;

-- L’accord de la première direction : elle remet ce qui part, une fois que chaque personne a dit oui.
create or replace function porte.transfert_remettre(p_id uuid, p_contenu jsonb, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  t cae.transfert;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return 'refuse'; end if;
  select * into t from cae.transfert x where x.organisme_id = moi and x.id = p_id for update;
  if not found then return 'introuvable'; end if;
  if t.etat <> 'propose' then return t.etat; end if;
  -- Qui est venu dans l’enseigne depuis n’a rien accordé.
  if exists (select from cae.accord_de_transfert c where c.organisme_id = moi and c.transfert_id = p_id and c.accorde_le is null)
    or exists (select from porte.personnes_de_l_enseigne(t.enseigne_id) g where not exists (
      select from cae.accord_de_transfert c where c.organisme_id = moi and c.transfert_id = p_id and c.compte_id = g.compte)) then return 'sans-accord'; end if;
  if p_contenu is null then return 'pret'; end if;
  update cae.transfert x set etat = 'remis', contenu = p_contenu, remis_le = p_le, remis_par = porte.personne() where x.organisme_id = moi and x.id = p_id;
  return 'remis';
end $$;
comment on function porte.transfert_remettre is 'La direction remet ce qui part à l’autre coopérative ; sans contenu, dit seulement si elle le peut.';
grant execute on function porte.transfert_remettre to coforme_app;
