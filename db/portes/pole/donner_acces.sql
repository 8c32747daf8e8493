set local role coforme_porte;

-- Ouvre le dossier à une personne du groupe. « faite », « deja », « pas-du-groupe » ; null : ce dossier n'est pas à qui le demande.
create or replace function porte.donner_acces(p_pole uuid, p_dossier uuid, p_organisme uuid, p_compte uuid, p_le timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare n text;
begin
  p_le := porte.heure(p_le);
  if not p_dossier = any (porte.mes_dossiers()) then return null; end if;
  select p.nom into n from pole.participant p
    join pole.dossier d on d.pole_id = p.pole_id and d.groupe_id = p.groupe_id
    join pole.adhesion a on a.pole_id = p.pole_id and a.organisme_id = p.organisme_id and a.etat = 'active'
   where d.pole_id = p_pole and d.id = p_dossier and p.organisme_id = p_organisme and p.compte_id = p_compte;
  if n is null then return 'pas-du-groupe'; end if;
  insert into pole.acces as x (pole_id, dossier_id, organisme_id, compte_id, nom, du, par_id)
    values (p_pole, p_dossier, p_organisme, p_compte, n, p_le, porte.personne())
    on conflict (pole_id, dossier_id, organisme_id, compte_id) do update set retire_le = null, du = excluded.du, par_id = excluded.par_id
      where x.retire_le is not null;
  return case when found then 'faite' else 'deja' end;
end $$;
grant execute on function porte.donner_acces to coforme_app;
