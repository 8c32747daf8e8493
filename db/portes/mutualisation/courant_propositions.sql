set local role coforme_porte;

create or replace function porte.courant_propositions(p_pole uuid, p_le timestamptz)
returns table (id uuid, de_nous boolean, avec uuid, nom text, je_dois boolean, genre text, montant bigint, fait_genre text, fait_le date, libelle text, piece text,
  expire_le timestamptz, motif text, proposee_le timestamptz, tombe_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select p.id, p.de_organisme_id = (select porte.organisme()), o.organisme_id, o.nom, p.debiteur_id = (select porte.organisme()), p.genre, p.montant_centimes,
      p.fait_genre, p.fait_le, p.libelle, p.piece, p.expire_le, p.motif, p.proposee_le, least(p.proposee_le + app.duree('ecriture-proposee'), p.expire_le)
    from mutualisation.proposition p
    join organisme.organisme o on o.organisme_id = case when p.de_organisme_id = (select porte.organisme()) then p.a_organisme_id else p.de_organisme_id end
   where p.pole_id = p_pole and (select porte.courant_lit()) and p.reponse is null
     and (select porte.organisme()) in (p.de_organisme_id, p.a_organisme_id)
     and least(p.proposee_le + app.duree('ecriture-proposee'), p.expire_le) > (select porte.heure(p_le))
   order by p.proposee_le, p.id;
end;
comment on function porte.courant_propositions is 'Les écritures proposées à sa coopérative, ou par elle, qui attendent une réponse.';
grant execute on function porte.courant_propositions to coforme_app;
