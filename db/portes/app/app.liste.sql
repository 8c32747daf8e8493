-- Tiré du domaine par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
create or replace function app.liste(p_nom text) returns text[]
language sql immutable parallel safe set search_path = '' begin atomic
  select case p_nom
    when 'roles-qui-administrent' then '{administration,responsable}'::text[]
    when 'roles-qui-effacent' then '{dpo,responsable}'::text[]
    when 'roles-qui-deleguent' then '{responsable}'::text[]
    when 'roles-qui-visent' then '{equipe-appui,responsable}'::text[]
    when 'roles-sensibles' then '{responsable,responsable-pedagogique,referent-handicap,dpo}'::text[]
    when 'roles-des-missions' then '{responsable,equipe-appui,formateur}'::text[]
    when 'mouvements-qui-se-corrigent' then '{directe,passage}'::text[]
    when 'roles-des-echanges' then '{responsable,comptable}'::text[]
    when 'roles-qui-lisent-les-echanges' then '{responsable,comptable,administration,equipe-appui}'::text[]
    when 'roles-du-vivier' then '{responsable,responsable-pedagogique,assistant,commercial,referent-qualite,equipe-appui,formateur}'::text[]
    when 'roles-qui-demandent-au-vivier' then '{responsable,responsable-pedagogique,assistant,equipe-appui}'::text[]
    when 'roles-des-fiches-du-vivier' then '{responsable,responsable-pedagogique,formateur,equipe-appui}'::text[]
    when 'roles-des-marches' then '{responsable,commercial,responsable-pedagogique}'::text[]
    when 'roles-des-habilitations' then '{responsable,equipe-appui,referent-qualite,formateur}'::text[]
    when 'roles-qui-suivent-les-habilitations' then '{responsable,equipe-appui,referent-qualite}'::text[]
    when 'affaires-protegees' then '{signalement,adaptation}'::text[]
    when 'droits-des-personnes' then '{acces,rectification,effacement,opposition}'::text[]
    when 'espaces-d-intervenant' then '{intervenant,agenda}'::text[]
    when 'fondements-d-effacement' then '{duree-de-conservation,demande-de-la-personne,decision-de-justice}'::text[]
    when 'licences-ouvertes' then '{cc-by,cc-by-sa,cc-by-nc-sa}'::text[]
    when 'mandats-de-vote' then '{titulaire,suppleant}'::text[]
    when 'missions-qui-courent' then '{propose,accepte}'::text[]
    when 'notes-a-distance' then '{assistant,evaluation}'::text[]
    when 'phrases-creuses' then '{ras,r.a.s,"r a s",rien,"rien à signaler","rien a signaler","rien de particulier",néant,neant,aucun,aucune,ok,oui,non,fait,conforme,"tout est conforme","tout va bien","ras, tout est conforme",bon,bien,"très bien",vu,idem,"à compléter","a completer","à faire","à voir","voir dossier","en cours","sans objet",test,essai,na,n/a,nc,x,xx,xxx}'::text[]
    when 'poles-ouverts' then '{lance,actif,en-sommeil}'::text[]
    when 'regimes-a-piece' then '{convention,contrat}'::text[]
    when 'rencontres-datees' then '{convoquee,tenue,annulee}'::text[]
    when 'sessions-annoncees' then '{ouverte,confirmee}'::text[]
    when 'sessions-finies' then '{terminee,cloturee,archivee,annulee}'::text[]
    when 'statuts-avec-employeur' then '{salarie-prive,apprenti,agent-public}'::text[]
    when 'temoignages-en-cours' then '{demande,accepte}'::text[]
  end;
end;
comment on function app.liste is 'Une liste du domaine, par son nom.';
grant execute on function app.liste to coforme_app, coforme_porte, coforme_owner, coforme_maintenance;
