set local role coforme_porte;

create or replace function porte.membres_du_pole(p_pole uuid)
returns table (organisme_id uuid, nom text, ville text, etat text, du date, demandee_le timestamptz, cherche text, propose text, poids integer,
  jusque date)
language sql stable security definer set search_path = ''
begin atomic
  select a.organisme_id, o.nom, o.ville, a.etat, a.du, a.demandee_le, a.cherche, a.propose, a.poids, porte.jusqu_au(a.dit_le, a.demandee_le)
    from pole.adhesion a join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.pole_id = p_pole and a.pole_id = any ((select porte.poles())::uuid[])
     and (a.etat = 'active' or (a.etat = 'demandee' and p_pole = any ((select porte.poles_animes())::uuid[])))
   order by o.nom;
end;
comment on function porte.membres_du_pole is 'Les coopératives d’un pôle, pour ses membres ; celles qui frappent, pour qui l’anime. « jusque » : le dernier jour où ce qu’elle cherche et propose se montre.';
grant execute on function porte.membres_du_pole to coforme_app;
