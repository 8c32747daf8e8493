set local role coforme_porte;

-- À tout membre d’une coopérative du pôle : c’est de ses données que l’accord parle.
create or replace function porte.conjoints(p_pole uuid)
returns table (pole uuid, nom_du_pole text, code text, public boolean, rang integer, contact text, texte jsonb, ecrit_le timestamptz, signataires jsonb,
  manquent integer, signe_le timestamptz, anime boolean)
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if moi is null or porte.personne() is null or porte.par_lien() or not porte.tient(app.liste('roles-qui-lisent-le-pole')) then return; end if;
  return query
    select p.pole_id, p.nom, p.code, p.public and p.etat = any (app.liste('poles-ouverts')), c.rang, c.contact, c.texte, c.ecrit_le,
        coalesce((select jsonb_agg(jsonb_build_array(o.nom, s.le) order by o.nom) from mutualisation.accord_signe s
          join pole.adhesion a on a.pole_id = s.pole_id and a.organisme_id = s.organisme_id and a.etat = 'active'
          join organisme.organisme o on o.organisme_id = s.organisme_id where s.pole_id = p.pole_id and s.rang = c.rang and s.quitte_le is null), '[]'),
        (select count(*)::integer from pole.adhesion a where a.pole_id = p.pole_id and a.etat = 'active' and not exists (select from mutualisation.accord_signe s
          where s.pole_id = p.pole_id and s.organisme_id = a.organisme_id and s.rang = c.rang and s.quitte_le is null)),
        (select s.le from mutualisation.accord_signe s where s.pole_id = p.pole_id and s.organisme_id = moi and s.rang = c.rang
          and s.quitte_le is null),
        p.pole_id = any (porte.poles_animes()) and porte.tient_partout(app.liste('roles-qui-deleguent'))
      from pole.pole p
      left join lateral (select x.* from mutualisation.accord_conjoint x where x.pole_id = p.pole_id order by x.rang desc limit 1) c on true
     where p.pole_id = any (porte.poles()) and (p_pole is null or p.pole_id = p_pole) order by p.nom, p.pole_id;
end $$;
comment on function porte.conjoints is 'L’accord des responsables conjoints des pôles d’ici, à sa dernière version, et qui l’a signé.';
grant execute on function porte.conjoints to coforme_app;
