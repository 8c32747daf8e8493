set local role coforme_porte;

create or replace function porte.objet() returns uuid
language plpgsql stable parallel restricted security definer set search_path = '' as $$
declare o text := coalesce(current_setting('app.objet', true), '');
begin
  if o = '' or not porte.est_scelle() then return null; end if;
  if sha256(convert_to(coalesce(current_setting('app.objet_sceau', true), ''), 'UTF8'))
     <> sha256(convert_to(porte.empreinte_de_l_objet(o), 'UTF8')) then return null; end if;
  return o::uuid;
end $$;
comment on function porte.objet is 'Ce dont parle le lien, ou la tablette, qui a ouvert cette transaction.';
grant execute on function porte.objet to coforme_app, coforme_owner;
