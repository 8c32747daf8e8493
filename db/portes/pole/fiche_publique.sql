set local role coforme_porte;

create or replace function porte.fiche_publique(p_code text)
returns table (id uuid, code text, nom text, forme text, cae boolean, siret text, nda text, adresse text, code_postal text, ville text, site text,
  description text, themes text[], publics text, departements text[], nsf text[], formacodes text[], effectif text, creee_en integer,
  qualiopi text[], qualiopi_source text, qualiopi_le date, contact text, modifiee_le timestamptz, poles text[], offres bigint)
language sql stable security definer set search_path = ''
begin atomic
  select f.organisme_id, o.code, o.nom, o.forme, o.cae, o.siret, o.nda, case when f.siege_masque then '' else o.adresse end,
         case when f.siege_masque then '' else o.code_postal end, case when f.siege_masque then '' else o.ville end, o.site, f.description, f.themes,
         f.publics, f.departements, f.nsf, f.formacodes, f.effectif, f.creee_en, q.affiche,
         case when cardinality(q.affiche) > 0 then f.qualiopi_source end, case when cardinality(q.affiche) > 0 then f.qualiopi_le end, f.contact,
         f.modifiee_le,
         array(select p.nom from pole.adhesion a join pole.pole p on p.pole_id = a.pole_id where a.organisme_id = f.organisme_id
               and a.etat = 'active' and p.public order by p.nom),
         (select count(*) from catalogue.fiche c where c.organisme_id = f.organisme_id and c.retiree_le is null)
    from portail.fiche f join organisme.organisme o on o.organisme_id = f.organisme_id
    cross join lateral (select porte.certificat_affiche(f.organisme_id, o.nda, f.qualiopi) as affiche) q
   where o.code = p_code and f.publiee_le is not null and porte.identite_visee(f.organisme_id);
end;
grant execute on function porte.fiche_publique to coforme_app;
