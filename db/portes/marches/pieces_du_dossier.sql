set local role coforme_porte;

-- Les pièces d’un dossier, retirées comprises, sans leurs octets : chaque membre en sait l’état, même de celles qu’il n’ouvre pas. De celles-là, ni le
-- nom du fichier ni l’empreinte : un nom peut dire un prix, et l’empreinte d’un bordereau se devine prix après prix.
create or replace function porte.pieces_du_dossier(p_id uuid)
returns table (id uuid, organisme_id uuid, exigence text, nom text, type text, taille integer, empreinte text, expire_le date, motif text,
  le timestamptz, retiree_le timestamptz, retrait text)
language sql stable security definer set search_path = ''
begin atomic
  select p.id, p.organisme_id, p.exigence, case when l.lue then p.nom else '' end, p.type, p.taille,
      case when l.lue then encode(p.empreinte, 'hex') else '' end, p.expire_le, p.motif, p.le, p.retiree_le, p.retrait
    from marches.piece p
    cross join lateral (select not p.exigence = any ((select porte.pieces_a_prix())::text[]) or p.organisme_id = (select porte.organisme())
      or p.groupement_id = any ((select porte.mandats())::uuid[]) as lue) l
   where p.groupement_id = p_id and p.groupement_id = any ((select porte.groupements())::uuid[])
   order by p.le, p.id;
end;
grant execute on function porte.pieces_du_dossier to coforme_app;
