set local role coforme_porte;

-- Le dernier terme publié de la consultation de ce lot, rectificatifs compris ; rien si aucun avis publié n’en dit un qui se croie.
create or replace function porte.terme_publie(p_lot text) returns timestamptz
language sql stable security definer set search_path = ''
begin atomic
  select max(t.terme) from marches.avis a cross join lateral (select a.limite as terme
      union all select (l ->> 'limite')::timestamptz from jsonb_array_elements(a.contenu #> '{avis,lots}') l) t
   where (a.idweb = split_part(p_lot, '#', 1) or a.procedure = split_part(p_lot, '#', 1)
       or (a.nature = 'rectificatif' and a.contenu #> '{avis,lies}' ? split_part(p_lot, '#', 1)))
     and not coalesce(a.contenu #> '{avis,signalements}' ? 'echeance-absurde', false);
end;
revoke execute on function porte.terme_publie from public;
