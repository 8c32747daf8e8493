-- Cadre A du bilan : l'accord pour rendre l'adresse publique. Nul : personne ne l'a dit, et l'on ne le devine pas.
alter table bpf.exercice add column adresse_publique boolean;
comment on column bpf.exercice.adresse_publique is 'Cadre A : l’organisme accepte que son adresse soit publiée ; nul, il ne l’a pas dit.';
grant update (adresse_publique) on bpf.exercice to coforme_app;
