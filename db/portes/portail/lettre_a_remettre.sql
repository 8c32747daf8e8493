set local role coforme_porte;

-- L'ouvrier seul : la lettre, et les abonnés qui ne l'ont pas encore, par lots.
create or replace function porte.lettre_a_remettre(p_lettre uuid, p_limite integer)
returns table (abonnement uuid, chiffre bytea, objet text, contenu text)
language sql stable security definer set search_path = ''
begin atomic
  select a.id, a.chiffre, l.objet, l.contenu from portail.lettre l cross join portail.abonnement a
   where l.id = p_lettre and porte.lettre_le_concerne(a, l.pole_id, l.departements, l.themes)
     and not exists (select from portail.remise r where r.lettre_id = p_lettre and r.abonnement_id = a.id)
   order by a.id limit least(p_limite, 500);
end;
grant execute on function porte.lettre_a_remettre to coforme_worker;
