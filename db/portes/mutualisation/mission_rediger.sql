set local role coforme_porte;

-- Visée des deux coopératives, quand celle qui reçoit la vise aussi. Le texte que les deux lisent, la pièce figée qu’elles signent, et qui la signera. Signé d’une, il ne change plus. L’avenant d’un prêt disait le
-- contrat d’avant : il se refait, et se signe à nouveau.
create or replace function porte.mission_rediger(p_id uuid, p_contrat text, p_piece uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  p record;
  recoit uuid := (select s.compte from porte.mission_signataires(p_id, 'contrat') s where s.cote = 'recoit');
  envoie uuid := (select s.compte from porte.mission_signataires(p_id, 'contrat') s where s.cote = 'envoie');
  qui_envoie uuid;
begin
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse'; end if;
  select x.empreinte into p from documents.piece x where x.organisme_id = moi and x.id = p_piece and x.genre = 'contrat-de-mission' and x.objet_id = p_id;
  if not found or recoit is null or envoie is null then return 'introuvable'; end if;
  update mutualisation.mission m set empreinte = p.empreinte, piece_id = p_piece, signataire_recoit = recoit, signataire_envoie = envoie,
      avenant_id = null, avenant_signe_le = null
    where m.de_organisme_id = moi and m.id = p_id and m.etat = 'option' and m.visa_coop_le is not null and not m.a_viser and m.signe_recoit_le is null and m.signe_envoie_le is null
    returning m.organisme_id into qui_envoie;
  if qui_envoie is null then return 'introuvable'; end if;
  insert into mutualisation.contrat_de_mission (organisme_id, mission_id, texte, etabli_le) values (qui_envoie, p_id, p_contrat, porte.heure(p_le))
    on conflict (organisme_id, mission_id) do update set texte = excluded.texte, etabli_le = excluded.etabli_le;
  return 'redige';
end $$;
comment on function porte.mission_rediger is 'Garde le contrat d’une mission visée, avant toute signature : son texte, sa pièce, qui la signe.';
grant execute on function porte.mission_rediger to coforme_app;
