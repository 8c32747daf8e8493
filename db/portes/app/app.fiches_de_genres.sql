-- Tiré de documents/domain/genres.ts par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
create or replace function app.fiches_de_genres()
returns table (genre text, engage boolean, plancher integer, si_signee boolean, sensible boolean, espaces text[])
language sql stable parallel safe set search_path = '' begin atomic
  values
    ('devis', true, 3, true, false, '{stagiaire,client}'::text[]),
    ('programme', false, 0, false, false, '{intervenant}'::text[]),
    ('convention', true, 3, true, false, '{stagiaire,client}'::text[]),
    ('contrat', true, 3, true, false, '{stagiaire}'::text[]),
    ('avenant', true, 3, true, false, '{stagiaire,client}'::text[]),
    ('reglement-interieur', false, 0, false, false, '{}'::text[]),
    ('information-stagiaire', false, 0, false, false, '{stagiaire}'::text[]),
    ('convocation', false, 0, false, false, '{stagiaire}'::text[]),
    ('feuille-emargement', false, 3, false, false, '{intervenant}'::text[]),
    ('extrait-presence', false, 3, false, false, '{stagiaire}'::text[]),
    ('certificat-realisation', false, 3, false, false, '{stagiaire,client}'::text[]),
    ('certificat-intermediaire', false, 3, false, false, '{stagiaire,client}'::text[]),
    ('attestation', false, 3, false, false, '{stagiaire}'::text[]),
    ('pv-delegues', false, 3, false, false, '{}'::text[]),
    ('acte-disciplinaire', false, 3, false, true, '{}'::text[]),
    ('contrat-de-mission', false, 3, true, false, '{}'::text[]),
    ('avenant-de-pret', false, 3, true, false, '{}'::text[]),
    ('convention-commune', true, 3, true, false, '{}'::text[]),
    ('facture', false, 10, false, false, '{stagiaire,client}'::text[]),
    ('facture-acompte', false, 10, false, false, '{stagiaire,client}'::text[]),
    ('avoir', false, 10, false, false, '{stagiaire,client}'::text[]);
end;
comment on function app.fiches_de_genres is 'Par genre de pièce : ce qu’il engage, les années avant lesquelles il ne s’efface pas (s’il est signé, ou toujours), s’il est sensible, les espaces sans compte où il se lit.';
grant execute on function app.fiches_de_genres to coforme_app, coforme_porte, coforme_maintenance;
