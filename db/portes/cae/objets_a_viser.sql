set local role coforme_porte;

-- À qui vise, à qui supplée, à qui l’a demandé, et à personne d’autre. Ce que la personne peut en faire suit la règle des plafonds (`porte.visa_de_qui`) ; de
-- sa propre mission, seule la direction vise pour la coopérative ; de celle qu’elle a choisie ailleurs, elle peut donner le premier visa.
create or replace function porte.objets_a_viser(p_le timestamptz)
returns table (genre text, id uuid, auteur uuid, montant bigint, libelle text, avec text, detail text, page uuid, depuis timestamptz, premier uuid, au_nom_de uuid,
  conditions text, accorde_le timestamptz, attend_visa boolean, attend_levee boolean, ouverte boolean, permis boolean, pourquoi text, supplee_id uuid, echeance timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  qui uuid := porte.personne();
  vise boolean := porte.tient_partout(app.liste('roles-qui-visent'));
  -- Le résumé du jour se compose dans une tâche, sans personne : à qui l’écrire, et s’il vise, l’application le dit.
  tache boolean := porte.est_une_tache() and app.toutes_activites();
begin
  if moi is null or porte.par_lien() or not tache and qui is null then return; end if;
  return query
    select o.genre, o.id, o.auteur, o.montant, o.libelle, o.avec, o.detail, o.page, o.depuis, a.par, a.supplee_id, coalesce(a.note, ''), a.le,
        a.par is null or a.a_deux and not exists (select from cae.pas_de_visa s where s.organisme_id = moi and s.genre = o.genre and s.objet_id = o.id and s.pas = 'second'),
        coalesce(a.note, '') <> '' and not exists (select from cae.pas_de_visa s where s.organisme_id = moi and s.genre = o.genre and s.objet_id = o.id and s.pas = 'levee'),
        exists (select from cae.pas_de_visa s where s.organisme_id = moi and s.genre = o.genre and s.objet_id = o.id and s.pas = 'ouverture' and s.par = qui),
        v.permis and not y.sienne and app.toutes_activites(), case when y.sienne then 'soi' else v.pourquoi end, v.supplee_id, o.echeance
      from porte.objets_engageants(porte.heure(coalesce(p_le, porte.present()))) o
      left join cae.pas_de_visa a on a.organisme_id = moi and a.genre = o.genre and a.objet_id = o.id and a.pas = 'accord'
      cross join lateral porte.visa_de_qui(o.genre, o.auteur, o.montant) v
      cross join lateral (select o.genre = 'contrat-de-mission' and o.auteur = qui and not porte.tient_partout(app.liste('roles-qui-signent'))
        and exists (select from mutualisation.mission m where m.organisme_id = moi and m.id = o.id) as sienne) y
     where tache or vise or v.supplee_id is not null or o.auteur = qui;
end $$;
comment on function porte.objets_a_viser is 'Ce qui se vise sans pièce émise ici (mission, bien, achat rejoint), où en est son visa, et ce que la personne peut en faire.';
grant execute on function porte.objets_a_viser to coforme_app;
