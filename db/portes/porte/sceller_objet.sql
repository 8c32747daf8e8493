set local role coforme_porte;

create or replace function porte.sceller_objet(p_objet uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform set_config('app.objet', coalesce(p_objet::text, ''), true),
          set_config('app.objet_sceau', porte.empreinte_de_l_objet(coalesce(p_objet::text, '')), true);
end $$;
