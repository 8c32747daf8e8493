set local role coforme_porte;

-- Le dernier terme publié de ce lot, rectificatifs compris ; rien si aucun avis publié n’en dit un qui se croie. Sans terme à lui, le lot prend celui de
-- l’avis ; un rectificatif qui date d’autres lots de la consultation n’en dit rien (`domain/termes.ts`).
create or replace function porte.terme_publie(p_lot text) returns timestamptz
language sql stable security definer set search_path = ''
begin atomic
  with lus as (
    select a.idweb, a.limite, a.nature = 'rectificatif' as rectifie, coalesce(l.lot ->> 'id', l.n::text) as numero, (l.lot ->> 'limite')::timestamptz as du_lot
      from marches.avis a left join lateral jsonb_array_elements(a.contenu #> '{avis,lots}') with ordinality l (lot, n) on true
     where (a.idweb = split_part(p_lot, '#', 1) or a.procedure = split_part(p_lot, '#', 1)
         or (a.nature = 'rectificatif' and a.contenu #> '{avis,lies}' ? split_part(p_lot, '#', 1)))
       and not coalesce(a.contenu #> '{avis,signalements}' ? 'echeance-absurde', false)
  )
  select max(t.terme) from (
    select l.du_lot as terme from lus l where l.numero = split_part(p_lot, '#', 2)
    union all
    select l.limite from lus l where not exists (select from lus d where d.idweb = l.idweb and d.du_lot is not null
      and (d.numero = split_part(p_lot, '#', 2) or (d.rectifie and d.numero in (select n.numero from lus n where not n.rectifie))))
  ) t;
end;
revoke execute on function porte.terme_publie from public;
