set local role coforme_porte;

create or replace function porte.empreinte_de_l_objet(p_objet text) returns text
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return encode(porte.hacher('objet|' || p_objet || '|' || coalesce(current_setting('app.sceau', true), '')), 'hex');
end $$;
comment on function porte.empreinte_de_l_objet is 'L’objet est scellé au sceau même de la transaction : il n’en vaut pas une autre.';
