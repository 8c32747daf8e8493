set local role coforme_porte;

create policy porte on porte.secret for select to coforme_porte using (true);
