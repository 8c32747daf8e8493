set local role coforme_porte;

-- Range des avis lus ; un par numéro. Rend combien sont neufs ou changés. Rien d’autre que les deux portes qui suivent ne l’appelle.
create or replace function porte.ranger_avis(p_avis jsonb, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  p_le := porte.heure(p_le);
  -- Un même numéro deux fois dans un envoi ferait échouer tout l’envoi : le dernier reste.
  with lus as (
    select distinct on (x.v #>> '{avis,idweb}') x.v, x.v #>> '{avis,idweb}' as idweb, nullif(x.v #>> '{avis,procedure}', '') as procedure,
        x.v #>> '{avis,nature}' as nature, (x.v #>> '{avis,parution}')::date as parution, (x.v #>> '{avis,limite}')::timestamptz as limite
      from jsonb_array_elements(p_avis) with ordinality as x (v, rang) order by x.v #>> '{avis,idweb}', x.rang desc)
  insert into marches.avis as a (idweb, procedure, nature, parution, limite, contenu, recu_le)
    select l.idweb, l.procedure, l.nature, l.parution, l.limite, l.v, p_le from lus l
    on conflict (idweb) do update set procedure = excluded.procedure, nature = excluded.nature, parution = excluded.parution,
      limite = excluded.limite, contenu = excluded.contenu, change_le = p_le
      where a.contenu is distinct from excluded.contenu;
  get diagnostics n = row_count;
  return n;
end $$;
