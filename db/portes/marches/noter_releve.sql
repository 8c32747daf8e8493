set local role coforme_porte;

-- Ce qu’a donné un relevé. Un échec laisse la date de la dernière copie bonne.
create or replace function porte.noter_releve(p_le timestamptz, p_echec text, p_recus integer, p_rejets integer, p_genre text default 'boamp') returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  update marches.source s set essai_le = p_le, echec = p_echec,
    bonne_le = case when p_echec is null then p_le else s.bonne_le end,
    recus = case when p_echec is null then p_recus else s.recus end, rejets = case when p_echec is null then p_rejets else s.rejets end
    where s.genre = p_genre;
end $$;
grant execute on function porte.noter_releve to coforme_worker;
