set local role coforme_porte;

create or replace function porte.attentes_d_objets(p_depuis timestamptz) returns setof double precision
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-visent')) then return; end if;
  return query select greatest(0, extract(epoch from p.le - p.demande_le) / 3600)::double precision from cae.pas_de_visa p
   where p.organisme_id = porte.organisme() and p.le >= p_depuis and (p.pas = 'accord' or p.pas = 'refus' and not exists (select from cae.pas_de_visa a
     where a.organisme_id = p.organisme_id and a.genre = p.genre and a.objet_id = p.objet_id and a.pas = 'accord'));
end $$;
comment on function porte.attentes_d_objets is 'Combien d’heures ce qui se vise sans pièce avait attendu son premier visa, ou son refus, depuis ce jour ; à qui vise.';
grant execute on function porte.attentes_d_objets to coforme_app;
