-- Ce que dit une convocation se compare à la session sans ouvrir la pièce : une empreinte de ses jours et de ses heures, dans l'index.
alter table documents.piece add column dates_dites bigint generated always as (case when genre = 'convocation' and jsonb_typeof(donnees::jsonb #> '{action,seances}') = 'array'
    then ('x' || left(md5((jsonb_path_query_array(donnees::jsonb, '$.action.seances[*].date')
      || jsonb_path_query_array(donnees::jsonb, '$.action.seances[*].debut')
      || jsonb_path_query_array(donnees::jsonb, '$.action.seances[*].fin'))::text), 16))::bit(64)::bigint end) stored;
comment on column documents.piece.dates_dites is 'Les jours et les heures que dit une convocation, en une empreinte qui se compare à celle de sa session ; nul si elle n’en dit pas, et pour toute autre pièce.';
drop index documents.piece_objet;
create index piece_objet on documents.piece (organisme_id, objet_id, genre, emise_le desc, id desc)
  include (activite_id, objet_genre, evaluee, dates_dites);
