set local role coforme_porte;

create or replace function porte.dossier_vise(p_dossier uuid) returns boolean
language sql stable parallel restricted set search_path = ''
begin atomic
  select exists (select from documents.piece p where p.organisme_id = (select app.organisme()) and p.objet_id = p_dossier
    and p.genre = any (app.liste('regimes-a-piece')) and porte.piece_visee(p.id));
end;
comment on function porte.dossier_vise is 'Vrai si l’équipe d’appui a visé la convention ou le contrat de ce dossier ; lu avec les droits de qui demande.';
grant execute on function porte.dossier_vise to coforme_app;
