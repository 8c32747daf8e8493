set local role coforme_porte;

-- Le logo change d'adresse quand il change : sa clé est tirée de ses octets, et se garde longtemps chez qui le lit.
create or replace function porte.logos_publics(p_organismes uuid[]) returns table (id uuid, cle text, largeur integer, hauteur integer)
language sql stable security definer set search_path = ''
begin atomic
  select l.organisme_id, l.cle, l.largeur, l.hauteur from portail.logo l
    join portail.fiche f on f.organisme_id = l.organisme_id and f.publiee_le is not null
   where l.organisme_id = any (p_organismes) and porte.identite_visee(l.organisme_id);
end;
grant execute on function porte.logos_publics to coforme_app;
