set local role coforme_porte;

-- Le texte que les deux signeront ; signé d’une, il ne change plus.
create or replace function porte.mission_rediger(p_id uuid, p_contrat text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare qui_envoie uuid;
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse'; end if;
  update mutualisation.mission m set empreinte = sha256(convert_to(p_contrat, 'UTF8')) where m.de_organisme_id = porte.organisme() and m.id = p_id
    and m.etat = 'option' and m.visa_coop_le is not null and m.signe_recoit_le is null and m.signe_envoie_le is null
    returning m.organisme_id into qui_envoie;
  if qui_envoie is null then return 'introuvable'; end if;
  insert into mutualisation.contrat_de_mission (organisme_id, mission_id, texte, etabli_le) values (qui_envoie, p_id, p_contrat, porte.heure(p_le))
    on conflict (organisme_id, mission_id) do update set texte = excluded.texte, etabli_le = excluded.etabli_le;
  return 'redige';
end $$;
comment on function porte.mission_rediger is 'Garde le contrat d’une mission visée, avant toute signature.';
grant execute on function porte.mission_rediger to coforme_app;
