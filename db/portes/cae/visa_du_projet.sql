set local role coforme_porte;

create or replace function porte.visa_du_projet(p_projet uuid, out decision text, out motif text, out conditions text, out vaut boolean)
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  select case when s.id is null then v.decision else 'refuse' end, coalesce(s.note, v.motif), v.conditions, porte.projet_vise(p.id, null)
    into decision, motif, conditions, vaut
    from facturation.projet p join facturation.visa v on v.organisme_id = p.organisme_id and v.projet_id = p.id and v.version = p.version
      left join cae.suite_de_visa s on s.organisme_id = v.organisme_id and s.visa_facture_id = v.id and s.genre = 'refus'
   where p.organisme_id = porte.organisme() and p.id = p_projet and (app.toutes_activites() or p.activite_id = any (app.activites()));
end $$;
comment on function porte.visa_du_projet is 'Le visa d’un projet de facture dans sa version du jour : sa décision, le second compris, pourquoi, ses conditions, et s’il vaut ; des nuls s’il n’en a pas.';
grant execute on function porte.visa_du_projet to coforme_app;
