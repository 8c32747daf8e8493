-- Qui vise une mission, demande un bien, répond à un appel le nomme par son identifiant, qui se lit sur la page d’une autre coopérative : il ne se
-- rejoue pas d’ici. Hier deux coopératives pouvaient avoir le même ; laquelle l’a repris, et ce qui nomme sa ligne, la base ne le sait pas : elle
-- s’arrête et le dit, au lieu de choisir.
set local role coforme_maintenance;
do $$
declare
  une text;
  trouves text;
  doubles text;
begin
  foreach une in array array['reservation', 'mission', 'fiche', 'appel', 'reponse', 'remise', 'bien', 'prise_de_contact', 'retour', 'bien_photo'] loop
    execute format($q$select string_agg(format('mutualisation.%I %%s : %%s', x.id, x.qui), ' ; ' order by x.id)
      from (select d.id, string_agg(concat_ws(' ', o.nom, d.organisme_id), ', ' order by d.organisme_id) as qui
        from mutualisation.%I d left join organisme.organisme o on o.organisme_id = d.organisme_id group by d.id having count(*) > 1) x$q$, une, une) into trouves;
    doubles := concat_ws(' ; ', nullif(doubles, ''), trouves);
  end loop;
  if doubles <> '' then
    raise exception 'des coopératives partagent un identifiant (%). Rien n’a changé. Donnez-en un neuf à la ligne de trop et à celles qui la nomment, comme le dit docs/exploitation.md, « Mettre à jour », puis relancez', doubles;
  end if;
end $$;
set local role coforme_owner;
create unique index reservation_unique on mutualisation.reservation (id);
create unique index mission_unique on mutualisation.mission (id);
create unique index fiche_unique on mutualisation.fiche (id);
create unique index appel_unique on mutualisation.appel (id);
create unique index reponse_unique on mutualisation.reponse (id);
create unique index remise_unique on mutualisation.remise (id);
create unique index bien_unique on mutualisation.bien (id);
create unique index contact_unique on mutualisation.prise_de_contact (id);
create unique index retour_unique on mutualisation.retour (id);
create unique index photo_unique on mutualisation.bien_photo (id);
