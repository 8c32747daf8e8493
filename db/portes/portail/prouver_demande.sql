set local role coforme_porte;

-- Prouvée : elle va à la coopérative de l'offre, ou à qui tient ce département, sinon à qui les tient tous. Rend le courriel une seule fois.
create or replace function porte.prouver_demande(p_id uuid, p_preuve bytea, p_le timestamptz) returns table (nom text, courriel text)
language plpgsql volatile security definer set search_path = '' as $$
declare d record;
begin
  p_le := porte.heure(p_le);
  select * into d from (
    select null::uuid as id, c.nom, c.courriel, 0 as rang, null::timestamptz as depuis_le
      from portail.demande q cross join lateral porte.contact_de_l_offre(q.offre_id, (p_le at time zone 'Europe/Paris')::date) c where q.id = p_id and q.preuve = sha256(p_preuve)
    union all
    select x.id, x.nom, x.courriel, case when cardinality(x.departements) = 0 then 2 else 1 end, x.depuis_le
      from portail.delegue x join portail.demande q on q.id = p_id and q.preuve = sha256(p_preuve)
     where q.offre_id is null and x.parti_le is null and (q.departement = any (x.departements) or cardinality(x.departements) = 0)) t
   order by t.rang, t.depuis_le limit 1;
  if not found then return; end if;
  update portail.demande q set etat = 'transmise', prouvee_le = p_le, delegue_id = d.id
   where q.id = p_id and q.etat = 'a-prouver' and q.recue_le > p_le - app.duree('message-sans-preuve');
  if found then return query select d.nom, d.courriel; end if;
end $$;
grant execute on function porte.prouver_demande to coforme_app;
