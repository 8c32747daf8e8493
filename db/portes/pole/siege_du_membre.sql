set local role coforme_porte;

-- Qui convoque chez un membre n’a pas à en recopier l’adresse ; un siège masqué à l’annuaire le reste ici, sauf pour soi.
create or replace function porte.siege_du_membre(p_pole uuid, p_organisme uuid)
returns table (adresse text, code_postal text, ville text)
language sql stable security definer set search_path = ''
begin atomic
  select o.adresse, o.code_postal, o.ville
    from pole.adhesion a join organisme.organisme o on o.organisme_id = a.organisme_id
    left join portail.fiche f on f.organisme_id = a.organisme_id
   where a.pole_id = p_pole and a.organisme_id = p_organisme and a.etat = 'active'
     and p_pole = any ((select porte.poles_animes())::uuid[])
     and (not coalesce(f.siege_masque, false) or a.organisme_id = (select porte.organisme()));
end;
comment on function porte.siege_du_membre is 'Le siège d’une coopérative du pôle, pour qui l’anime ; rien si sa fiche le masque.';
grant execute on function porte.siege_du_membre to coforme_app;
