set local role coforme_porte;

-- Sans compte : l’essentiel de l’accord est mis à la disposition des personnes (RGPD, art. 26, 2). Un pôle qui n’est pas public ne dit rien de lui.
create or replace function porte.conjoint_public(p_code text)
returns table (nom_du_pole text, rang integer, contact text, texte jsonb, ecrit_le timestamptz, signataires jsonb)
language sql stable security definer set search_path = ''
begin atomic
  select p.nom, c.rang, c.contact, c.texte, c.ecrit_le,
      coalesce((select jsonb_agg(jsonb_build_array(o.nom, s.le) order by o.nom) from mutualisation.accord_signe s
        join pole.adhesion a on a.pole_id = s.pole_id and a.organisme_id = s.organisme_id and a.etat = 'active'
        join organisme.organisme o on o.organisme_id = s.organisme_id where s.pole_id = p.pole_id and s.rang = c.rang and s.quitte_le is null), '[]')
    from pole.pole p
    join lateral (select x.* from mutualisation.accord_conjoint x where x.pole_id = p.pole_id order by x.rang desc limit 1) c on true
   where p.code = p_code and p.public and p.etat = any (app.liste('poles-ouverts'));
end;
comment on function porte.conjoint_public is 'L’accord des responsables conjoints d’un pôle public, et qui l’a signé.';
grant execute on function porte.conjoint_public to coforme_app;
