set local role coforme_porte;

-- Une seule fois : la demande passe à « répondue », ou rien ne s'écrit. Rend faux si elle l'était, si le recueil est clos, ou si le lien
-- parle d'autre chose. D'un recueil anonyme, la réponse ne garde ni la demande, ni le jour ; son identifiant est tiré au sort.
create or replace function porte.repondre_par_lien(p_reponse uuid, p_jour date, p_recue timestamptz, p_alerte boolean, p_valeurs jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  quoi uuid := porte.objet();
  d record;
  r uuid;
begin
  p_recue := porte.heure(p_recue);
  p_jour := porte.jour(p_jour);
  if moi is null or quoi is null or not porte.par_lien() then return false; end if;
  select x.activite_id, x.campagne_id, c.anonyme into d from questionnaires.demande x
    join questionnaires.campagne c on c.organisme_id = x.organisme_id and c.id = x.campagne_id
   where x.organisme_id = moi and x.id = quoi and c.fermee_le is null;
  if not found then return false; end if;
  update questionnaires.demande set repondue_le = p_jour where organisme_id = moi and id = quoi and repondue_le is null;
  if not found then return false; end if;
  r := case when d.anonyme then gen_random_uuid() else p_reponse end;
  insert into questionnaires.reponse (organisme_id, id, activite_id, campagne_id, demande_id, le, recue_le, voie, alerte, par)
    values (moi, r, d.activite_id, d.campagne_id, case when not d.anonyme then quoi end, case when not d.anonyme then p_jour end,
      case when not d.anonyme then p_recue end, 'lien', p_alerte and not d.anonyme, null);
  insert into questionnaires.valeur (organisme_id, activite_id, reponse_id, campagne_id, question, rang, code, millemes, texte)
    select moi, d.activite_id, r, d.campagne_id, v.question, v.rang, v.code, v.millemes, v.texte
      from jsonb_to_recordset(p_valeurs) as v (question text, rang smallint, code text, millemes bigint, texte text);
  delete from questionnaires.brouillon where organisme_id = moi and demande_id = quoi;
  return true;
end $$;
comment on function porte.repondre_par_lien is 'La réponse à la demande dont parle le lien, une fois.';
grant execute on function porte.repondre_par_lien to coforme_app;
