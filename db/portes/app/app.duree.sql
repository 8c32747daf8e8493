-- Tiré du domaine par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
create or replace function app.duree(p_nom text) returns interval
language sql immutable parallel safe begin atomic
  select case p_nom
    when 'lire-un-dossier' then interval '15 minutes'
    when 'session-inactive' then interval '120 minutes'
    when 'session-entiere' then interval '720 minutes'
    when 'session-retenue-inactive' then interval '20160 minutes'
    when 'session-retenue-entiere' then interval '43200 minutes'
    when 'message-sans-preuve' then interval '3 days'
    when 'lettre-sans-preuve' then interval '7 days'
    when 'message-garde' then interval '13 months'
    when 'reponse-a-une-demande' then interval '1 months'
    when 'ecriture-proposee' then interval '30 days'
    when 'releve-a-signer' then interval '15 days'
    when 'contact-refuse' then interval '90 days'
    when 'alerte-d-habilitation' then interval '60 days'
    when 'option' then interval '10 days'
    when 'option-de-salle' then interval '5 days'
    when 'mission-d-avance' then interval '24 months'
    when 'reservation-d-avance' then interval '24 months'
    when 'demi-journee' then interval '5 hours'
    when 'equite' then interval '12 months'
    when 'manque-redit' then interval '30 days'
    when 'tension' then interval '12 months'
    when 'appel-garde' then interval '12 months'
    when 'retour-garde' then interval '12 months'
    when 'virement-a-confirmer' then interval '60 days'
    when 'gel-du-dossier' then interval '24 hours'
    when 'echeance-croyable' then interval '730 days'
    when 'manche-de-prix' then interval '365 days'
  end;
end;
comment on function app.duree is 'Une durée du domaine, par son nom.';
grant execute on function app.duree to coforme_app, coforme_porte, coforme_owner, coforme_maintenance;
