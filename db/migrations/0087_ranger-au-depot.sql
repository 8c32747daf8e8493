-- Un fichier vit dans PostgreSQL avec le fait qu'il prouve ; une tâche le porte ensuite au dépôt S3, et ses octets s'en vont d'ici.
grant update (octets) on plateforme.fichier to coforme_porte;
create policy porte_ranger on plateforme.fichier for update to coforme_porte using (true) with check (octets is null);
