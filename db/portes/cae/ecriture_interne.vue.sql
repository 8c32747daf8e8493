-- Deux écritures analytiques par bon confirmé, une de chaque côté : tirées d’une même ligne, leur somme est nulle par construction.
create view cae.ecriture_interne with (security_invoker = true) as
  select m.organisme_id, m.id as mission_id, c.activite_id, c.avec_id, c.montant_centimes, m.genre, m.objet, m.session_id, m.minutes, m.confirmee_le
    from cae.mission m
      cross join lateral (values (m.vendeuse_id, m.acheteuse_id, m.montant_centimes), (m.acheteuse_id, m.vendeuse_id, -m.montant_centimes))
        c (activite_id, avec_id, montant_centimes)
   where m.etat = 'confirmee';

grant select on cae.ecriture_interne to coforme_app;
