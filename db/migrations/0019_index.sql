-- Ce que la mesure des pages sous un million de signatures a demandé.

-- Les inscrits d'une session, quel que soit leur état : sans lui, tous ceux de l'organisme étaient parcourus.
create index inscription_session on inscriptions.inscription (organisme_id, session_id);
