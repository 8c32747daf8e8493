set local role coforme_porte;

create or replace function porte.fichier_d_echantillon(p_organisme uuid, p_id uuid, p_jeton bytea, p_piece uuid)
returns table (organisme_id uuid, libelle text, empreinte text, type text, octets bytea)
language plpgsql volatile security definer set search_path = '' as $$
declare m qualite.audit_mission := porte.mission_tenue(p_organisme, p_id, p_jeton); r integer;
begin
  if m.id is null then return; end if;
  select max(x.rang) into r from qualite.audit_photo x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id;
  if not exists (select from qualite.audit_piece x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id and x.photo = r and x.id = p_piece)
    -- D'une copie d'avant, qui montrait d'autres enseignes, rien ne sort plus.
    or not exists (select from qualite.audit_photo x where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id and x.rang = r
      and x.contenu ->> 'forme' = any (app.liste('copies-montrees')))
    -- Effacée depuis, ou d'un genre devenu sensible : elle ne sort plus.
    or exists (select from documents.piece z left join app.fiches_de_genres() g on g.genre = z.genre
      where z.organisme_id = m.organisme_id and z.id = p_piece and (g.sensible is not false or z.effacee_le is not null)) then
    return; end if;
  insert into qualite.audit_lecture (organisme_id, audit_id, mission_id, quoi) values (m.organisme_id, m.audit_id, m.id, 'piece');
  return query select x.organisme_id, x.libelle, x.fichier, f.type, f.octets
    from qualite.audit_piece x join plateforme.fichier f on f.organisme_id = x.organisme_id and f.empreinte = decode(x.fichier, 'hex')
   where x.organisme_id = m.organisme_id and x.audit_id = m.audit_id and x.photo = r and x.id = p_piece;
end $$;
grant execute on function porte.fichier_d_echantillon to coforme_app;
