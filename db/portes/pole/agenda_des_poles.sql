set local role coforme_porte;

-- L'agenda public : quand et où, et combien de coopératives viennent ; jamais lesquelles, ni l'adresse de visio.
create or replace function porte.agenda_des_poles(p_depuis timestamptz, p_pole text)
returns table (code text, pole text, id uuid, rang integer, titre text, format text, etat text, debut timestamptz, fin timestamptz,
               zone text, hote text, lieu text, acces text, viennent bigint, hesitent bigint, membres bigint)
language sql stable security definer set search_path = ''
begin atomic
  select p.code, p.nom, r.id, r.rang, r.titre, r.format, r.etat, r.debut, r.fin, r.zone, r.hote, r.lieu, r.acces,
         (select count(distinct x.organisme_id) from pole.reponse x where x.pole_id = r.pole_id and x.reunion_id = r.id and x.dit = 'oui'),
         (select count(distinct x.organisme_id) from pole.reponse x where x.pole_id = r.pole_id and x.reunion_id = r.id and x.dit = 'peut-etre'
             and not exists (select from pole.reponse y where y.pole_id = x.pole_id and y.reunion_id = x.reunion_id
                              and y.organisme_id = x.organisme_id and y.dit = 'oui')),
         (select count(*) from pole.adhesion a where a.pole_id = p.pole_id and a.etat = 'active')
    from pole.reunion r join pole.pole p on p.pole_id = r.pole_id
   where p.public and p.etat = any (app.liste('poles-ouverts')) and r.etat = any (app.liste('rencontres-datees')) and r.debut is not null and r.fin > p_depuis
     and (p_pole is null or p.code = p_pole)
   order by r.debut, r.id limit 200;
end;
comment on function porte.agenda_des_poles is 'Les rencontres des pôles publics, ou d’un seul par son code, qui finissent après cet instant ; lues sans compte.';
grant execute on function porte.agenda_des_poles to coforme_app;
