set local role coforme_porte;

create or replace function porte.siege_au_comite() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return not porte.par_lien() and exists (select from cae.membre_du_comite m
    join compte.adhesion a on a.organisme_id = m.organisme_id and a.compte_id = m.compte_id
   where m.organisme_id = porte.organisme() and m.compte_id = porte.personne()
     -- L’horloge libre d’une démonstration date les sièges de son jour à elle.
     and (m.du <= porte.aujourd_hui() or porte.horloge_est_libre()) and (m.au is null or m.au >= porte.aujourd_hui())
     and a.acceptee_le is not null and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
comment on function porte.siege_au_comite is 'Vrai si la personne siège, aujourd’hui, au comité des habilitations de l’organisme de la transaction.';
grant execute on function porte.siege_au_comite to coforme_app, coforme_owner;
