set local role coforme_porte;

-- Prouvée : elle va à qui tient ce département, sinon à qui les tient tous. Rend le courriel une seule fois.
create or replace function porte.prouver_demande(p_id uuid, p_preuve bytea, p_le timestamptz) returns table (nom text, courriel text)
language plpgsql volatile security definer set search_path = '' as $$
declare d record;
begin
  p_le := porte.heure(p_le);
  select x.id, x.nom, x.courriel into d from portail.delegue x join portail.demande q on q.id = p_id and q.preuve = sha256(p_preuve)
   where x.parti_le is null and (q.departement = any (x.departements) or cardinality(x.departements) = 0)
   order by cardinality(x.departements) = 0, x.depuis_le limit 1;
  if not found then return; end if;
  update portail.demande q set etat = 'transmise', prouvee_le = p_le, delegue_id = d.id
   where q.id = p_id and q.etat = 'a-prouver' and q.recue_le > p_le - app.duree('message-sans-preuve');
  if found then return query select d.nom, d.courriel; end if;
end $$;
grant execute on function porte.prouver_demande to coforme_app;
