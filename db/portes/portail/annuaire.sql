set local role coforme_porte;

create or replace function porte.annuaire(p_mots text, p_departement text, p_theme text, p_code text, p_portee text, p_forme text,
  p_apres text, p_apres_id uuid, p_limite integer)
returns table (id uuid, code text, nom text, forme text, cae boolean, ville text, code_postal text, description text, themes text[],
  departements text[], nsf text[], formacodes text[], qualiopi text[], qualiopi_source text, qualiopi_le date, tri text)
language sql stable security definer set search_path = ''
begin atomic
  select f.organisme_id, o.code, o.nom, o.forme, o.cae, case when f.siege_masque then '' else o.ville end,
         case when f.siege_masque then '' else o.code_postal end, f.description, f.themes, f.departements, f.nsf, f.formacodes, q.affiche,
         case when cardinality(q.affiche) > 0 then f.qualiopi_source end, case when cardinality(q.affiche) > 0 then f.qualiopi_le end, f.tri
    from portail.fiche f join organisme.organisme o on o.organisme_id = f.organisme_id
    cross join lateral (select porte.certificat_affiche(f.organisme_id, o.nda, f.qualiopi) as affiche) q
   where f.publiee_le is not null and porte.identite_visee(f.organisme_id)
     and (p_mots is null or f.mots @@ to_tsquery('pg_catalog.french', p_mots))
     and (p_departement is null or p_departement = any (f.departements)) and (p_theme is null or p_theme = any (f.themes))
     and (p_code is null or p_code = any (f.nsf) or p_code = any (f.formacodes)) and (p_portee is null or p_portee = any (q.affiche))
     and (p_forme is null or (p_forme = 'cae' and o.cae) or (p_forme <> 'cae' and o.forme = p_forme))
     and (p_apres is null or (f.tri, f.organisme_id) > (p_apres, p_apres_id))
   order by f.tri, f.organisme_id limit least(p_limite, 5001);
end;
comment on function porte.annuaire is 'Les coopératives qui ont publié leur fiche ; le siège d’une fiche masquée ne sort pas.';
grant execute on function porte.annuaire to coforme_app;
