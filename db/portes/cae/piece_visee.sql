set local role coforme_porte;

-- Un visa accordé vaut quand la seconde personne l’a donné, si le montant en veut deux, et quand ses conditions sont levées.
create or replace function porte.piece_visee(p_piece uuid) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from cae.visa v where v.organisme_id = porte.organisme() and v.piece_id = p_piece and v.decision = 'accorde'
    and (not v.a_deux or exists (select from cae.suite_de_visa s where s.organisme_id = v.organisme_id and s.piece_id = v.piece_id and s.genre = 'second'))
    and (v.conditions = '' or exists (select from cae.suite_de_visa s where s.organisme_id = v.organisme_id and s.piece_id = v.piece_id and s.genre = 'levee')));
end $$;
comment on function porte.piece_visee is 'Vrai si le visa de cette pièce est accordé et vaut : donné par deux personnes quand il en faut deux, conditions levées.';
grant execute on function porte.piece_visee to coforme_app, coforme_owner, coforme_maintenance;
