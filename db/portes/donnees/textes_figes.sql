set local role coforme_porte;

-- Une ligne par table dont un effacement ne corrige pas les textes, et pourquoi. Toute autre est couverte, celles de demain aussi.
create or replace function porte.textes_figes() returns table (nom text, pourquoi text)
language sql immutable security definer set search_path = ''
begin atomic
  select v.nom, v.pourquoi from (values
    ('emargement.maillon', 'registre chaîné'), ('emargement.prive', 'registre chaîné'), ('emargement.jalon', 'registre chaîné'),
    ('emargement.jalon_garde', 'registre chaîné'), ('emargement.contreseing', 'registre chaîné'), ('emargement.hors_ligne', 'registre chaîné'),
    ('documents.piece', 'pièce émise'), ('documents.signature', 'pièce émise'), ('documents.signature_privee', 'pièce émise'),
    ('catalogue.version', 'version publiée'), ('bpf.depot', 'bilan déposé'),
    ('organisme.organisme', 'identité de la coopérative'), ('organisme.etablissement', 'identité de la coopérative'),
    ('organisme.activite', 'identité de la coopérative'), ('organisme.signataire', 'pouvoir de signer'),
    ('compte.compte', 'compte'), ('compte.adhesion', 'compte'), ('compte.session', 'compte'),
    ('tiers.personne', 'fiche d’une autre personne'), ('tiers.mot', 'refait à chaque changement d’une fiche')) v (nom, pourquoi);
end;
comment on function porte.textes_figes is 'Les tables dont un effacement laisse les textes tels quels, et pourquoi ; ce qui y reste se dit.';
grant execute on function porte.textes_figes to coforme_app, coforme_maintenance;
