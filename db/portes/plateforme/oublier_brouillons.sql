set local role coforme_maintenance;

-- Les brouillons et les fichiers d'import qui portent ces mots ; rien d'autre ne s'y lit.
create or replace function porte.oublier_brouillons(p_termes text[]) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  n integer; m integer;
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  delete from plateforme.brouillon b where b.organisme_id = moi
    and exists (select from unnest(p_termes) t where length(t) >= 3 and position(lower(t) in lower(b.valeurs::text)) > 0);
  get diagnostics n = row_count;
  update tiers.lecture_csv l set contenu = null where l.organisme_id = moi and l.contenu is not null
    and exists (select from unnest(p_termes) t where length(t) >= 3
      and (position(convert_to(t, 'UTF8') in l.contenu) > 0 or position(convert_to(upper(t), 'UTF8') in l.contenu) > 0));
  get diagnostics m = row_count;
  return n + m;
end $$;
revoke execute on function porte.oublier_brouillons from public;
grant execute on function porte.oublier_brouillons to coforme_app;
